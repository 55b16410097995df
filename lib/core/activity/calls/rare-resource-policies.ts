import { back, by, type CallRow, type PolicyTouches, policyRows, unlessBefore } from './row.ts';
import { given, local } from './shapes.ts';

/** A policy under `in.policy` on a resource that the request names by its ARN. */
const stated: PolicyTouches = { resources: given('in.resourceArn'), document: 'in.policy' };
/** The same, of which one call puts it and another takes it away. */
const plain: PolicyTouches = {
  ...stated,
  undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
};
/** The same under `in.resourcePolicy`. */
const named: PolicyTouches = { ...plain, document: 'in.resourcePolicy' };
/** The same under `in.policyDocument`. */
const documented: PolicyTouches = { ...plain, document: 'in.policyDocument' };

/** Calls that say who may use a resource, of services where that is seldom done. Parameters: the AWS API models. */
export const RARE_RESOURCE_POLICY_CALLS: readonly CallRow[] = [
  ...policyRows('put', 'bedrock', { PutResourcePolicy: named }),
  ...policyRows('put', 'bedrock-agentcore', {
    PutResourcePolicy: plain,
    CreatePolicy: {
      resources: [local('bedrock-agentcore', 'policy-engine/{name}', 'in.policyEngineId')],
      document: 'in.definition',
      advice: by('DeletePolicy'),
    },
  }),
  ...policyRows('put', 'cloudtrail', { PutResourcePolicy: named }),
  ...policyRows('put', 'kinesis', { PutResourcePolicy: plain }),
  ...policyRows('put', 'network-firewall', { PutResourcePolicy: plain }),
  ...policyRows('put', 'osis', { PutResourcePolicy: plain }),
  ...policyRows('put', 'payment-cryptography', { PutResourcePolicy: plain }),
  ...policyRows('put', 'sms-voice', { PutResourcePolicy: plain }),
  ...policyRows('put', 'redshift', { PutResourcePolicy: plain }),
  ...policyRows('put', 'redshift-serverless', { PutResourcePolicy: plain }),
  ...policyRows('put', 'refactor-spaces', {
    PutResourcePolicy: {
      ...stated,
      advice: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('put', 'ssm-incidents', { PutResourcePolicy: plain }),
  ...policyRows('put', 'aws-marketplace', { PutResourcePolicy: plain }),
  ...policyRows('put', 'cloudhsm', { PutResourcePolicy: plain }),
  ...policyRows('put', 'comprehend', { PutResourcePolicy: named }),
  ...policyRows('put', 'lookoutequipment', { PutResourcePolicy: named }),
  ...policyRows('put', 'cloudfront', { PutResourcePolicy: documented }),
  ...policyRows('put', 'networkmanager', { PutResourcePolicy: documented }),
  ...policyRows('put', 'lex', {
    CreateResourcePolicy: { ...stated, undo: by('DeleteResourcePolicy') },
    UpdateResourcePolicy: { ...stated, advice: back('UpdateResourcePolicy') },
  }),
  ...policyRows('put', 'vpc-lattice', {
    PutResourcePolicy: plain,
    PutAuthPolicy: {
      resources: given('in.resourceIdentifier'),
      document: 'in.policy',
      undo: back('PutAuthPolicy', 'DeleteAuthPolicy'),
    },
  }),
  ...policyRows('remove', 'vpc-lattice', {
    DeleteAuthPolicy: { resources: given('in.resourceIdentifier'), undo: back('PutAuthPolicy') },
  }),
  ...policyRows('put', 'waf-regional', {
    PutPermissionPolicy: { ...plain, undo: back('PutPermissionPolicy', 'DeletePermissionPolicy') },
  }),
  ...policyRows('put', 'wafv2', {
    PutPermissionPolicy: { ...plain, undo: back('PutPermissionPolicy', 'DeletePermissionPolicy') },
  }),
  ...policyRows('put', 'acm-pca', {
    PutPolicy: { ...plain, undo: back('PutPolicy', 'DeletePolicy') },
    CreatePermission: {
      resources: given('in.certificateAuthorityArn'),
      grantees: ['in.principal', 'in.sourceAccount'],
      undo: by('DeletePermission'),
    },
  }),
  ...policyRows('put', 'schemas', {
    PutResourcePolicy: {
      resources: [local('schemas', 'registry/{name}', 'in.registryName')],
      document: 'in.policy',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('put', 'xray', {
    PutResourcePolicy: {
      resources: given('in.policyName'),
      document: 'in.policyDocument',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('put', 'aps', {
    PutResourcePolicy: { ...documented, resources: [local('aps', 'workspace/{name}', 'in.workspaceId')] },
  }),
  ...policyRows('put', 'rum', {
    PutResourcePolicy: { ...documented, resources: [local('rum', 'appmonitor/{name}', 'in.name')] },
  }),
  ...policyRows('put', 'aoss', {
    CreateAccessPolicy: { resources: given('in.name'), document: 'in.policy', advice: by('DeleteAccessPolicy') },
    UpdateAccessPolicy: { resources: given('in.name'), document: 'in.policy', advice: back('UpdateAccessPolicy') },
    CreateSecurityPolicy: { resources: given('in.name'), document: 'in.policy', advice: back('DeleteSecurityPolicy') },
    UpdateSecurityPolicy: { resources: given('in.name'), document: 'in.policy', advice: back('UpdateSecurityPolicy') },
  }),
  ...policyRows('put', 'ecr-public', {
    SetRepositoryPolicy: {
      resources: [{ at: 'in.repositoryName', arn: 'ecr-public::{account}:repository/{name}' }],
      document: 'in.policyText',
      undo: back('SetRepositoryPolicy', 'DeleteRepositoryPolicy'),
    },
  }),
  ...policyRows('put', 'ses', {
    PutIdentityPolicy: {
      resources: [local('ses', 'identity/{name}', 'in.identity')],
      document: 'in.policy',
      undo: back('PutIdentityPolicy', 'DeleteIdentityPolicy'),
    },
    CreateEmailIdentityPolicy: {
      resources: [local('ses', 'identity/{name}', 'in.emailIdentity')],
      document: 'in.policy',
      advice: by('DeleteEmailIdentityPolicy'),
    },
    UpdateEmailIdentityPolicy: {
      resources: [local('ses', 'identity/{name}', 'in.emailIdentity')],
      document: 'in.policy',
      advice: back('UpdateEmailIdentityPolicy'),
    },
    UpdateReputationEntityPolicy: {
      resources: given('in.reputationEntityReference'),
      advice: back('UpdateReputationEntityPolicy'),
    },
  }),
  ...policyRows('put', 'aiops', {
    PutInvestigationGroupPolicy: {
      resources: [local('aiops', 'investigation-group/{name}', 'in.identifier')],
      document: 'in.policy',
      undo: back('PutInvestigationGroupPolicy', 'DeleteInvestigationGroupPolicy'),
    },
  }),
  ...policyRows('put', 'cleanrooms-ml', {
    PutConfiguredAudienceModelPolicy: {
      resources: given('in.configuredAudienceModelArn'),
      document: 'in.configuredAudienceModelPolicy',
      undo: back('PutConfiguredAudienceModelPolicy', 'DeleteConfiguredAudienceModelPolicy'),
    },
  }),
  ...policyRows('put', 'cloudsearch', {
    UpdateServiceAccessPolicies: {
      resources: [local('cloudsearch', 'domain/{name}', 'in.domainName')],
      document: 'in.accessPolicies',
      advice: back('UpdateServiceAccessPolicies'),
    },
  }),
  ...policyRows('put', 'dsql', {
    PutClusterPolicy: {
      resources: [local('dsql', 'cluster/{name}', 'in.identifier')],
      document: 'in.policy',
      undo: back('PutClusterPolicy', 'DeleteClusterPolicy'),
    },
  }),
  ...policyRows('put', 'entityresolution', {
    PutPolicy: { resources: given('in.arn'), document: 'in.policy', advice: back('PutPolicy') },
  }),
  ...policyRows('put', 'glacier', {
    SetVaultAccessPolicy: {
      resources: [local('glacier', 'vaults/{name}', 'in.vaultName')],
      document: 'in.policy.policy',
      undo: back('SetVaultAccessPolicy', 'DeleteVaultAccessPolicy'),
    },
  }),
  ...policyRows('put', 'imagebuilder', {
    PutComponentPolicy: {
      resources: given('in.componentArn'),
      document: 'in.policy',
      advice: back('PutComponentPolicy'),
    },
    PutContainerRecipePolicy: {
      resources: given('in.containerRecipeArn'),
      document: 'in.policy',
      advice: back('PutContainerRecipePolicy'),
    },
    PutImagePolicy: { resources: given('in.imageArn'), document: 'in.policy', advice: back('PutImagePolicy') },
    PutImageRecipePolicy: {
      resources: given('in.imageRecipeArn'),
      document: 'in.policy',
      advice: back('PutImageRecipePolicy'),
    },
  }),
  ...policyRows('put', 'iot', {
    CreatePolicy: {
      resources: [local('iot', 'policy/{name}', 'in.policyName')],
      document: 'in.policyDocument',
      advice: by('DeletePolicy'),
    },
    CreatePolicyVersion: {
      resources: [local('iot', 'policy/{name}', 'in.policyName')],
      document: 'in.policyDocument',
      advice: back('SetDefaultPolicyVersion'),
    },
    AttachPolicy: {
      resources: [local('iot', 'policy/{name}', 'in.policyName')],
      grantees: ['in.target'],
      undo: unlessBefore('DetachPolicy'),
    },
  }),
  ...policyRows('put', 'kafka', {
    PutClusterPolicy: {
      resources: given('in.clusterArn'),
      document: 'in.policy',
      undo: back('PutClusterPolicy', 'DeleteClusterPolicy'),
    },
  }),
  ...policyRows('put', 'mediaconvert', { PutPolicy: { resources: [], advice: back('PutPolicy', 'DeletePolicy') } }),
  ...policyRows('put', 'mediapackagev2', {
    PutChannelPolicy: {
      resources: [local('mediapackagev2', 'channelGroup/{in.channelGroupName}/channel/{name}', 'in.channelName')],
      document: 'in.policy',
      undo: back('PutChannelPolicy', 'DeleteChannelPolicy'),
    },
  }),
  ...policyRows('put', 'mediastore', {
    PutContainerPolicy: {
      resources: [local('mediastore', 'container/{name}', 'in.containerName')],
      document: 'in.policy',
      undo: back('PutContainerPolicy', 'DeleteContainerPolicy'),
    },
  }),
  ...policyRows('put', 'mediatailor', {
    PutChannelPolicy: {
      resources: [local('mediatailor', 'channel/{name}', 'in.channelName')],
      document: 'in.policy',
      undo: back('PutChannelPolicy', 'DeleteChannelPolicy'),
    },
  }),
  ...policyRows('put', 'oam', {
    PutSinkPolicy: {
      resources: [local('oam', 'sink/{name}', 'in.sinkIdentifier')],
      document: 'in.policy',
      advice: back('PutSinkPolicy'),
    },
  }),
  ...policyRows('put', 'omics', {
    PutS3AccessPolicy: {
      resources: given('in.s3AccessPointArn'),
      document: 'in.s3AccessPolicy',
      undo: back('PutS3AccessPolicy', 'DeleteS3AccessPolicy'),
    },
  }),
  ...policyRows('put', 'rekognition', {
    PutProjectPolicy: {
      resources: given('in.projectArn'),
      document: 'in.policyDocument',
      undo: back('PutProjectPolicy', 'DeleteProjectPolicy'),
    },
  }),
  ...policyRows('put', 'route53resolver', {
    PutResolverQueryLogConfigPolicy: {
      resources: given('in.arn'),
      document: 'in.resolverQueryLogConfigPolicy',
      advice: back('PutResolverQueryLogConfigPolicy'),
    },
    PutResolverRulePolicy: {
      resources: given('in.arn'),
      document: 'in.resolverRulePolicy',
      advice: back('PutResolverRulePolicy'),
    },
  }),
  ...policyRows('put', 'sagemaker', {
    PutModelPackageGroupPolicy: {
      resources: [local('sagemaker', 'model-package-group/{name}', 'in.modelPackageGroupName')],
      document: 'in.resourcePolicy',
      undo: back('PutModelPackageGroupPolicy', 'DeleteModelPackageGroupPolicy'),
    },
  }),
  ...policyRows('put', 'ssm-contacts', {
    PutContactPolicy: { resources: given('in.contactArn'), document: 'in.policy', advice: back('PutContactPolicy') },
  }),
];
