import type { JsonObject } from '../../../../lib/core/json.ts';
import { OWN, text } from './shared-resources.ts';

const AT = `us-east-1:${OWN}`;
const fileSystem = `arn:aws:elasticfilesystem:${AT}:file-system/fs-0123456789abcdef0`;
const catalog = `arn:aws:glue:${AT}:catalog`;
const table = `arn:aws:dynamodb:${AT}:table/costs`;
const secret = `arn:aws:secretsmanager:${AT}:secret:db-a1b2c3`;
const vault = `arn:aws:backup:${AT}:backup-vault:nightly`;
const stream = `arn:aws:kinesis:${AT}:stream/clicks`;

/** How a service is given the whole policy of a resource, and an action that such policies are about. */
export interface WholePolicy {
  readonly service: string;
  readonly name: string;
  readonly asked: (document: JsonObject) => JsonObject;
  readonly action: string;
  readonly resource: string;
}

/** Calls that set the whole policy of a resource, with requests as recorded logs and the services' API references have them. */
export const WHOLE_POLICIES: readonly WholePolicy[] = [
  {
    service: 's3',
    name: 'PutBucketPolicy',
    asked: (document) => ({ bucketName: 'logs', bucketPolicy: document }),
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/*',
  },
  {
    service: 's3',
    name: 'PutAccessPointPolicy',
    asked: (document) => ({ name: 'in', PutAccessPointPolicyRequest: { Policy: text(document) } }),
    action: 's3:GetObject',
    resource: `arn:aws:s3:${AT}:accesspoint/in/object/*`,
  },
  {
    service: 's3express',
    name: 'PutBucketPolicy',
    asked: (document) => ({ bucketName: 'logs--use1-az4--x-s3', bucketPolicy: document }),
    action: 's3express:CreateSession',
    resource: `arn:aws:s3express:${AT}:bucket/logs--use1-az4--x-s3`,
  },
  {
    service: 'kms',
    name: 'PutKeyPolicy',
    asked: (document) => ({ keyId: 'k-1', policyName: 'default', policy: text(document) }),
    action: 'kms:Decrypt',
    resource: '*',
  },
  {
    service: 'sns',
    name: 'SetTopicAttributes',
    asked: (document) => ({
      topicArn: `arn:aws:sns:${AT}:alarms`,
      attributeName: 'Policy',
      attributeValue: text(document),
    }),
    action: 'sns:Publish',
    resource: `arn:aws:sns:${AT}:alarms`,
  },
  {
    service: 'sns',
    name: 'CreateTopic',
    asked: (document) => ({ name: 'alarms', attributes: { Policy: text(document) } }),
    action: 'sns:Publish',
    resource: `arn:aws:sns:${AT}:alarms`,
  },
  {
    service: 'sqs',
    name: 'SetQueueAttributes',
    asked: (document) => ({
      queueUrl: `https://sqs.us-east-1.amazonaws.com/${OWN}/jobs`,
      attributes: { Policy: text(document) },
    }),
    action: 'sqs:SendMessage',
    resource: `arn:aws:sqs:${AT}:jobs`,
  },
  {
    service: 'sqs',
    name: 'CreateQueue',
    asked: (document) => ({ queueName: 'jobs', attributes: { Policy: text(document) } }),
    action: 'sqs:ReceiveMessage',
    resource: `arn:aws:sqs:${AT}:jobs`,
  },
  {
    service: 'secretsmanager',
    name: 'PutResourcePolicy',
    asked: (document) => ({ secretId: secret, resourcePolicy: text(document) }),
    action: 'secretsmanager:GetSecretValue',
    resource: '*',
  },
  {
    service: 'ecr',
    name: 'SetRepositoryPolicy',
    asked: (document) => ({ repositoryName: 'app', policyText: text(document), force: false }),
    action: 'ecr:BatchGetImage',
    resource: '*',
  },
  {
    service: 'ecr',
    name: 'PutRegistryPolicy',
    asked: (document) => ({ policyText: text(document) }),
    action: 'ecr:ReplicateImage',
    resource: `arn:aws:ecr:${AT}:repository/*`,
  },
  {
    service: 'dynamodb',
    name: 'PutResourcePolicy',
    asked: (document) => ({ resourceArn: table, policy: text(document) }),
    action: 'dynamodb:GetItem',
    resource: table,
  },
  {
    service: 'dynamodb',
    name: 'CreateTable',
    asked: (document) => ({ tableName: 'costs', resourcePolicy: text(document) }),
    action: 'dynamodb:PutItem',
    resource: table,
  },
  {
    service: 'glue',
    name: 'PutResourcePolicy',
    asked: (document) => ({ policyInJson: text(document), enableHybrid: 'TRUE' }),
    action: 'glue:GetTable',
    resource: [catalog, `arn:aws:glue:${AT}:database/*`, `arn:aws:glue:${AT}:table/*`].join(' '),
  },
  {
    service: 'elasticfilesystem',
    name: 'PutFileSystemPolicy',
    asked: (document) => ({ fileSystemId: 'fs-0123456789abcdef0', policy: text(document) }),
    action: 'elasticfilesystem:ClientRootAccess',
    resource: fileSystem,
  },
  {
    service: 'es',
    name: 'UpdateDomainConfig',
    asked: (document) => ({ domainName: 'logs', accessPolicies: text(document) }),
    action: 'es:ESHttpGet',
    resource: `arn:aws:es:${AT}:domain/logs/*`,
  },
  {
    service: 'es',
    name: 'CreateDomain',
    asked: (document) => ({ domainName: 'logs', accessPolicies: text(document) }),
    action: 'es:ESHttpPost',
    resource: `arn:aws:es:${AT}:domain/logs/*`,
  },
  {
    service: 'backup',
    name: 'PutBackupVaultAccessPolicy',
    asked: (document) => ({ backupVaultName: 'nightly', policy: text(document) }),
    action: 'backup:CopyIntoBackupVault',
    resource: vault,
  },
  {
    service: 'codeartifact',
    name: 'PutRepositoryPermissionsPolicy',
    asked: (document) => ({ domain: 'd', repository: 'r', policyDocument: text(document) }),
    action: 'codeartifact:ReadFromRepository',
    resource: '*',
  },
  {
    service: 'codeartifact',
    name: 'PutDomainPermissionsPolicy',
    asked: (document) => ({ domain: 'd', policyDocument: text(document) }),
    action: 'codeartifact:GetAuthorizationToken',
    resource: '*',
  },
  {
    service: 'apigateway',
    name: 'UpdateRestApi',
    asked: (document) => ({
      restApiId: 'a1b2c3',
      updateRestApiInput: { patchOperations: [{ op: 'replace', path: '/policy', value: text(document) }] },
    }),
    action: 'execute-api:Invoke',
    resource: 'execute-api:/prod/GET/*',
  },
  {
    service: 'apigateway',
    name: 'CreateRestApi',
    asked: (document) => ({ createRestApiInput: { name: 'api', policy: text(document) } }),
    action: 'execute-api:Invoke',
    resource: 'execute-api:/*',
  },
  {
    service: 'kinesis',
    name: 'PutResourcePolicy',
    asked: (document) => ({ resourceARN: stream, resourceArn: stream, policy: text(document) }),
    action: 'kinesis:GetRecords',
    resource: stream,
  },
  {
    service: 'events',
    name: 'PutPermission',
    asked: (document) => ({ eventBusName: 'default', policy: text(document) }),
    action: 'events:PutEvents',
    resource: `arn:aws:events:${AT}:event-bus/default`,
  },
  {
    service: 'logs',
    name: 'PutDestinationPolicy',
    asked: (document) => ({ destinationName: 'd', accessPolicy: text(document) }),
    action: 'logs:PutSubscriptionFilter',
    resource: `arn:aws:logs:${AT}:destination:d`,
  },
];
