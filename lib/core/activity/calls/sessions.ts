import { type CallRow, watchedRows } from './row.ts';
import { ec2, given, local } from './shapes.ts';

const role = given('in.roleArn');
const instance = ec2('instance', 'in.instanceId');

/**
 * Calls that begin to use what was granted before: sessions of roles, sign-ins. They change nothing, so that they
 * raise nothing by themselves; they say who acts. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const SESSION_CALLS: readonly CallRow[] = [
  ...watchedRows('session', 'sts', {
    AssumeRole: { resources: role, reads: true },
    AssumeRoleWithSAML: { resources: role, reads: true },
    AssumeRoleWithWebIdentity: { resources: role, reads: true },
    GetFederationToken: [{ at: 'in.name', arn: 'sts::{account}:federated-user/{name}' }],
    GetSessionToken: [],
    GetWebIdentityToken: given('in.audience'),
  }),
  ...watchedRows('session', 'sso', {
    GetRoleCredentials: { resources: given('in.roleName'), reads: true, spelling: 'unproved' },
    Federate: { resources: given('in.roleName'), reads: true, spelling: 'unproved' },
    CreateToken: { resources: given('in.clientId'), reads: true },
    PutApplicationSessionConfiguration: given('in.applicationArn'),
  }),
  ...watchedRows('session', 'signin', {
    ConsoleLogin: { resources: [], event: 'sign-in' },
    SwitchRole: { resources: given('additionalEventData.SwitchTo'), event: 'sign-in', spelling: 'unproved' },
    GetSigninToken: { resources: [], event: 'sign-in', reads: true },
    CredentialVerification: { resources: [], event: 'sign-in', spelling: 'unproved' },
    AuthorizeOAuth2Access: { resources: given('in.resource'), spelling: 'unproved' },
    CreateOAuth2Token: given('in.resource'),
    CreateOAuth2TokenWithIAM: given('in.resource'),
    RevokeOAuth2TokenWithIAM: [],
  }),
  ...watchedRows('session', 'rolesanywhere', {
    CreateSession: { resources: given('in.roleArn'), reads: true, spelling: 'unproved' },
  }),
  ...watchedRows('session', 'ec2-instance-connect', { OpenTunnel: { resources: [instance], spelling: 'unproved' } }),
  ...watchedRows('session', 'cognito-identity', {
    GetCredentialsForIdentity: { resources: given('in.customRoleArn', 'in.identityId'), reads: true },
  }),
  ...watchedRows('session', 'sagemaker', {
    CreatePresignedDomainUrl: [local('sagemaker', 'user-profile/{in.domainId}/{name}', 'in.userProfileName')],
  }),
  ...watchedRows('session', 'bedrock-agentcore', {
    StartCodeInterpreterSession: given('in.codeInterpreterIdentifier'),
    InvokeCodeInterpreter: given('in.codeInterpreterIdentifier'),
    InvokeAgentRuntimeCommand: given('in.agentRuntimeArn'),
    GetWorkloadAccessToken: { resources: given('in.workloadName'), reads: true },
  }),
  ...watchedRows('session', 'aws-mcp', {
    CallReadWriteTool: { resources: [], spelling: 'unproved' },
    CallReadOnlyTool: { resources: [], reads: true, spelling: 'unproved' },
    CallTool: { resources: [], spelling: 'unproved' },
    DestroySession: { resources: [], spelling: 'unproved' },
  }),
  ...watchedRows('session', 'redshift', {
    GetClusterCredentials: {
      resources: [local('redshift', 'dbuser:{in.clusterIdentifier}/{name}', 'in.dbUser')],
      reads: true,
    },
  }),
  ...watchedRows('session', 'lightsail', {
    GetInstanceAccessDetails: { resources: given('in.instanceName'), reads: true },
  }),
];
