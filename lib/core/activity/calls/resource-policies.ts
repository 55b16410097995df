import { back, by, type CallRow, policyRows } from './row.ts';
import {
  bucket,
  domain,
  ecrRepository,
  fileSystem,
  given,
  key,
  lambda,
  local,
  queue,
  secret,
  table,
  topic,
} from './shapes.ts';

const vault = local('backup', 'backup-vault:{name}', 'in.backupVaultName');
const layer = local('lambda', 'layer:{name}:{in.versionNumber}', 'in.layerName');
const accessPoint = local('s3', 'accesspoint/{name}', 'in.name');
/** The account as a whole, for what it has once: its settings of S3, its registry of images. */
const ofAccount = (arn: string) => ({ arn });

const catalog = [...given('in.resourceArn'), ofAccount('glue:{region}:{account}:catalog')];
const named = given('in.resourceArn');

/** What names an ACL in the request that makes a bucket. */
const ACL_HEADERS = [
  'x-amz-acl',
  'x-amz-grant-read',
  'x-amz-grant-write',
  'x-amz-grant-read-acp',
  'x-amz-grant-write-acp',
  'x-amz-grant-full-control',
];

/**
 * Calls that say who may use a resource: the services whose policies people and tools change most.
 * Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const RESOURCE_POLICY_CALLS: readonly CallRow[] = [
  ...policyRows('put', 's3', {
    PutBucketPolicy: {
      resources: [bucket],
      document: 'in.bucketPolicy',
      undo: back('PutBucketPolicy', 'DeleteBucketPolicy'),
    },
    CreateBucket: {
      resources: [bucket],
      when: ACL_HEADERS.map((name) => ({ at: `in.${name}` })),
      grantees: ACL_HEADERS.map((name) => `in.${name}`),
      advice: back('PutBucketAcl'),
    },
    PutBucketAcl: {
      resources: [bucket],
      grantees: [
        'in.AccessControlPolicy.AccessControlList.Grant[].Grantee.URI',
        'in.AccessControlPolicy.AccessControlList.Grant[].Grantee.ID',
        'in.x-amz-acl',
      ],
      advice: back('PutBucketAcl'),
    },
    PutObjectAcl: {
      resources: [{ at: 'in.key', arn: 's3:::{in.bucketName}/{name}' }, bucket],
      grantees: [
        'in.AccessControlPolicy.AccessControlList.Grant[].Grantee.URI',
        'in.AccessControlPolicy.AccessControlList.Grant[].Grantee.ID',
        'in.x-amz-acl',
      ],
      advice: back('PutObjectAcl'),
    },
    PutBucketPublicAccessBlock: { resources: [bucket], advice: back('PutBucketPublicAccessBlock') },
    PutAccountPublicAccessBlock: {
      resources: [ofAccount('s3:{region}:{account}:account')],
      advice: back('PutAccountPublicAccessBlock'),
    },
    PutBucketOwnershipControls: { resources: [bucket], advice: back('PutBucketOwnershipControls') },
    PutBucketReplication: {
      resources: [bucket],
      grantees: ['in.ReplicationConfiguration.Rule[].Destination.Account'],
      undo: back('PutBucketReplication', 'DeleteBucketReplication'),
    },
    PutBucketWebsite: { resources: [bucket], undo: back('PutBucketWebsite', 'DeleteBucketWebsite') },
    PutBucketCors: { resources: [bucket], undo: back('PutBucketCors', 'DeleteBucketCors') },
    PutAccessPointPolicy: {
      resources: [accessPoint],
      document: 'in.PutAccessPointPolicyRequest.Policy',
      advice: back('PutAccessPointPolicy', 'DeleteAccessPointPolicy'),
    },
    CreateAccessPoint: { resources: [accessPoint], advice: by('DeleteAccessPoint') },
    PutAccessGrantsInstanceResourcePolicy: {
      resources: [ofAccount('s3:{region}:{account}:access-grants/default')],
      document: 'in.Policy',
      undo: back('PutAccessGrantsInstanceResourcePolicy', 'DeleteAccessGrantsInstanceResourcePolicy'),
    },
    PutMultiRegionAccessPointPolicy: {
      resources: [{ at: 'in.Details.Name', arn: 's3::{account}:accesspoint/{name}' }],
      document: 'in.Details.Policy',
      advice: back('PutMultiRegionAccessPointPolicy'),
    },
  }),
  ...policyRows('remove', 's3', {
    DeleteAccessPointPolicy: { resources: [accessPoint], advice: back('PutAccessPointPolicy') },
    DeleteBucketPolicy: { resources: [bucket], undo: back('PutBucketPolicy') },
    DeleteBucketPublicAccessBlock: {
      resources: [bucket],
      advice: back('PutBucketPublicAccessBlock'),
      spelling: 'unproved',
    },
    DeleteAccountPublicAccessBlock: {
      resources: [ofAccount('s3:{region}:{account}:account')],
      advice: back('PutAccountPublicAccessBlock'),
    },
  }),
  ...policyRows('put', 'kms', {
    PutKeyPolicy: { resources: [key], document: 'in.policy', undo: back('PutKeyPolicy') },
    CreateKey: {
      resources: [...given('out.keyMetadata.arn')],
      document: 'in.policy',
      advice: by('ScheduleKeyDeletion'),
    },
    ReplicateKey: { resources: [key], document: 'in.policy' },
  }),
  ...policyRows('put', 'lambda', {
    AddPermission: { resources: [lambda], grantees: ['in.principal'], undo: by('RemovePermission') },
    AddLayerVersionPermission: {
      resources: [layer],
      grantees: ['in.organizationId', 'in.principal'],
      undo: by('RemoveLayerVersionPermission'),
    },
    CreateFunctionUrlConfig: { resources: [lambda], undo: by('DeleteFunctionUrlConfig') },
    UpdateFunctionUrlConfig: { resources: [lambda], advice: back('UpdateFunctionUrlConfig') },
  }),
  ...policyRows('remove', 'lambda', { RemovePermission: { resources: [lambda], undo: back('AddPermission') } }),
  ...policyRows('put', 'sns', {
    AddPermission: { resources: topic, grantees: ['in.aWSAccountId'], undo: by('RemovePermission') },
    CreateTopic: {
      resources: [...given('out.topicArn'), local('sns', '{name}', 'in.name')],
      when: { at: 'in.attributes.Policy' },
      document: 'in.attributes.Policy',
      advice: back('SetTopicAttributes'),
    },
    SetTopicAttributes: {
      resources: topic,
      when: { at: 'in.attributeName', is: 'Policy' },
      document: 'in.attributeValue',
      undo: back('SetTopicAttributes'),
    },
    Subscribe: { resources: topic, grantees: ['in.endpoint'], advice: by('Unsubscribe') },
    PutDataProtectionPolicy: {
      resources: named,
      document: 'in.dataProtectionPolicy',
      advice: back('PutDataProtectionPolicy'),
    },
  }),
  ...policyRows('remove', 'sns', { RemovePermission: { resources: topic, advice: back('SetTopicAttributes') } }),
  ...policyRows('put', 'sqs', {
    AddPermission: { resources: [queue], grantees: ['in.aWSAccountIds'], undo: by('RemovePermission') },
    CreateQueue: {
      resources: [local('sqs', '{name}', 'in.queueName')],
      when: { at: 'in.attributes.Policy' },
      document: 'in.attributes.Policy',
      advice: back('SetQueueAttributes'),
    },
    SetQueueAttributes: {
      resources: [queue],
      when: { at: 'in.attributes.Policy' },
      document: 'in.attributes.Policy',
      undo: back('SetQueueAttributes'),
    },
  }),
  ...policyRows('remove', 'sqs', { RemovePermission: { resources: [queue], advice: back('SetQueueAttributes') } }),
  ...policyRows('put', 'secretsmanager', {
    PutResourcePolicy: {
      resources: secret,
      document: 'in.resourcePolicy',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
    ReplicateSecretToRegions: { resources: secret, advice: by('RemoveRegionsFromReplication') },
  }),
  ...policyRows('remove', 'secretsmanager', {
    DeleteResourcePolicy: { resources: secret, undo: back('PutResourcePolicy') },
  }),
  ...policyRows('put', 'ecr', {
    SetRepositoryPolicy: {
      resources: [ecrRepository],
      document: 'in.policyText',
      undo: back('SetRepositoryPolicy', 'DeleteRepositoryPolicy'),
    },
    PutRegistryPolicy: {
      resources: [ofAccount('ecr:{region}:{account}:registry')],
      document: 'in.policyText',
      undo: back('PutRegistryPolicy', 'DeleteRegistryPolicy'),
    },
    PutReplicationConfiguration: {
      resources: [ofAccount('ecr:{region}:{account}:registry')],
      grantees: ['in.replicationConfiguration.rules[].destinations[].registryId'],
      advice: back('PutReplicationConfiguration'),
    },
  }),
  ...policyRows('remove', 'ecr', {
    DeleteRepositoryPolicy: { resources: [ecrRepository], undo: back('SetRepositoryPolicy') },
  }),
  ...policyRows('put', 'dynamodb', {
    CreateTable: {
      resources: [table],
      when: { at: 'in.resourcePolicy' },
      document: 'in.resourcePolicy',
      advice: back('DeleteResourcePolicy'),
    },
    PutResourcePolicy: {
      resources: named,
      document: 'in.policy',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('remove', 'dynamodb', {
    DeleteResourcePolicy: { resources: named, undo: back('PutResourcePolicy') },
  }),
  ...policyRows('put', 'glue', {
    PutResourcePolicy: {
      resources: catalog,
      document: 'in.policyInJson',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('remove', 'glue', { DeleteResourcePolicy: { resources: catalog, undo: back('PutResourcePolicy') } }),
  ...policyRows('put', 'elasticfilesystem', {
    PutFileSystemPolicy: {
      resources: [fileSystem],
      document: 'in.policy',
      undo: back('PutFileSystemPolicy', 'DeleteFileSystemPolicy'),
    },
  }),
  ...policyRows('remove', 'elasticfilesystem', {
    DeleteFileSystemPolicy: { resources: [fileSystem], undo: back('PutFileSystemPolicy') },
  }),
  ...policyRows('put', 'es', {
    CreateElasticsearchDomain: {
      resources: [domain],
      when: { at: 'in.accessPolicies' },
      document: 'in.accessPolicies',
      advice: back('UpdateElasticsearchDomainConfig'),
    },
    CreateDomain: {
      resources: [domain],
      when: { at: 'in.accessPolicies' },
      document: 'in.accessPolicies',
      advice: back('UpdateDomainConfig'),
    },
    UpdateElasticsearchDomainConfig: {
      resources: [domain],
      when: { at: 'in.accessPolicies' },
      document: 'in.accessPolicies',
      undo: back('UpdateElasticsearchDomainConfig'),
    },
    UpdateDomainConfig: {
      resources: [domain],
      when: { at: 'in.accessPolicies' },
      document: 'in.accessPolicies',
      undo: back('UpdateDomainConfig'),
    },
  }),
  ...policyRows('put', 'backup', {
    PutBackupVaultAccessPolicy: {
      resources: [vault],
      document: 'in.policy',
      undo: back('PutBackupVaultAccessPolicy', 'DeleteBackupVaultAccessPolicy'),
    },
  }),
  ...policyRows('remove', 'backup', {
    DeleteBackupVaultAccessPolicy: { resources: [vault], undo: back('PutBackupVaultAccessPolicy') },
  }),
  ...policyRows('put', 'codeartifact', {
    PutRepositoryPermissionsPolicy: {
      resources: [local('codeartifact', 'repository/{in.domain}/{name}', 'in.repository')],
      document: 'in.policyDocument',
      undo: back('PutRepositoryPermissionsPolicy', 'DeleteRepositoryPermissionsPolicy'),
    },
    PutDomainPermissionsPolicy: {
      resources: [local('codeartifact', 'domain/{name}', 'in.domain')],
      document: 'in.policyDocument',
      undo: back('PutDomainPermissionsPolicy', 'DeleteDomainPermissionsPolicy'),
    },
  }),
];
