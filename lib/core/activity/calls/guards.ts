import { back, by, type CallRow, watchedRows } from './row.ts';
import {
  bucket,
  ecrRepository,
  eksCluster,
  given,
  graphqlApi,
  instanceTarget,
  local,
  restApi,
  secret,
} from './shapes.ts';

const authorizer = { at: 'in.authorizerId', arn: 'apigateway:{region}::/restapis/{in.restApiId}/authorizers/{name}' };
const guardrail = local('bedrock', 'guardrail/{name}', 'in.guardrailIdentifier');
const engine = local('bedrock-agentcore', 'policy-engine/{name}', 'in.policyEngineId');
const enginePolicy = local('bedrock-agentcore', 'policy-engine/{in.policyEngineId}/policy/{name}', 'in.policyId');
const extension = given('in.arn', 'in.typeArn', 'in.typeName');

/**
 * Calls that may loosen a guard: whether they do hangs on what was set before, which the record does not have. Those that
 * take a guard away for certain stand in `unguarding.ts`. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const GUARD_CALLS: readonly CallRow[] = [
  ...watchedRows('guard', 's3', {
    PutObjectLockConfiguration: { resources: [bucket], undo: back('PutObjectLockConfiguration') },
    DeleteBucketLifecycle: { resources: [bucket], undo: back('PutBucketLifecycle') },
  }),
  ...watchedRows('guard', 'ec2', {
    ModifyInstanceMetadataOptions: {
      resources: [
        local('ec2', 'instance/{name}', 'in.ModifyInstanceMetadataOptionsRequest.InstanceId'),
        instanceTarget,
      ],
      undo: back('ModifyInstanceMetadataOptions'),
    },
  }),
  ...watchedRows('guard', 'ecr', {
    PutImageTagMutability: { resources: [ecrRepository], undo: back('PutImageTagMutability') },
  }),
  ...watchedRows('guard', 'eks', { UpdateClusterConfig: { resources: eksCluster, undo: back('UpdateClusterConfig') } }),
  ...watchedRows('guard', 'ssm', {
    UpdateServiceSetting: {
      resources: [local('ssm', 'servicesetting{name}', 'in.settingId')],
      undo: back('ResetServiceSetting'),
    },
  }),
  ...watchedRows('guard', 'secretsmanager', { CancelRotateSecret: { resources: secret, undo: by('RotateSecret') } }),
  ...watchedRows('guard', 'apigateway', {
    UpdateMethod: { resources: [restApi], undo: back('UpdateMethod') },
    UpdateAuthorizer: { resources: [authorizer], undo: back('UpdateAuthorizer') },
    DeleteAuthorizer: { resources: [authorizer], undo: back('CreateAuthorizer') },
  }),
  ...watchedRows('guard', 'appsync', {
    UpdateGraphqlApi: { resources: [graphqlApi], undo: back('UpdateGraphqlApi') },
  }),
  ...watchedRows('guard', 'bedrock', {
    UpdateGuardrail: { resources: [guardrail], undo: back('UpdateGuardrail') },
    DeleteGuardrail: { resources: [guardrail], undo: back('CreateGuardrail') },
  }),
  ...watchedRows('guard', 'bedrock-agentcore', {
    UpdatePolicy: { resources: [enginePolicy], undo: back('UpdatePolicy') },
    DeletePolicy: { resources: [enginePolicy], undo: back('CreatePolicy') },
    UpdatePolicyEngine: { resources: [engine], undo: back('UpdatePolicyEngine') },
  }),
  ...watchedRows('guard', 'cloudformation', {
    SetTypeConfiguration: { resources: extension, undo: back('SetTypeConfiguration') },
    DeactivateType: { resources: extension, undo: back('ActivateType') },
    DeregisterType: extension,
  }),
  ...watchedRows('guard', 'elasticmapreduce', {
    PutBlockPublicAccessConfiguration: { resources: [], undo: back('PutBlockPublicAccessConfiguration') },
  }),
  ...watchedRows('guard', 'fms', {
    PutPolicy: { resources: given('out.policyArn', 'in.policy.policyId'), undo: back('PutPolicy') },
    DeletePolicy: { resources: [local('fms', 'policy/{name}', 'in.policyId')], undo: back('PutPolicy') },
  }),
  ...watchedRows('guard', 'controltower', {
    ResetLandingZone: given('in.landingZoneIdentifier'),
  }),
  // tags decide who may do what where conditions ask for them, and what is guarded
  ...watchedRows('guard', 'tagging', {
    TagResources: { resources: given('in.resourceARNList'), undo: back('TagResources') },
    UntagResources: { resources: given('in.resourceARNList'), undo: back('TagResources') },
  }),
];
