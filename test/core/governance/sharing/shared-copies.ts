import type { JsonObject } from '../../../../lib/core/json.ts';
import { ORGANIZATION, OWN, type SharesTooMuch, type SharingCase, STRANGER } from './shared-resources.ts';

const everyone = /unnamed/;
const stranger = new RegExp(STRANGER);

const volume = (items: readonly JsonObject[], change = 'add') => ({
  service: 'ec2',
  name: 'ModifySnapshotAttribute',
  asked: {
    snapshotId: 'snap-1',
    attributeType: 'CREATE_VOLUME_PERMISSION',
    createVolumePermission: { [change]: { items } },
  },
});
const image = (items: readonly JsonObject[]) => ({
  service: 'ec2',
  name: 'ModifyImageAttribute',
  asked: { imageId: 'ami-1', attributeType: 'launchPermission', launchPermission: { add: { items } } },
});
const database = (valuesToAdd: readonly string[]) => ({
  service: 'rds',
  name: 'ModifyDBSnapshotAttribute',
  asked: { dBSnapshotIdentifier: 'nightly', attributeName: 'restore', valuesToAdd },
});
const cluster = (valuesToAdd: readonly string[]) => ({
  service: 'rds',
  name: 'ModifyDBClusterSnapshotAttribute',
  asked: { dBClusterSnapshotIdentifier: 'nightly', attributeName: 'restore', valuesToAdd },
});
const subnet = `arn:aws:ec2:us-east-1:${OWN}:subnet/subnet-1`;
const share = (members: JsonObject) => ({
  service: 'ram',
  name: 'CreateResourceShare',
  asked: { name: 'net', resourceArns: [subnet], ...members },
});
const organization = (id: string) => `arn:aws:organizations::${STRANGER}:organization/${id}`;
const unit = (id: string) => `arn:aws:organizations::${STRANGER}:ou/${id}/ou-ab12-11111111`;
const bus = (members: JsonObject) => ({
  service: 'events',
  name: 'PutPermission',
  asked: { eventBusName: 'default', action: 'events:PutEvents', statementId: 's', ...members },
});
const runbook = (accountIdsToAdd: readonly string[]) => ({
  service: 'ssm',
  name: 'ModifyDocumentPermission',
  asked: { name: 'runbook', permissionType: 'Share', accountIdsToAdd },
});

/** Copies, shares and permissions that let in those with whom nothing is to be shared. */
export const COPIES_SHARED_TOO_MUCH: readonly SharesTooMuch[] = [
  {
    ...volume([{ group: 'all' }]),
    about: 'everyone may make a volume of it',
    who: everyone,
    action: /^ec2:CreateVolume$/,
    resource: /snapshot\/snap-1$/,
    severity: 'critical',
  },
  {
    ...volume([{ userId: OWN }, { userId: STRANGER }]),
    about: 'another account may, and its own',
    who: stranger,
    action: /^ec2:CreateVolume$/,
    resource: /snapshot\/snap-1$/,
    severity: 'high',
  },
  {
    ...image([{ group: 'all' }]),
    about: 'everyone may launch it',
    who: everyone,
    action: /^ec2:RunInstances$/,
    resource: /image\/ami-1$/,
    severity: 'critical',
  },
  {
    ...image([{ organizationArn: organization('o-somebodyelse') }]),
    about: 'another organization may launch it',
    who: everyone,
    action: /^ec2:RunInstances$/,
    resource: /image\/ami-1$/,
    severity: 'high',
  },
  {
    ...database(['all']),
    about: 'everyone may restore it',
    who: everyone,
    action: /^rds:RestoreDBInstanceFromDBSnapshot$/,
    resource: /snapshot:nightly$/,
    severity: 'critical',
  },
  {
    ...cluster([STRANGER]),
    about: 'another account may restore it',
    who: stranger,
    action: /^rds:RestoreDBClusterFromSnapshot$/,
    resource: /cluster-snapshot:nightly$/,
    severity: 'high',
  },
  {
    service: 'redshift',
    name: 'AuthorizeSnapshotAccess',
    asked: { snapshotIdentifier: 'nightly', accountWithRestoreAccess: STRANGER },
    about: 'another account may restore it',
    who: stranger,
    action: /^redshift:RestoreFromClusterSnapshot$/,
    resource: /snapshot/,
    severity: 'high',
  },
  {
    ...share({ principals: [STRANGER], allowExternalPrincipals: true }),
    about: 'with another account',
    who: stranger,
    action: /^ec2:/,
    resource: /./,
    severity: 'critical',
  },
  {
    ...share({ principals: [organization('o-somebodyelse')] }),
    about: 'with another organization',
    who: everyone,
    action: /^ec2:/,
    resource: /./,
    severity: 'critical',
  },
  {
    service: 'ram',
    name: 'AssociateResourceShare',
    asked: { resourceShareArn: `arn:aws:ram:us-east-1:${OWN}:resource-share/1`, principals: [STRANGER] },
    about: 'with one account more',
    who: stranger,
    action: /^ram:/,
    resource: /./,
    severity: 'high',
  },
  {
    ...bus({ principal: '*' }),
    about: 'everyone may put events on it',
    who: everyone,
    action: /^events:PutEvents$/,
    resource: /event-bus\/default$/,
    severity: 'critical',
  },
  {
    ...bus({ principal: STRANGER }),
    about: 'another account may put events on it',
    who: stranger,
    action: /^events:PutEvents$/,
    resource: /event-bus\/default$/,
    severity: 'high',
  },
  {
    ...runbook(['all']),
    about: 'everyone may read it',
    who: everyone,
    action: /^ssm:/,
    resource: /document\/runbook$/,
    severity: 'critical',
  },
  {
    service: 'codebuild',
    name: 'UpdateProjectVisibility',
    about: 'everyone may see its builds',
    asked: { projectArn: `arn:aws:codebuild:us-east-1:${OWN}:project/p`, projectVisibility: 'PUBLIC_READ' },
    who: everyone,
    action: /^codebuild:/,
    resource: /project\/p$/,
    severity: 'critical',
  },
];

/** The same calls where they let in nobody else. */
export const COPIES_SHARED_AS_THEY_MAY_BE: readonly SharingCase[] = [
  { about: 'with its own account', ...volume([{ userId: OWN }]) },
  { about: 'with nobody any more', ...volume([{ group: 'all' }], 'remove') },
  { about: 'with its own organization', ...image([{ organizationArn: organization(ORGANIZATION) }]) },
  { about: 'with a unit of its own organization', ...image([{ organizationalUnitArn: unit(ORGANIZATION) }]) },
  {
    about: 'with nobody: another attribute is changed',
    service: 'ec2',
    name: 'ModifyImageAttribute',
    asked: { imageId: 'ami-1', description: { value: 'x' } },
  },
  { about: 'with its own account', ...database([OWN]) },
  { about: 'with its own account', ...share({ principals: [OWN] }) },
  { about: 'with its own organization', ...share({ principals: [organization(ORGANIZATION)] }) },
  { about: 'with nobody yet', ...share({ allowExternalPrincipals: true }) },
  {
    about: 'with its own organization',
    ...bus({ principal: '*', condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: ORGANIZATION } }),
  },
  { about: 'with its own account', ...runbook([OWN]) },
  {
    service: 'acm-pca',
    name: 'CreatePermission',
    about: 'with the manager of certificates of its account',
    asked: {
      certificateAuthorityArn: `arn:aws:acm-pca:us-east-1:${OWN}:certificate-authority/1`,
      principal: 'acm.amazonaws.com',
      actions: ['IssueCertificate'],
    },
  },
];
