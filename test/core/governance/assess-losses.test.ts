import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../lib/core/activity/call.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { assessLosses, takesAway } from '../../../lib/core/governance/assess-losses.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../lib/core/governance/standards.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf } from '../activity/records.ts';
import { account, role } from './accounts.ts';
import { ACCOUNT, governance, NOW, principalClass } from './cases.ts';

const TIME = new Date(NOW - 60_000).toISOString();
const SESSION = {
  type: 'AssumedRole',
  principalId: 'AROAENGINEER:rita',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/engineer/rita`,
  accountId: ACCOUNT,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/engineer` } },
};

interface Told {
  readonly rules?: Governance;
  readonly more?: JsonObject;
}

function findingsOf(call: string, request: JsonObject | null, { rules = governance(), more = {} }: Told = {}) {
  const [source, eventName] = call.split(':');
  const reading = readCall(
    recordOf({
      eventSource: `${source}.amazonaws.com`,
      eventName: eventName ?? '',
      requestParameters: request,
      userIdentity: SESSION,
      eventTime: TIME,
      ...more,
    }),
  );
  if (reading.kind !== 'call') return [];
  const input = { call: reading.call, governance: rules, state: account(role('engineer')), now: NOW };
  return changesOf(reading.call)
    .filter(takesAway)
    .flatMap((change) => assessLosses({ ...input, change }));
}

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

const BLINDED: readonly (readonly [string, JsonObject])[] = [
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

const TAMPERED: readonly (readonly [string, JsonObject])[] = [
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

const UNGUARDED: readonly (readonly [string, JsonObject])[] = [
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

const NO_LOSS: readonly (readonly [string, JsonObject])[] = [
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

const UNTOLD: readonly (readonly [string, JsonObject | null])[] = [
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

const GATES: readonly (readonly [string, JsonObject, object])[] = [
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

describe('a call that opens a gate, or takes it away', () => {
  test.each(GATES)('is told: %s with %j', (call, request, finding) => {
    expect(findingsOf(call, request)).toMatchObject([{ kind: 'gate-bypassed', ...finding }]);
  });

  test.each<[string, JsonObject]>([
    ['codecommit:OverridePullRequestApprovalRules', { pullRequestId: '1', overrideStatus: 'REVOKE' }],
    ['ecr:PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: true } }],
    ['cloudformation:DeactivateType', { type: 'RESOURCE', typeName: 'a' }],
    ['codedeploy:UpdateDeploymentGroup', { alarmConfiguration: { enabled: true } }],
  ])('is none where the gate stays shut: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toEqual([]);
  });
});

const kindsIn = (findings: readonly Finding[]) => findings.map(({ kind, verdict }) => `${kind} ${verdict}`);

describe('a call that leaves nobody to see what happens next', () => {
  test.each(BLINDED)('is critical, and its session is contained: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'watch-tampered', verdict: 'exceeds', severity: 'critical', response: { kind: 'hold' } },
    ]);
  });
});

describe('a call that takes something away from those who watch', () => {
  test.each(TAMPERED)('is told: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'watch-tampered', verdict: 'exceeds', severity: 'high', response: { kind: 'alert' } },
    ]);
  });
});

describe('a call that takes a guard away', () => {
  test.each(UNGUARDED)('is told: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'guardrail-removed', verdict: 'exceeds', severity: 'medium', response: { kind: 'alert' } },
    ]);
  });

  test('is critical where the guard was of a guarded environment, and its session is contained', () => {
    const request = { stackName: 'cost-prod', enableTerminationProtection: false };
    expect(findingsOf('cloudformation:UpdateTerminationProtection', request)).toMatchObject([
      {
        severity: 'critical',
        resources: ['cost', expect.stringContaining('stack/cost-prod')],
        reasons: [{ rule: 'guard', detail: expect.stringContaining('of the guarded environment "cost"') }],
        response: { kind: 'hold', plan: { kind: 'contain' } },
      },
    ]);
  });
});

describe('a call that puts up a guard, or lets those who watch see as much as before', () => {
  test.each(NO_LOSS)('is none: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toEqual([]);
  });
});

describe('a call of which only the state before would tell', () => {
  test.each(UNTOLD)('is undetermined, and never held: %s with %j', (call, request) => {
    const findings = findingsOf(call, request);
    expect(findings).toMatchObject([{ verdict: 'undetermined', severity: 'medium', response: { kind: 'alert' } }]);
    expect(findings.map(({ kind }) => kind)).not.toContain('unassessed-change');
  });
});

describe('who took something away', () => {
  const by = (userIdentity: JsonObject) => ({ more: { userIdentity } });
  const pipelines = governance({ classes: [principalClass({ kind: 'pipeline' })] });

  test.each<[string, Told]>([
    ['a service on its own', by({ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' })],
    ['CloudFormation, for a stack', by({ ...SESSION, invokedBy: 'cloudformation.amazonaws.com' })],
    ['a pipeline', { rules: pipelines }],
  ])('is observed where it is %s', (_, told) => {
    expect(findingsOf('events:DeleteRule', { name: 'r' }, told)).toMatchObject([{ response: { kind: 'observe' } }]);
  });

  test.each<[string, Told]>([
    ['CloudFormation', by({ ...SESSION, invokedBy: 'cloudformation.amazonaws.com' })],
    ['a pipeline', { rules: pipelines }],
  ])('is contained where nobody sees what happens next, also where it is %s', (_, told) => {
    expect(findingsOf('cloudtrail:StopLogging', { name: 't' }, told)).toMatchObject([{ response: { kind: 'hold' } }]);
  });

  test('is nobody where AWS refused it', () => {
    const told = { more: { errorCode: 'AccessDenied' } };
    expect(findingsOf('cloudtrail:StopLogging', { name: 't' }, told)).toEqual([]);
  });
});

test('each certain loss is a finding of its own, and of what may be none the same change is one within an hour', () => {
  const twice = (call: string, request: JsonObject) =>
    ['a', 'b'].flatMap((eventID) => findingsOf(call, request, { more: { eventID } })).map(({ id }) => id);
  expect(new Set(twice('events:DeleteRule', { name: 'r' })).size).toBe(2);
  expect(new Set(twice('events:PutRule', { name: 'r' })).size).toBe(1);
});

test('a guard of which nothing is known to be lost is told of as every other change', () => {
  expect(kindsIn(findingsOf('appsync:UpdateGraphqlApi', { apiId: 'a' }))).toEqual(['unassessed-change undetermined']);
});
