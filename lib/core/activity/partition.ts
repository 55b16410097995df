/** Partitions by the start of their Regions' names; all other Regions are in `aws`. Source: botocore's endpoints.json. */
const PARTITIONS: ReadonlyMap<string, string> = new Map([
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
]);

/** The partition that a call touches: that of the caller's ARN, for no credential reaches across, else the Region's. */
export function partitionOf(caller: string | undefined, region: string): string {
  const named = /^arn:(aws[a-z-]{0,20}):/.exec(caller ?? '')?.[1];
  if (named !== undefined) return named;
  return [...PARTITIONS].find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
}
