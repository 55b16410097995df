import { back, by, type CallRow, roleRows } from './row.ts';
import { codeBuildProject, eksCluster, given, identityPool, local, userPool } from './shapes.ts';

const trustAnchor = [
  { at: 'out.trustAnchor.trustAnchorArn' },
  local('rolesanywhere', 'trust-anchor/{name}', 'in.trustAnchorId'),
];
const anywhereProfile = [{ at: 'out.profile.profileArn' }, local('rolesanywhere', 'profile/{name}', 'in.profileId')];
const crl = [{ at: 'out.crl.crlArn' }, local('rolesanywhere', 'crl/{name}', 'in.crlId')];
const accessEntry = [{ at: 'out.accessEntry.accessEntryArn' }, ...eksCluster];
const workload = [
  { at: 'out.workloadIdentityArn' },
  local('bedrock-agentcore', 'workload-identity-directory/default/workload-identity/{name}', 'in.name'),
];
const userGroup = [local('cognito-idp', 'userpool/{in.userPoolId}', 'in.groupName')];

/**
 * Calls that say who can become whom, besides the trust policies of roles: certificates and Roles Anywhere, access to
 * clusters of EKS, identities of Cognito, identity providers. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const TRUST_CALLS: readonly CallRow[] = [
  ...roleRows('trust', 'rolesanywhere', {
    CreateTrustAnchor: {
      resources: [...trustAnchor, { at: 'in.name' }],
      undo: by('DisableTrustAnchor', 'DeleteTrustAnchor'),
    },
    UpdateTrustAnchor: { resources: trustAnchor, undo: back('UpdateTrustAnchor') },
    EnableTrustAnchor: { resources: trustAnchor, undo: by('DisableTrustAnchor') },
    DeleteTrustAnchor: { resources: trustAnchor, undo: back('CreateTrustAnchor') },
    CreateProfile: {
      resources: [...anywhereProfile, { at: 'in.name' }],
      roles: ['in.roleArns'],
      undo: by('DisableProfile', 'DeleteProfile'),
    },
    UpdateProfile: { resources: anywhereProfile, roles: ['in.roleArns'], undo: back('UpdateProfile') },
    EnableProfile: { resources: anywhereProfile, roles: ['out.profile.roleArns'], undo: by('DisableProfile') },
    DeleteProfile: { resources: anywhereProfile, undo: back('CreateProfile') },
    PutAttributeMapping: { resources: anywhereProfile, undo: back('DeleteAttributeMapping') },
    ImportCrl: { resources: [...crl, { at: 'in.name' }], undo: by('DeleteCrl') },
    UpdateCrl: { resources: crl, undo: back('UpdateCrl') },
    DisableCrl: { resources: crl, undo: by('EnableCrl') },
    DeleteCrl: { resources: crl, undo: back('ImportCrl') },
  }),
  ...roleRows('trust', 'eks', {
    CreateAccessEntry: { resources: accessEntry, grantees: ['in.principalArn'], undo: by('DeleteAccessEntry') },
    UpdateAccessEntry: { resources: accessEntry, grantees: ['in.principalArn'], undo: back('UpdateAccessEntry') },
    AssociateAccessPolicy: {
      resources: eksCluster,
      grantees: ['in.principalArn'],
      undo: by('DisassociateAccessPolicy'),
    },
    AssociateIdentityProviderConfig: {
      resources: eksCluster,
      grantees: ['in.oidc.issuerUrl'],
      undo: by('DisassociateIdentityProviderConfig'),
    },
    RegisterCluster: { resources: eksCluster, roles: ['in.connectorConfig.roleArn'], undo: by('DeregisterCluster') },
  }),
  ...roleRows('trust', 'cognito-identity', {
    SetIdentityPoolRoles: {
      resources: identityPool,
      roles: ['in.roles.authenticated', 'in.roles.unauthenticated'],
      undo: back('SetIdentityPoolRoles'),
    },
    UpdateIdentityPool: { resources: identityPool, undo: back('UpdateIdentityPool') },
    CreateIdentityPool: { resources: identityPool, undo: by('DeleteIdentityPool') },
  }),
  ...roleRows('trust', 'cognito-idp', {
    UpdateUserPool: { resources: [userPool], undo: back('UpdateUserPool') },
    CreateIdentityProvider: {
      resources: [userPool],
      grantees: ['in.providerName'],
      undo: by('DeleteIdentityProvider'),
    },
    AdminAddUserToGroup: { resources: userGroup, grantees: ['in.username'], undo: by('AdminRemoveUserFromGroup') },
    CreateGroup: { resources: userGroup, roles: ['in.roleArn'], undo: by('DeleteGroup') },
    UpdateGroup: { resources: userGroup, roles: ['in.roleArn'], undo: back('UpdateGroup') },
  }),
  ...roleRows('trust', 'bedrock-agentcore', {
    CreateWorkloadIdentity: { resources: workload, undo: by('DeleteWorkloadIdentity') },
    UpdateWorkloadIdentity: { resources: workload, undo: back('UpdateWorkloadIdentity') },
  }),
  ...roleRows('trust', 'codebuild', {
    CreateWebhook: { resources: [codeBuildProject('in.projectName')], undo: by('DeleteWebhook') },
  }),
  ...roleRows('trust', 'codepipeline', {
    PutWebhook: {
      resources: [local('codepipeline', 'webhook:{name}', 'in.webhook.name')],
      undo: back('PutWebhook', 'DeleteWebhook'),
    },
  }),
  ...roleRows('trust', 'codestar-connections', {
    CreateConnection: { resources: given('out.connectionArn', 'in.connectionName'), undo: by('DeleteConnection') },
  }),
  ...roleRows('trust', 'account-access', {
    CreateEntitlement: {
      resources: given('in.applicationArn'),
      roles: ['in.entitlement.principalRole.roleArn'],
      grantees: [
        'in.entitlement.principalRole.principal.identityCenter.userId',
        'in.entitlement.principalRole.principal.identityCenter.groupId',
      ],
      undo: by('DeleteEntitlement'),
      spelling: 'unproved',
    },
  }),
  ...roleRows('trust', 'signin', {
    PutConsoleAuthorizationConfiguration: {
      resources: given('in.targetId'),
      undo: back('PutConsoleAuthorizationConfiguration', 'DeleteConsoleAuthorizationConfiguration'),
    },
  }),
];
