import type { ResourceRule } from './environment-resources.ts';
import {
  type EnvironmentRow,
  rows,
  bucket,
  dbCluster,
  dbInstance,
  detector,
  ec2,
  local,
  logGroup,
  stack,
  table,
  trail,
} from './environment-rules.ts';

/** A rule of EventBridge, on the bus that the request names. */
const rule = (at: string): ResourceRule => local('events', 'rule/{name}', at);

/** A row whose effect only calls with this parameter value have. */
function unguardingWhen(
  source: string,
  name: string,
  resources: readonly ResourceRule[],
  at: string,
  is: string | boolean,
): EnvironmentRow {
  return { source, name, effect: 'unguard', resources, when: { at, is } };
}

/** Calls that take away what guards an environment or records what happens in it. Parameters: recorded CloudTrail logs
 * and the AWS API models. */
export const UNGUARDING_CALLS: readonly EnvironmentRow[] = [
  unguardingWhen('cloudformation', 'UpdateTerminationProtection', [stack], 'in.enableTerminationProtection', false),
  ...rows('unguard', 'cloudformation', { SetStackPolicy: [stack] }),
  unguardingWhen(
    'ec2',
    'ModifyInstanceAttribute',
    [ec2('instance', 'in.instanceId')],
    'in.disableApiTermination.value',
    false,
  ),
  ...rows('unguard', 'ec2', {
    DeleteFlowLogs: [
      ec2('vpc-flow-log', 'in.DeleteFlowLogsRequest.FlowLogId.content'),
      ec2('vpc-flow-log', 'in.DeleteFlowLogsRequest.FlowLogId'),
    ],
  }),
  unguardingWhen('rds', 'ModifyDBInstance', [dbInstance], 'in.deletionProtection', false),
  unguardingWhen('rds', 'ModifyDBCluster', [dbCluster], 'in.deletionProtection', false),
  unguardingWhen('dynamodb', 'UpdateTable', [table], 'in.deletionProtectionEnabled', false),
  unguardingWhen(
    'dynamodb',
    'UpdateContinuousBackups',
    [table],
    'in.pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled',
    false,
  ),
  unguardingWhen('s3', 'PutBucketVersioning', [bucket], 'in.VersioningConfiguration.Status', 'Suspended'),
  ...rows('unguard', 'backup', {
    DeleteBackupVaultLockConfiguration: [local('backup', 'backup-vault:{name}', 'in.backupVaultName')],
    DeleteBackupSelection: [local('backup', 'backup-plan:{name}', 'in.backupPlanId')],
  }),
  ...rows('unguard', 'cloudtrail', {
    StopLogging: [trail],
    DeleteTrail: [trail],
    // whether these record less than before is not in the record
    UpdateTrail: [trail],
    PutEventSelectors: [local('cloudtrail', 'trail/{name}', 'in.trailName')],
    DeleteEventDataStore: [{ at: 'in.eventDataStore' }],
    StopEventDataStoreIngestion: [{ at: 'in.eventDataStore' }],
  }),
  ...rows('unguard', 'config', {
    StopConfigurationRecorder: [{ at: 'in.configurationRecorderName' }],
    DeleteConfigurationRecorder: [{ at: 'in.configurationRecorderName' }],
    DeleteDeliveryChannel: [{ at: 'in.deliveryChannelName' }],
    DeleteConfigRule: [{ at: 'in.configRuleName' }],
  }),
  ...rows('unguard', 'guardduty', {
    DeleteDetector: [detector],
    StopMonitoringMembers: [detector],
    DisassociateMembers: [detector],
    DisassociateFromMasterAccount: [detector],
    DeletePublishingDestination: [detector],
  }),
  unguardingWhen('guardduty', 'UpdateDetector', [detector], 'in.enable', false),
  ...rows('unguard', 'securityhub', { DisableSecurityHub: [{ arn: 'securityhub:{region}:{account}:hub/default' }] }),
  ...rows('unguard', 'access-analyzer', {
    DeleteAnalyzer: [local('access-analyzer', 'analyzer/{name}', 'in.analyzerName')],
  }),
  ...rows('unguard', 'macie2', { DisableMacie: [] }),
  ...rows('unguard', 'inspector2', { Disable: [] }),
  ...rows('unguard', 'logs', {
    DeleteLogGroup: [logGroup],
    DeleteLogStream: [local('logs', 'log-group:{in.logGroupName}:log-stream:{name}', 'in.logStreamName')],
    DeleteSubscriptionFilter: [logGroup],
    DeleteMetricFilter: [logGroup],
  }),
  ...rows('unguard', 'monitoring', {
    DeleteAlarms: [local('cloudwatch', 'alarm:{name}', 'in.alarmNames')],
    DisableAlarmActions: [local('cloudwatch', 'alarm:{name}', 'in.alarmNames')],
  }),
  ...rows('unguard', 'events', {
    DeleteRule: [rule('in.name')],
    DisableRule: [rule('in.name')],
    RemoveTargets: [rule('in.rule')],
  }),
  ...rows('unguard', 'wafv2', {
    DeleteWebACL: [local('wafv2', '*/webacl/{name}/{in.id}', 'in.name')],
    DisassociateWebACL: [{ at: 'in.resourceArn' }],
  }),
  ...rows('unguard', 'firehose', {
    DeleteDeliveryStream: [local('firehose', 'deliverystream/{name}', 'in.deliveryStreamName')],
  }),
];
