/** The Regions in which a partition runs what is not regional. */
export interface ControlPlane {
  readonly iam: string;
  readonly organizations: string;
}

/** Source: AWS general reference, "IAM endpoints" and "AWS Organizations endpoints"; botocore's endpoints.json. */
const CONTROL_PLANES: ReadonlyMap<string, ControlPlane> = new Map([
  ['aws', { iam: 'us-east-1', organizations: 'us-east-1' }],
  ['aws-cn', { iam: 'cn-north-1', organizations: 'cn-northwest-1' }],
  ['aws-us-gov', { iam: 'us-gov-west-1', organizations: 'us-gov-west-1' }],
]);

/** Where IAM and Organizations of a partition (`aws`, `aws-cn`, `aws-us-gov`) answer; a fault for any other partition. */
export function controlPlaneOf(partition: string): ControlPlane {
  const plane = CONTROL_PLANES.get(partition);
  if (plane !== undefined) return plane;
  const known = [...CONTROL_PLANES.keys()].join(', ');
  throw new Error(`the Regions of the partition "${partition}" are not known; the partitions are ${known}`);
}
