import { back, by, type CallRow, roleRows, unlessBefore } from './row.ts';
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
      advice: by('DisableTrustAnchor', 'DeleteTrustAnchor'),
    },
    UpdateTrustAnchor: { resources: trustAnchor, advice: back('UpdateTrustAnchor') },
    EnableTrustAnchor: { resources: trustAnchor, undo: unlessBefore('DisableTrustAnchor') },
    DeleteTrustAnchor: { resources: trustAnchor, advice: back('CreateTrustAnchor') },
    CreateProfile: {
      resources: [...anywhereProfile, { at: 'in.name' }],
      roles: ['in.roleArns'],
      advice: by('DisableProfile', 'DeleteProfile'),
    },
    UpdateProfile: { resources: anywhereProfile, roles: ['in.roleArns'], advice: back('UpdateProfile') },
    EnableProfile: {
      resources: anywhereProfile,
      roles: ['out.profile.roleArns'],
      undo: unlessBefore('DisableProfile'),
    },
    DeleteProfile: { resources: anywhereProfile, advice: back('CreateProfile') },
    PutAttributeMapping: { resources: anywhereProfile, advice: back('DeleteAttributeMapping') },
    ImportCrl: { resources: [...crl, { at: 'in.name' }], advice: by('DeleteCrl') },
    UpdateCrl: { resources: crl, advice: back('UpdateCrl') },
    DisableCrl: { resources: crl, undo: unlessBefore('EnableCrl') },
    DeleteCrl: { resources: crl, advice: back('ImportCrl') },
  }),
  ...roleRows('trust', 'eks', {
    CreateAccessEntry: { resources: accessEntry, grantees: ['in.principalArn'], undo: by('DeleteAccessEntry') },
    UpdateAccessEntry: { resources: accessEntry, grantees: ['in.principalArn'], advice: back('UpdateAccessEntry') },
    AssociateAccessPolicy: {
      resources: eksCluster,
      grantees: ['in.principalArn'],
      undo: back('AssociateAccessPolicy', 'DisassociateAccessPolicy'),
    },
    AssociateIdentityProviderConfig: {
      resources: eksCluster,
      grantees: ['in.oidc.issuerUrl'],
      advice: by('DisassociateIdentityProviderConfig'),
    },
    RegisterCluster: { resources: eksCluster, roles: ['in.connectorConfig.roleArn'], advice: by('DeregisterCluster') },
  }),
  ...roleRows('trust', 'cognito-identity', {
    SetIdentityPoolRoles: {
      resources: identityPool,
      roles: ['in.roles.authenticated', 'in.roles.unauthenticated'],
      advice: back('SetIdentityPoolRoles'),
    },
    UpdateIdentityPool: { resources: identityPool, advice: back('UpdateIdentityPool') },
    CreateIdentityPool: { resources: identityPool, advice: by('DeleteIdentityPool') },
  }),
  ...roleRows('trust', 'cognito-idp', {
    UpdateUserPool: { resources: [userPool], advice: back('UpdateUserPool') },
    CreateIdentityProvider: {
      resources: [userPool],
      grantees: ['in.providerName'],
      advice: by('DeleteIdentityProvider'),
    },
    AdminAddUserToGroup: { resources: userGroup, grantees: ['in.username'], advice: by('AdminRemoveUserFromGroup') },
    CreateGroup: { resources: userGroup, roles: ['in.roleArn'], advice: by('DeleteGroup') },
    UpdateGroup: { resources: userGroup, roles: ['in.roleArn'], advice: back('UpdateGroup') },
  }),
  ...roleRows('trust', 'bedrock-agentcore', {
    CreateWorkloadIdentity: { resources: workload, advice: by('DeleteWorkloadIdentity') },
    UpdateWorkloadIdentity: { resources: workload, advice: back('UpdateWorkloadIdentity') },
  }),
  ...roleRows('trust', 'codebuild', {
    CreateWebhook: { resources: [codeBuildProject('in.projectName')], advice: by('DeleteWebhook') },
  }),
  ...roleRows('trust', 'codepipeline', {
    PutWebhook: {
      resources: [local('codepipeline', 'webhook:{name}', 'in.webhook.name')],
      advice: back('PutWebhook', 'DeleteWebhook'),
    },
  }),
  ...roleRows('trust', 'codestar-connections', {
    CreateConnection: { resources: given('out.connectionArn', 'in.connectionName'), advice: by('DeleteConnection') },
  }),
  ...roleRows('trust', 'account-access', {
    CreateEntitlement: {
      resources: given('in.applicationArn'),
      roles: ['in.entitlement.principalRole.roleArn'],
      grantees: [
        'in.entitlement.principalRole.principal.identityCenter.userId',
        'in.entitlement.principalRole.principal.identityCenter.groupId',
      ],
      advice: by('DeleteEntitlement'),
      spelling: 'unproved',
    },
  }),
  ...roleRows('trust', 'signin', {
    PutConsoleAuthorizationConfiguration: {
      resources: given('in.targetId'),
      advice: back('PutConsoleAuthorizationConfiguration', 'DeleteConsoleAuthorizationConfiguration'),
    },
  }),
];
