import { back, by, type CallRow, watchedRows } from './row.ts';
import { dbCluster, dbInstance, ec2, given, graphqlApi, local, secret, userPool } from './shapes.ts';

/**
 * Calls that make, change or show what opens something: keys, passwords, tokens, certificates. Those of IAM stand in
 * `iam.ts` and `iam-others.ts`. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const CREDENTIAL_CALLS: readonly CallRow[] = [
  ...watchedRows('credential', 'ec2', {
    CreateKeyPair: { resources: [local('ec2', 'key-pair/{name}', 'in.keyName')], advice: by('DeleteKeyPair') },
    ImportKeyPair: { resources: [local('ec2', 'key-pair/{name}', 'in.keyName')], advice: by('DeleteKeyPair') },
    GetPasswordData: { resources: [ec2('instance', 'in.instanceId')], reads: true },
  }),
  ...watchedRows('credential', 'sts', { AssumeRoot: [{ at: 'in.targetPrincipal', arn: 'iam::{name}:root' }] }),
  ...watchedRows('credential', 'secretsmanager', {
    PutSecretValue: { resources: secret, advice: back('UpdateSecretVersionStage') },
    UpdateSecret: { resources: secret, advice: back('UpdateSecret') },
  }),
  ...watchedRows('credential', 'rds', {
    ModifyDBInstance: { resources: [dbInstance], when: { at: 'in.masterUserPassword' } },
    ModifyDBCluster: { resources: [dbCluster], when: { at: 'in.masterUserPassword' } },
  }),
  ...watchedRows('credential', 'cognito-idp', { AdminSetUserPassword: [userPool] }),
  ...watchedRows('credential', 'bedrock-agentcore', {
    CreateOauth2CredentialProvider: {
      resources: given('out.credentialProviderArn', 'in.name'),
      advice: by('DeleteOauth2CredentialProvider'),
    },
    CreateApiKeyCredentialProvider: {
      resources: given('out.credentialProviderArn', 'in.name'),
      advice: by('DeleteApiKeyCredentialProvider'),
    },
  }),
  ...watchedRows('credential', 'codebuild', {
    ImportSourceCredentials: { resources: given('out.arn'), advice: by('DeleteSourceCredentials') },
  }),
  ...watchedRows('credential', 'appsync', { CreateApiKey: { resources: [graphqlApi], advice: by('DeleteApiKey') } }),
  ...watchedRows('credential', 'apigateway', {
    CreateApiKey: { resources: given('out.id', 'in.name'), advice: by('DeleteApiKey') },
  }),
  ...watchedRows('credential', 'acm-pca', {
    IssueCertificate: { resources: given('in.certificateAuthorityArn'), advice: by('RevokeCertificate') },
  }),
  ...watchedRows('credential', 'transfer', {
    ImportSshPublicKey: {
      resources: [local('transfer', 'user/{in.serverId}/{name}', 'in.userName')],
      advice: by('DeleteSshPublicKey'),
    },
  }),
  ...watchedRows('credential', 'lightsail', {
    DownloadDefaultKeyPair: { resources: [], reads: true },
    CreateBucketAccessKey: { resources: given('in.bucketName'), advice: by('DeleteBucketAccessKey') },
  }),
  ...watchedRows('credential', 'events', {
    CreateConnection: {
      resources: [{ at: 'out.connectionArn' }, local('events', 'connection/{name}/*', 'in.name')],
      advice: by('DeleteConnection'),
    },
  }),
  ...watchedRows('credential', 'account', { StartPrimaryEmailUpdate: given('in.accountId') }),
  ...watchedRows('credential', 'signin', {
    PasswordRecoveryRequested: { resources: [], event: 'sign-in', spelling: 'unproved' },
    PasswordRecoveryCompleted: { resources: [], event: 'sign-in', spelling: 'unproved' },
    PasswordUpdated: { resources: [], event: 'sign-in', spelling: 'unproved' },
    EmailUpdated: { resources: [], event: 'sign-in', spelling: 'unproved' },
  }),
  ...watchedRows('credential', 'sso-directory', {
    UpdatePassword: { resources: given('in.userId'), event: 'console', spelling: 'unproved' },
    UpdateMfaDeviceForUser: { resources: given('in.userId'), event: 'console', spelling: 'unproved' },
    DeleteMfaDeviceForUser: { resources: given('in.userId'), event: 'console', spelling: 'unproved' },
    StartVirtualMfaDeviceRegistration: { resources: given('in.userId'), event: 'console', spelling: 'unproved' },
    CreateBearerToken: {
      resources: given('in.tenantId', 'in.identityStoreId'),
      event: 'console',
      spelling: 'unproved',
      advice: by('DeleteBearerToken'),
    },
  }),
];
