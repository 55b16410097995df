import { type EnvironmentRow, environmentRows } from './row.ts';
import type { ResourceRule } from './resource-rules.ts';
import { bucket, dbCluster, dbInstance, detector, ec2, local, logGroup, stack, table, trail, zone } from './shapes.ts';

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
  return { source, name, kind: 'environment', effect: 'unguard', resources, when: { at, is } };
}

/** Calls that take away what guards an environment or records what happens in it. Parameters: recorded CloudTrail logs
 * and the AWS API models. */
export const UNGUARDING_CALLS: readonly EnvironmentRow[] = [
  unguardingWhen('cloudformation', 'UpdateTerminationProtection', [stack], 'in.enableTerminationProtection', false),
  ...environmentRows('unguard', 'cloudformation', { SetStackPolicy: [stack] }),
  ...environmentRows('unguard', 'ec2', {
    ModifyInstanceAttribute: {
      resources: [ec2('instance', 'in.instanceId')],
      // named as an attribute, its value stands apart: that it is set at all is enough
      when: [
        { at: 'in.disableApiTermination.value', is: false },
        { at: 'in.attribute', is: 'disableApiTermination' },
      ],
    },
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
  ...environmentRows('unguard', 'backup', {
    DeleteBackupVaultLockConfiguration: [local('backup', 'backup-vault:{name}', 'in.backupVaultName')],
    DeleteBackupSelection: [local('backup', 'backup-plan:{name}', 'in.backupPlanId')],
  }),
  ...environmentRows('unguard', 'cloudtrail', {
    StopLogging: [trail],
    DeleteTrail: [trail],
    // whether these record less than before is not in the record
    UpdateTrail: [trail],
    PutEventSelectors: [local('cloudtrail', 'trail/{name}', 'in.trailName')],
    DeleteEventDataStore: [{ at: 'in.eventDataStore' }],
    StopEventDataStoreIngestion: [{ at: 'in.eventDataStore' }],
  }),
  ...environmentRows('unguard', 'config', {
    StopConfigurationRecorder: [{ at: 'in.configurationRecorderName' }],
    DeleteConfigurationRecorder: [{ at: 'in.configurationRecorderName' }],
    DeleteDeliveryChannel: [{ at: 'in.deliveryChannelName' }],
    DeleteConfigRule: [{ at: 'in.configRuleName' }],
  }),
  ...environmentRows('unguard', 'guardduty', {
    DeleteDetector: [detector],
    StopMonitoringMembers: [detector],
    DisassociateMembers: [detector],
    DisassociateFromMasterAccount: [detector],
    DeletePublishingDestination: [detector],
  }),
  unguardingWhen('guardduty', 'UpdateDetector', [detector], 'in.enable', false),
  ...environmentRows('unguard', 'securityhub', {
    DisableSecurityHub: [{ arn: 'securityhub:{region}:{account}:hub/default' }],
  }),
  ...environmentRows('unguard', 'access-analyzer', {
    DeleteAnalyzer: [local('access-analyzer', 'analyzer/{name}', 'in.analyzerName')],
  }),
  ...environmentRows('unguard', 'macie2', { DisableMacie: [] }),
  ...environmentRows('unguard', 'inspector2', { Disable: [] }),
  ...environmentRows('unguard', 'logs', {
    DeleteLogGroup: [logGroup],
    DeleteLogStream: [local('logs', 'log-group:{in.logGroupName}:log-stream:{name}', 'in.logStreamName')],
    DeleteSubscriptionFilter: [logGroup],
    DeleteMetricFilter: [logGroup],
  }),
  ...environmentRows('unguard', 'monitoring', {
    DeleteAlarms: [local('cloudwatch', 'alarm:{name}', 'in.alarmNames')],
    DisableAlarmActions: [local('cloudwatch', 'alarm:{name}', 'in.alarmNames')],
  }),
  ...environmentRows('unguard', 'events', {
    DeleteRule: [rule('in.name')],
    DisableRule: [rule('in.name')],
    RemoveTargets: [rule('in.rule')],
  }),
  ...environmentRows('unguard', 'wafv2', {
    DeleteWebACL: [local('wafv2', '*/webacl/{name}/{in.id}', 'in.name')],
    DisassociateWebACL: [{ at: 'in.resourceArn' }],
  }),
  ...environmentRows('unguard', 'firehose', {
    DeleteDeliveryStream: [local('firehose', 'deliverystream/{name}', 'in.deliveryStreamName')],
  }),
  ...environmentRows('unguard', 's3', { DeleteBucketEncryption: [bucket] }),
  ...environmentRows('unguard', 'ec2', {
    DisableSnapshotBlockPublicAccess: [],
    DisableImageBlockPublicAccess: [],
    DisableEbsEncryptionByDefault: [],
    EnableSerialConsoleAccess: [],
  }),
  ...environmentRows('unguard', 'route53', { DisableHostedZoneDNSSEC: [{ ...zone, at: 'in.hostedZoneId' }] }),
  ...environmentRows('unguard', 'route53domains', { DisableDomainTransferLock: [{ at: 'in.domainName' }] }),
  ...environmentRows('unguard', 'controltower', { DisableControl: [{ at: 'in.enabledControlIdentifier' }] }),
];
