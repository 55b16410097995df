import { at, loses, mayLose } from './losses.ts';
import { back, by, type CallRow, watchedRows } from './row.ts';
import { bucket, ecrRepository, given, graphqlApi, local, restApi, secret } from './shapes.ts';

const authorizer = { at: 'in.authorizerId', arn: 'apigateway:{region}::/restapis/{in.restApiId}/authorizers/{name}' };
const guardrail = local('bedrock', 'guardrail/{name}', 'in.guardrailIdentifier');
const engine = local('bedrock-agentcore', 'policy-engine/{name}', 'in.policyEngineId');
const enginePolicy = local('bedrock-agentcore', 'policy-engine/{in.policyEngineId}/policy/{name}', 'in.policyId');

/**
 * Calls that loosen, or may loosen, what guards against misuse. What guards a resource against being deleted, changed or
 * opened stands in `unguarding.ts`. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const GUARD_CALLS: readonly CallRow[] = [
  ...watchedRows('guard', 's3', {
    DeleteBucketLifecycle: { resources: [bucket], advice: back('PutBucketLifecycle') },
  }),
  ...watchedRows('guard', 'ecr', {
    PutImageTagMutability: {
      resources: [ecrRepository],
      advice: back('PutImageTagMutability'),
      losses: [
        loses('let tags be moved to other images', at('in.imageTagMutability', 'MUTABLE')),
        mayLose('may let some tags be moved', at('in.imageTagMutability', 'MUTABLE_WITH_EXCLUSION')),
        mayLose('may let some tags be moved', at('in.imageTagMutability', 'IMMUTABLE_WITH_EXCLUSION')),
      ],
    },
  }),
  ...watchedRows('guard', 'ssm', {
    UpdateServiceSetting: {
      resources: [local('ssm', 'servicesetting{name}', 'in.settingId')],
      advice: back('ResetServiceSetting'),
    },
  }),
  ...watchedRows('guard', 'secretsmanager', {
    CancelRotateSecret: {
      resources: secret,
      advice: by('RotateSecret'),
      losses: [loses('gets no new value any more')],
    },
  }),
  ...watchedRows('guard', 'apigateway', {
    UpdateMethod: { resources: [restApi], advice: back('UpdateMethod') },
    UpdateAuthorizer: { resources: [authorizer], advice: back('UpdateAuthorizer') },
    DeleteAuthorizer: {
      resources: [authorizer],
      advice: back('CreateAuthorizer'),
      losses: [loses('deleted who decides on its callers')],
    },
  }),
  ...watchedRows('guard', 'appsync', {
    UpdateGraphqlApi: { resources: [graphqlApi], advice: back('UpdateGraphqlApi') },
  }),
  ...watchedRows('guard', 'bedrock', {
    UpdateGuardrail: { resources: [guardrail], advice: back('UpdateGuardrail') },
    DeleteGuardrail: {
      resources: [guardrail],
      advice: back('CreateGuardrail'),
      losses: [loses('deleted the guardrail')],
    },
  }),
  ...watchedRows('guard', 'bedrock-agentcore', {
    UpdatePolicy: { resources: [enginePolicy], advice: back('UpdatePolicy') },
    DeletePolicy: {
      resources: [enginePolicy],
      advice: back('CreatePolicy'),
      losses: [loses('deleted the policy')],
    },
    UpdatePolicyEngine: { resources: [engine], advice: back('UpdatePolicyEngine') },
  }),
  ...watchedRows('guard', 'fms', {
    PutPolicy: { resources: given('out.policyArn', 'in.policy.policyId'), advice: back('PutPolicy') },
    DeletePolicy: {
      resources: [local('fms', 'policy/{name}', 'in.policyId')],
      advice: back('PutPolicy'),
      losses: [loses('deleted the policy of the firewall')],
    },
  }),
  ...watchedRows('guard', 'controltower', {
    ResetLandingZone: given('in.landingZoneIdentifier'),
  }),
  ...watchedRows('guard', 'logs', {
    DeleteDataProtectionPolicy: {
      resources: [local('logs', 'log-group:{name}', 'in.logGroupIdentifier')],
      advice: back('PutDataProtectionPolicy'),
      losses: [loses('shows what was masked')],
    },
  }),
  // tags decide who may do what where conditions ask for them, and what is guarded
  ...watchedRows('guard', 'tagging', {
    TagResources: { resources: given('in.resourceARNList'), advice: back('TagResources') },
    UntagResources: { resources: given('in.resourceARNList'), advice: back('TagResources') },
  }),
];
