import type { JsonObject } from '../../../../lib/core/json.ts';
import type { Widened } from './widened-call.ts';
import { OF_NETWORKS } from './widened-networks.ts';

const SSO_APP = 'arn:aws:sso::111122223333:application/ssoins-1/apl-1';
const ORGANIZATIONS = 'organizations';

const administers = (servicePrincipal: string) => ({ accountId: '444455556666', servicePrincipal });

const OF_ORGANIZATIONS: readonly Widened[] = [
  {
    title: 'an account that administers Identity Center',
    call: [ORGANIZATIONS, 'RegisterDelegatedAdministrator'],
    asked: administers('sso.amazonaws.com'),
    is: 'excess-trust exceeds critical',
    says: 'can give anybody access to the accounts of the organization',
    undo: 'aws organizations deregister-delegated-administrator --account-id 444455556666 --service-principal sso.amazonaws.com',
  },
  {
    title: 'an account that administers what watches',
    call: [ORGANIZATIONS, 'RegisterDelegatedAdministrator'],
    asked: administers('guardduty.amazonaws.com'),
    is: 'excess-trust undetermined high',
    says: 'can switch off, or not look at, what watches',
  },
  {
    title: 'an account that administers a service of little weight',
    call: [ORGANIZATIONS, 'RegisterDelegatedAdministrator'],
    asked: administers('license-manager.amazonaws.com'),
    is: 'excess-trust undetermined medium',
  },
  {
    title: 'a service that acts in every account',
    call: [ORGANIZATIONS, 'EnableAWSServiceAccess'],
    asked: { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' },
    is: 'excess-trust undetermined high',
    undo: 'aws organizations disable-aws-service-access --service-principal member.org.stacksets.cloudformation.amazonaws.com',
  },
  {
    title: 'what watches, administered no more',
    call: [ORGANIZATIONS, 'DeregisterDelegatedAdministrator'],
    asked: administers('securityhub.amazonaws.com'),
    is: 'guardrail-removed undetermined high',
    undo: 'aws organizations register-delegated-administrator --account-id 444455556666 --service-principal securityhub.amazonaws.com',
  },
  {
    title: 'sessions as the root users of members',
    call: ['iam', 'EnableOrganizationsRootSessions'],
    asked: {},
    is: 'excess-trust undetermined high',
    undo: 'aws iam disable-organizations-root-sessions',
  },
];

const OF_IDENTITY_CENTER: readonly Widened[] = [
  {
    title: 'an application for somebody',
    call: ['sso', 'CreateApplicationAssignment'],
    asked: { applicationArn: SSO_APP, principalId: 'u-1', principalType: 'USER' },
    is: 'excess-access undetermined medium',
    says: `lets user u-1 use ${SSO_APP}`,
    undo: `aws sso-admin delete-application-assignment --application-arn ${SSO_APP} --principal-id u-1 --principal-type USER`,
  },
  {
    title: 'an application for everybody',
    call: ['sso', 'PutApplicationAssignmentConfiguration'],
    asked: { applicationArn: SSO_APP, assignmentRequired: false },
    is: 'excess-access exceeds high',
    undo: `aws sso-admin put-application-assignment-configuration --application-arn ${SSO_APP} --assignment-required`,
  },
  {
    title: 'an application that asks for an assignment',
    call: ['sso', 'PutApplicationAssignmentConfiguration'],
    asked: { applicationArn: SSO_APP, assignmentRequired: true },
    is: undefined,
  },
  {
    title: 'another who says who somebody is',
    call: ['sso', 'CreateTrustedTokenIssuer'],
    asked: {
      name: 'x',
      trustedTokenIssuerConfiguration: { oidcJwtConfiguration: { issuerUrl: 'https://id.example' } },
    },
    answer: { trustedTokenIssuerArn: 'arn:aws:sso::111122223333:trustedTokenIssuer/ssoins-1/tti-1' },
    is: 'excess-trust undetermined high',
    says: 'lets https://id.example say who somebody is',
    undo: 'aws sso-admin delete-trusted-token-issuer --trusted-token-issuer-arn arn:aws:sso::111122223333:trustedTokenIssuer/ssoins-1/tti-1',
  },
];

const OF_DELEGATION: readonly Widened[] = [
  {
    title: 'what a partner asks for, allowed',
    call: ['iam', 'AcceptDelegationRequest'],
    asked: { delegationRequestId: 'd-1' },
    is: 'excess-trust undetermined high',
    undo: 'aws iam reject-delegation-request --delegation-request-id d-1',
  },
  {
    title: 'a partner who acts from now on',
    call: ['iam', 'SendDelegationToken'],
    asked: { delegationRequestId: 'd-1' },
    is: 'excess-trust exceeds critical',
    undo: 'nothing takes the token back',
  },
  {
    title: 'a role out of a template',
    call: ['iam', 'AcquireRole'],
    asked: { templateArn: 'arn:aws:iam::aws:role-template/lambda/Basic:1' },
    answer: { role: { arn: 'arn:aws:iam::111122223333:role/service/made', roleName: 'made' } },
    is: 'excess-access undetermined high',
    says: 'made arn:aws:iam::111122223333:role/service/made from the template',
    undo: 'aws iam delete-role --role-name made',
  },
];

const replicates = (destination: JsonObject, status = 'Enabled') => ({
  bucketName: 'reports',
  ReplicationConfiguration: {
    Role: 'arn:aws:iam::111122223333:role/x',
    Rule: { Status: status, Destination: destination },
  },
});
const grants = (principal: string, permissions: readonly string[]) => ({
  principal: { dataLakePrincipalIdentifier: principal },
  resource: { table: { databaseName: 'sales', name: 'orders' } },
  permissions,
});

const OF_COPIES_AND_LAKES: readonly Widened[] = [
  {
    title: 'a bucket that is copied to another account',
    call: ['s3', 'PutBucketReplication'],
    asked: replicates({ Bucket: 'arn:aws:s3:::theirs', Account: '999988887777' }),
    is: 'excess-sharing exceeds high',
    says: 'copies bucket reports to arn:aws:s3:::theirs, of account 999988887777',
    undo: 'aws s3api delete-bucket-replication --bucket reports',
  },
  {
    title: 'a bucket that is copied to a bucket of nobody knows whom',
    call: ['s3', 'PutBucketReplication'],
    asked: replicates({ Bucket: 'arn:aws:s3:::some' }),
    is: 'excess-sharing undetermined medium',
  },
  {
    title: 'a bucket that is copied within the account',
    call: ['s3', 'PutBucketReplication'],
    asked: replicates({ Bucket: 'arn:aws:s3:::ours', Account: '111122223333' }),
    is: undefined,
  },
  {
    title: 'a copy that is switched off',
    call: ['s3', 'PutBucketReplication'],
    asked: replicates({ Bucket: 'arn:aws:s3:::theirs', Account: '999988887777' }, 'Disabled'),
    is: undefined,
  },
  {
    title: 'images that are copied to another account',
    call: ['ecr', 'PutReplicationConfiguration'],
    asked: {
      replicationConfiguration: { rules: [{ destinations: [{ region: 'eu-west-1', registryId: '999988887777' }] }] },
    },
    is: 'excess-sharing exceeds high',
  },
  {
    title: 'a table for another account',
    call: ['lakeformation', 'GrantPermissions'],
    asked: grants('999988887777', ['SELECT']),
    is: 'excess-sharing exceeds high',
    says: 'gives 999988887777 SELECT on table sales.orders',
    undo: `aws lakeformation revoke-permissions --principal '{"DataLakePrincipalIdentifier":"999988887777"}' --resource '{"Table":{"DatabaseName":"sales","Name":"orders"}}' --permissions SELECT`,
  },
  {
    title: 'a table for whoever IAM allows',
    call: ['lakeformation', 'GrantPermissions'],
    asked: grants('IAM_ALLOWED_PRINCIPALS', ['ALL']),
    is: 'guardrail-removed exceeds high',
  },
  {
    title: 'a table for a role of the account, which may change it',
    call: ['lakeformation', 'GrantPermissions'],
    asked: grants('arn:aws:iam::111122223333:role/analyst', ['SELECT', 'DROP']),
    is: 'excess-access undetermined medium',
  },
  {
    title: 'several grants, one of them to another account',
    call: ['lakeformation', 'BatchGrantPermissions'],
    asked: {
      entries: [
        grants('arn:aws:iam::111122223333:role/a', ['SELECT']),
        grants('arn:aws:iam::999988887777:role/b', ['ALTER']),
      ],
    },
    is: 'excess-sharing exceeds high',
    undo: 'aws lakeformation batch-revoke-permissions --entries',
  },
  {
    title: 'administrators of the lake',
    call: ['lakeformation', 'PutDataLakeSettings'],
    asked: {
      dataLakeSettings: { dataLakeAdmins: [{ dataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/a' }] },
    },
    is: 'excess-access undetermined high',
  },
];

/** Calls that widen what no comparison measures, and some of the same operations that do not. */
export const WIDENED: readonly Widened[] = [
  ...OF_ORGANIZATIONS,
  ...OF_IDENTITY_CENTER,
  ...OF_DELEGATION,
  ...OF_COPIES_AND_LAKES,
  ...OF_NETWORKS,
];
