import type { JsonObject, JsonValue } from '../../json.ts';
import { textsAt, valuesAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { type Allowed, type Offer, type OfferReader, policyOf } from './offer.ts';

/** Where a request names those who may use a copy of data, and what they may then do. */
interface SharedCopy {
  /** The attribute that says who may; other attributes are about something else. */
  readonly attribute: string;
  readonly action: string;
  /** How the AWS CLI takes it back from these. */
  readonly undo: (name: string, added: JsonObject) => readonly string[];
}

const IMAGE: SharedCopy = {
  attribute: 'launchPermission',
  action: 'ec2:RunInstances',
  undo: (name, added) => [
    'ec2',
    'modify-image-attribute',
    '--image-id',
    name,
    '--launch-permission',
    JSON.stringify({ Remove: entriesOf(added) }),
  ],
};

const SNAPSHOT: SharedCopy = {
  attribute: 'createVolumePermission',
  action: 'ec2:CreateVolume',
  undo: (name, added) => [
    'ec2',
    'modify-snapshot-attribute',
    '--snapshot-id',
    name,
    '--create-volume-permission',
    JSON.stringify({ Remove: entriesOf(added) }),
  ],
};

/** An image for everyone, accounts, organizations or units. Source: EC2 API reference, "ModifyImageAttribute". */
export const image: OfferReader = (change) => copyOfEc2(change, IMAGE);

/** Source: EC2 API reference, "ModifySnapshotAttribute". */
export const volumeSnapshot: OfferReader = (change) => copyOfEc2(change, SNAPSHOT);

function copyOfEc2({ asked, resources }: ResourcePolicyChange, copy: SharedCopy): readonly Offer[] | undefined {
  const [resource] = resources;
  const { attribute, action, undo } = copy;
  const isAbout = textsAt(asked, 'attributeType').some(
    (name) => name.replaceAll('_', '').toLowerCase() === attribute.toLowerCase(),
  );
  if (valuesAt(asked, attribute).length === 0) return isAbout || resource === undefined ? undefined : [];
  const added = valuesAt(asked, `${attribute}.add.items[]`);
  const shared = added.flatMap((item) => grantedBy(item));
  if (added.length === 0) return [];
  if (resource === undefined || shared.length < added.length) return undefined;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const policy = policyOf(shared.map((each) => ({ ...each, actions: [action], resources: [resource] })));
  return [{ resource, extent: 'beside', policy, undo: undo(name, { items: added }) }];
}

type Granted = Pick<Allowed, 'principal' | 'condition'>;

function grantedBy(item: JsonValue): readonly Granted[] {
  const [group] = textsAt(item, 'group');
  const [account] = textsAt(item, 'userId');
  const [organization] = [...textsAt(item, 'organizationArn'), ...textsAt(item, 'organizationalUnitArn')];
  if (group === 'all') return [{ principal: '*' }];
  if (account !== undefined) return [{ principal: { AWS: account } }];
  return organization === undefined ? [] : organizationGrant(organization);
}

/** Everyone of an organization, or of a unit of one, as a condition says it. */
export function organizationGrant(arn: string): readonly Granted[] {
  const [kind, organization, unit] = (arn.split(':')[5] ?? '').split('/');
  if (organization === undefined) return [];
  if (kind === 'organization') {
    return [{ principal: '*', condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } }];
  }
  const paths = [`${organization}/*/${unit ?? ''}/*`];
  return [{ principal: '*', condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths } } }];
}

const CLI_NAMES: readonly (readonly [string, string])[] = [
  ['group', 'Group'],
  ['userId', 'UserId'],
  ['organizationArn', 'OrganizationArn'],
  ['organizationalUnitArn', 'OrganizationalUnitArn'],
];

function entriesOf(added: JsonObject): readonly JsonObject[] {
  return valuesAt(added, 'items').map((item) =>
    Object.fromEntries(
      CLI_NAMES.flatMap(([name, spelled]) => textsAt(item, name).map((value) => [spelled, value] as const)),
    ),
  );
}

/** Source: RDS API reference, "ModifyDBSnapshotAttribute". */
export const dbSnapshot: OfferReader = (change) =>
  copyOfRds(change, 'rds:RestoreDBInstanceFromDBSnapshot', [
    'modify-db-snapshot-attribute',
    '--db-snapshot-identifier',
  ]);

/** Source: RDS API reference, "ModifyDBClusterSnapshotAttribute". */
export const dbClusterSnapshot: OfferReader = (change) =>
  copyOfRds(change, 'rds:RestoreDBClusterFromSnapshot', [
    'modify-db-cluster-snapshot-attribute',
    '--db-cluster-snapshot-identifier',
  ]);

function copyOfRds(
  { asked, resources }: ResourcePolicyChange,
  action: string,
  command: readonly string[],
): readonly Offer[] | undefined {
  const [resource] = resources;
  const added = textsAt(asked, 'valuesToAdd');
  if (resource === undefined || Object.keys(asked).length === 0) return undefined;
  if (added.length === 0) return [];
  const principal = added.includes('all') ? '*' : { AWS: added };
  const name = resource.slice(resource.lastIndexOf('snapshot:') + 'snapshot:'.length);
  const undo = ['rds', ...command, name, '--attribute-name', 'restore', '--values-to-remove', ...added];
  const policy = policyOf([{ principal, actions: [action], resources: [resource] }]);
  return [{ resource, extent: 'beside', policy, undo }];
}

/** Source: Redshift API reference, "AuthorizeSnapshotAccess". */
export const warehouseSnapshot: OfferReader = ({ asked, resources }) => {
  const [resource] = resources;
  const [account] = textsAt(asked, 'accountWithRestoreAccess');
  if (resource === undefined || account === undefined) return undefined;
  const allowed = {
    principal: { AWS: account },
    actions: ['redshift:RestoreFromClusterSnapshot'],
    resources: [resource],
  };
  const [name] = textsAt(asked, 'snapshotIdentifier');
  const undo = ['redshift', 'revoke-snapshot-access', '--snapshot-identifier', name ?? ''];
  const taken = { undo: [...undo, '--account-with-restore-access', account] };
  return [{ resource, extent: 'beside', policy: policyOf([allowed]), ...(name === undefined ? {} : taken) }];
};
