import { back, by, type CallRow, watchedRows } from './row.ts';
import { bucket, detector, given, lambda, local, logGroup, topic, trail } from './shapes.ts';

const analyzer = local('access-analyzer', 'analyzer/{name}', 'in.analyzerName');
const store = given('in.eventDataStore');
const rule = (at: string) => local('events', 'rule/{name}', at);
const alarm = local('cloudwatch', 'alarm:{name}', 'in.alarmName');
const hub = [{ arn: 'securityhub:{region}:{account}:hub/default' }];
const configurationPolicy = local('securityhub', 'configuration-policy/{name}', 'in.identifier');

/**
 * Calls that may blind those who watch: what is recorded, where it goes, what it raises, who is told. Those that take such
 * a thing away for certain stand in `unguarding.ts`. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const DETECTION_CALLS: readonly CallRow[] = [
  ...watchedRows('tamper', 'cloudtrail', {
    CreateTrail: { resources: [trail], undo: by('DeleteTrail') },
    PutInsightSelectors: {
      resources: [local('cloudtrail', 'trail/{name}', 'in.trailName'), ...store],
      undo: back('PutInsightSelectors'),
    },
    UpdateEventDataStore: { resources: store, undo: back('UpdateEventDataStore') },
    DeregisterOrganizationDelegatedAdmin: {
      resources: given('in.delegatedAdminAccountId'),
      undo: by('RegisterOrganizationDelegatedAdmin'),
    },
    DisableFederation: { resources: store, undo: back('EnableFederation') },
  }),
  ...watchedRows('tamper', 'access-analyzer', {
    CreateAnalyzer: { resources: [analyzer], undo: by('DeleteAnalyzer') },
    UpdateAnalyzer: { resources: [analyzer], undo: back('UpdateAnalyzer') },
    CreateArchiveRule: { resources: [analyzer], undo: by('DeleteArchiveRule') },
    UpdateArchiveRule: { resources: [analyzer], undo: back('UpdateArchiveRule') },
    ApplyArchiveRule: given('in.analyzerArn'),
    UpdateFindings: { resources: given('in.analyzerArn'), undo: by('UpdateFindings') },
  }),
  ...watchedRows('tamper', 'config', {
    PutConfigurationRecorder: {
      resources: given('in.configurationRecorder.name'),
      undo: back('PutConfigurationRecorder'),
    },
    PutDeliveryChannel: { resources: given('in.deliveryChannel.name'), undo: back('PutDeliveryChannel') },
    DeleteOrganizationConfigRule: {
      resources: given('in.organizationConfigRuleName'),
      undo: back('PutOrganizationConfigRule'),
    },
    DeleteConformancePack: { resources: given('in.conformancePackName'), undo: back('PutConformancePack') },
    DeleteRemediationConfiguration: {
      resources: given('in.configRuleName'),
      undo: back('PutRemediationConfigurations'),
    },
    PutRetentionConfiguration: { resources: [], undo: back('PutRetentionConfiguration') },
  }),
  ...watchedRows('tamper', 'guardduty', {
    CreateFilter: { resources: [detector], undo: by('DeleteFilter') },
    UpdateFilter: { resources: [detector], undo: back('UpdateFilter') },
    CreateIPSet: { resources: [detector], undo: by('DeleteIPSet') },
    UpdateIPSet: { resources: [detector], undo: back('UpdateIPSet') },
    DeleteMembers: { resources: [detector], undo: back('CreateMembers') },
    ArchiveFindings: { resources: [detector], undo: by('UnarchiveFindings') },
  }),
  ...watchedRows('tamper', 'securityhub', {
    BatchDisableStandards: {
      resources: given('in.standardsSubscriptionArns'),
      undo: by('BatchEnableStandards'),
    },
    BatchUpdateFindings: { resources: hub, undo: back('BatchUpdateFindings') },
    DeleteInsight: { resources: given('in.insightArn'), undo: back('CreateInsight') },
    UpdateStandardsControl: { resources: given('in.standardsControlArn'), undo: back('UpdateStandardsControl') },
    CreateConfigurationPolicy: {
      resources: given('out.arn', 'in.name'),
      undo: by('DeleteConfigurationPolicy'),
    },
    UpdateConfigurationPolicy: { resources: [configurationPolicy], undo: back('UpdateConfigurationPolicy') },
    DeleteConfigurationPolicy: { resources: [configurationPolicy], undo: back('CreateConfigurationPolicy') },
  }),
  ...watchedRows('tamper', 'detective', {
    DeleteGraph: { resources: given('in.graphArn'), undo: back('CreateGraph') },
  }),
  ...watchedRows('tamper', 'events', {
    PutRule: { resources: [rule('in.name')], undo: back('PutRule', 'DeleteRule') },
    PutTargets: { resources: [rule('in.rule')], undo: back('PutTargets', 'RemoveTargets') },
    DeleteEventBus: { resources: [local('events', 'event-bus/{name}', 'in.name')], undo: back('CreateEventBus') },
    UpdateEventBus: { resources: [local('events', 'event-bus/{name}', 'in.name')], undo: back('UpdateEventBus') },
  }),
  ...watchedRows('tamper', 'monitoring', {
    PutMetricAlarm: { resources: [alarm], undo: back('PutMetricAlarm', 'DeleteAlarms') },
    SetAlarmState: [alarm],
  }),
  ...watchedRows('tamper', 'logs', {
    PutRetentionPolicy: { resources: [logGroup], undo: back('PutRetentionPolicy', 'DeleteRetentionPolicy') },
    DeleteRetentionPolicy: { resources: [logGroup], undo: back('PutRetentionPolicy') },
    DeleteDataProtectionPolicy: {
      resources: [local('logs', 'log-group:{name}', 'in.logGroupIdentifier')],
      undo: back('PutDataProtectionPolicy'),
    },
  }),
  ...watchedRows('tamper', 'lambda', {
    PutFunctionConcurrency: {
      resources: [lambda],
      undo: back('PutFunctionConcurrency', 'DeleteFunctionConcurrency'),
    },
  }),
  ...watchedRows('tamper', 'sns', { Unsubscribe: { resources: topic, undo: back('Subscribe') } }),
  ...watchedRows('tamper', 's3', {
    PutBucketLogging: { resources: [bucket], undo: back('PutBucketLogging') },
  }),
  ...watchedRows('tamper', 'wafv2', {
    DeleteLoggingConfiguration: { resources: given('in.resourceArn'), undo: back('PutLoggingConfiguration') },
  }),
  ...watchedRows('tamper', 'route53resolver', {
    DeleteResolverQueryLogConfig: {
      resources: [local('route53resolver', 'resolver-query-log-config/{name}', 'in.resolverQueryLogConfigId')],
      undo: back('CreateResolverQueryLogConfig'),
    },
  }),
  ...watchedRows('tamper', 'bedrock', {
    DeleteModelInvocationLoggingConfiguration: {
      resources: [],
      undo: back('PutModelInvocationLoggingConfiguration'),
    },
  }),
];
