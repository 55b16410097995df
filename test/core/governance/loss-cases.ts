import type { JsonObject } from '../../../lib/core/json.ts';

const stackPolicy = (...statements: readonly JsonObject[]): JsonObject => ({
  stackName: 's',
  stackPolicyBody: JSON.stringify({ Statement: statements }),
});
const every = (effect: string): JsonObject => ({ Effect: effect, Action: 'Update:*', Principal: '*', Resource: '*' });
const database = { Effect: 'Deny', Action: 'Update:*', Principal: '*', Resource: 'LogicalResourceId/Database' };
const management = { field: 'eventCategory', equals: ['Management'] };
const advanced = (...fields: readonly JsonObject[]): JsonObject => ({
  trailName: 't',
  advancedEventSelectors: [{ name: 'all', fieldSelectors: [management, ...fields] }],
});
const selector = (more: JsonObject): JsonObject => ({
  trailName: 't',
  eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true, dataResources: [{ type: 's' }], ...more }],
});

/** Calls after which nobody sees what happens next. */
export const BLINDED: readonly (readonly [string, JsonObject])[] = [
  ['cloudtrail:StopLogging', { name: 't' }],
  ['cloudtrail:DeleteTrail', { name: 't' }],
  ['cloudtrail:UpdateTrail', { name: 't', isMultiRegionTrail: false }],
  ['cloudtrail:UpdateTrail', { name: 't', includeGlobalServiceEvents: 'false' }],
  ['cloudtrail:PutEventSelectors', selector({ includeManagementEvents: false })],
  ['cloudtrail:PutEventSelectors', selector({ readWriteType: 'ReadOnly' })],
  ['cloudtrail:PutEventSelectors', advanced({ field: 'readOnly', equals: ['true'] })],
  ['config:StopConfigurationRecorder', { configurationRecorderName: 'default' }],
  ['config:DeleteConfigurationRecorder', { configurationRecorderName: 'default' }],
  ['guardduty:DeleteDetector', { detectorId: 'd' }],
  ['guardduty:UpdateDetector', { detectorId: 'd', enable: false }],
  ['guardduty:DisassociateMembers', { detectorId: 'd', accountIds: ['444455556666'] }],
  ['securityhub:DisableSecurityHub', {}],
];

/** Calls that take something away from those who watch. */
export const TAMPERED: readonly (readonly [string, JsonObject])[] = [
  ['cloudtrail:UpdateTrail', { name: 't', enableLogFileValidation: false }],
  ['cloudtrail:PutEventSelectors', selector({ excludeManagementEventSources: ['kms.amazonaws.com'] })],
  ['cloudtrail:PutEventSelectors', advanced({ field: 'eventSource', notEquals: ['iam.amazonaws.com'] })],
  ['cloudtrail:PutInsightSelectors', { trailName: 't', insightSelectors: [] }],
  [
    'config:PutConfigurationRecorder',
    { configurationRecorder: { name: 'd', recordingGroup: { allSupported: false } } },
  ],
  ['config:DeleteConfigRule', { configRuleName: 'r' }],
  ['guardduty:UpdateDetector', { detectorId: 'd', features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] }],
  ['guardduty:UpdateDetector', { detectorId: 'd', dataSources: { s3Logs: { enable: false } } }],
  ['guardduty:CreateFilter', { detectorId: 'd', name: 'f', action: 'ARCHIVE' }],
  ['access-analyzer:DeleteAnalyzer', { analyzerName: 'a' }],
  ['macie2:DisableMacie', {}],
  ['events:DeleteRule', { name: 'r' }],
  ['events:DisableRule', { name: 'r' }],
  ['events:RemoveTargets', { rule: 'r', ids: ['1'] }],
  ['events:PutRule', { name: 'r', state: 'DISABLED' }],
  ['monitoring:DeleteAlarms', { alarmNames: ['a'] }],
  ['monitoring:PutMetricAlarm', { alarmName: 'a', actionsEnabled: false }],
  ['logs:DeleteLogGroup', { logGroupName: 'g' }],
  ['ec2:DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1' } } }],
  ['s3:PutBucketLogging', { bucketName: 'b', BucketLoggingStatus: { xmlns: 'x' } }],
];

/** Calls that take a guard away. */
export const UNGUARDED: readonly (readonly [string, JsonObject])[] = [
  ['cloudformation:UpdateTerminationProtection', { stackName: 's', enableTerminationProtection: false }],
  ['cloudformation:SetStackPolicy', stackPolicy(every('Allow'))],
  [
    'cloudformation:UpdateStack',
    { stackName: 's', stackPolicyDuringUpdateBody: JSON.stringify({ Statement: every('Allow') }) },
  ],
  ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', disableApiTermination: { value: false } }],
  ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', attribute: 'disableApiTermination', value: 'false' }],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd', deletionProtection: false }],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd', backupRetentionPeriod: 0 }],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd', publiclyAccessible: true }],
  ['rds:ModifyDBCluster', { dBClusterIdentifier: 'd', manageMasterUserPassword: false }],
  ['dynamodb:UpdateTable', { tableName: 't', deletionProtectionEnabled: false }],
  [
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    { loadBalancerArn: 'l', attributes: [{ key: 'deletion_protection.enabled', value: 'false' }] },
  ],
  ['cognito-idp:UpdateUserPool', { userPoolId: 'p', deletionProtection: 'INACTIVE' }],
  ['eks:UpdateClusterConfig', { name: 'c', deletionProtection: false }],
  ['s3:PutBucketVersioning', { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } }],
  ['s3:PutObjectLockConfiguration', { bucketName: 'b', ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }],
  ['backup:DeleteBackupVaultLockConfiguration', { backupVaultName: 'v' }],
  ['network-firewall:UpdateFirewallDeleteProtection', { firewallName: 'f', deleteProtection: false }],
];

/** Calls that take nothing away. */
export const NO_LOSS: readonly (readonly [string, JsonObject])[] = [
  ['cloudtrail:UpdateTrail', { name: 't', isMultiRegionTrail: true, includeGlobalServiceEvents: true }],
  ['cloudtrail:PutEventSelectors', selector({})],
  ['cloudtrail:PutInsightSelectors', { trailName: 't', insightSelectors: [{ insightType: 'ApiCallRateInsight' }] }],
  ['config:PutConfigurationRecorder', { configurationRecorder: { name: 'd', recordingGroup: { allSupported: true } } }],
  ['guardduty:UpdateDetector', { detectorId: 'd', enable: true }],
  ['guardduty:UpdateDetector', { detectorId: 'd', features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }] }],
  ['guardduty:CreateFilter', { detectorId: 'd', name: 'f', action: 'NOOP' }],
  ['monitoring:SetAlarmState', { alarmName: 'a', stateValue: 'ALARM' }],
  ['cloudformation:UpdateTerminationProtection', { stackName: 's', enableTerminationProtection: true }],
  ['cloudformation:SetStackPolicy', stackPolicy(every('Deny'))],
  ['cloudformation:SetStackPolicy', stackPolicy(every('Allow'), every('Deny'))],
  ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', disableApiTermination: { value: true } }],
  ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', attribute: 'disableApiTermination', value: 'true' }],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd', deletionProtection: true, publiclyAccessible: false }],
  ['dynamodb:UpdateTable', { tableName: 't', deletionProtectionEnabled: true }],
  [
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    { loadBalancerArn: 'l', attributes: [{ key: 'deletion_protection.enabled', value: 'true' }] },
  ],
  ['cognito-idp:UpdateUserPool', { userPoolId: 'p', deletionProtection: 'ACTIVE' }],
  ['s3:PutBucketVersioning', { bucketName: 'b', VersioningConfiguration: { Status: 'Enabled' } }],
];

/** Calls of which only the state before would tell. */
export const UNTOLD: readonly (readonly [string, JsonObject | null])[] = [
  ['cloudtrail:UpdateTrail', { name: 't', s3BucketName: 'elsewhere' }],
  ['cloudtrail:PutEventSelectors', selector({ dataResources: [] })],
  ['cloudtrail:UpdateTrail', null],
  ['events:PutRule', { name: 'r', eventPattern: '{}' }],
  ['logs:PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 }],
  ['cloudformation:SetStackPolicy', stackPolicy(every('Allow'), database)],
  ['cloudformation:SetStackPolicy', { stackName: 's', stackPolicyURL: 'https://policies.example/1' }],
  ['cloudformation:SetStackPolicy', { stackName: 's', stackPolicyBody: 'no policy' }],
  ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', attribute: 'disableApiTermination' }],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd', backupRetentionPeriod: 7 }],
  [
    's3:PutObjectLockConfiguration',
    { bucketName: 'b', ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } } },
  ],
];

const hook = (configuration: JsonObject): JsonObject => ({
  type: 'HOOK',
  typeName: 'Other::Gate::Hook',
  configuration: JSON.stringify({ CloudFormationConfiguration: { HookConfiguration: configuration } }),
});

/** Calls that open a gate, and what their findings are. */
export const GATES: readonly (readonly [string, JsonObject, object])[] = [
  ['codepipeline:OverrideStageCondition', { pipelineName: 'p', stageName: 's' }, { severity: 'high' }],
  ['codepipeline:EnableStageTransition', { pipelineName: 'p', stageName: 's' }, { severity: 'high' }],
  ['codepipeline:RetryStageExecution', { pipelineName: 'p', stageName: 's' }, { verdict: 'undetermined' }],
  ['codedeploy:UpdateDeploymentGroup', { alarmConfiguration: { enabled: false } }, { severity: 'high' }],
  ['ecr:PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: false } }, { severity: 'high' }],
  [
    'codecommit:OverridePullRequestApprovalRules',
    { pullRequestId: '1', overrideStatus: 'OVERRIDE' },
    { severity: 'high' },
  ],
  ['codecommit:DeleteApprovalRuleTemplate', { approvalRuleTemplateName: 't' }, { severity: 'high' }],
  ['codecommit:UpdateApprovalRuleTemplateContent', { approvalRuleTemplateName: 't' }, { verdict: 'undetermined' }],
  ['lambda:DeleteFunctionCodeSigningConfig', { functionName: 'f' }, { severity: 'high' }],
  ['cloudformation:SetTypeConfiguration', hook({ HookInvocationStatus: 'DISABLED' }), { severity: 'critical' }],
  ['cloudformation:SetTypeConfiguration', hook({ FailureMode: 'WARN' }), { severity: 'high' }],
  ['cloudformation:SetTypeConfiguration', hook({ FailureMode: 'FAIL' }), { verdict: 'undetermined' }],
  [
    'cloudformation:DeactivateType',
    { type: 'HOOK', typeName: 'a' },
    { severity: 'critical', response: { kind: 'hold' } },
  ],
];
