import type { JsonObject } from '../../json.ts';
import { managementLeftOut } from './event-selectors.ts';
import { at, attribute, blinds, has, lacks, loses, mayLose, request } from './losses.ts';
import type { ResourceRule } from './resource-rules.ts';
import { back, type CallRow, watchedRows, unlessBefore } from './row.ts';
import {
  bucket,
  dbCluster,
  dbInstance,
  ec2,
  eksCluster,
  given,
  loadBalancer,
  local,
  logGroup,
  topic,
  trail,
} from './shapes.ts';

const store = given('in.eventDataStore');
const selected = local('cloudtrail', 'trail/{name}', 'in.trailName');
const rule = (place: string): ResourceRule => local('events', 'rule/{name}', place);
const alarm = (place: string) => local('cloudwatch', 'alarm:{name}', place);
const bus = local('events', 'event-bus/{name}', 'in.name');
const redshiftCluster = local('redshift', 'cluster:{name}', 'in.clusterIdentifier');

const leavesOut = (part: 'all' | 'some') => request((asked: JsonObject) => managementLeftOut(asked) === part);
const noLogs = [loses('stopped its logs', has('in.cloudwatchLogsExportConfiguration.disableLogTypes'))];

/**
 * Calls that may stop what is written down of what happens, and who is told of it: trails, logs, events, alarms. A row says
 * what is lost; what goes on as before or gets more is no loss. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const RECORDING_CALLS: readonly CallRow[] = [
  ...watchedRows('tamper', 'cloudtrail', {
    StopLogging: { resources: [trail], undo: unlessBefore('StartLogging'), losses: [blinds('stopped the trail')] },
    DeleteTrail: { resources: [trail], advice: back('CreateTrail'), losses: [blinds('deleted the trail')] },
    UpdateTrail: {
      resources: [trail],
      advice: back('UpdateTrail'),
      losses: [
        blinds('left all Regions but one out of the trail', at('in.isMultiRegionTrail', false)),
        blinds('left IAM and other global services out of the trail', at('in.includeGlobalServiceEvents', false)),
        blinds('left the accounts of the organization out of the trail', at('in.isOrganizationTrail', false)),
        loses('gave up the digests that show changed files', at('in.enableLogFileValidation', false)),
        mayLose('sent the trail elsewhere', has('in.s3BucketName'), has('in.s3KeyPrefix')),
        mayLose('sent the trail to other logs', has('in.cloudWatchLogsLogGroupArn')),
        mayLose('encrypted the trail with another key', has('in.kmsKeyId')),
      ],
    },
    PutEventSelectors: {
      resources: [selected],
      advice: back('PutEventSelectors'),
      losses: [
        blinds('left the calls that change something out of the trail', leavesOut('all')),
        loses('left some calls out of the trail', leavesOut('some')),
        mayLose('left calls on data out of the trail', request(hasNoDataEvents)),
      ],
    },
    DisableFederation: {
      resources: store,
      advice: back('EnableFederation'),
      losses: [loses('let nobody query the events from Athena any more')],
    },
    PutInsightSelectors: {
      resources: [selected, ...store],
      advice: back('PutInsightSelectors'),
      losses: [loses('stopped looking for unusual activity', lacks('insightSelectors'))],
    },
    DeleteEventDataStore: {
      resources: store,
      advice: back('RestoreEventDataStore'),
      losses: [blinds('deleted the store')],
    },
    StopEventDataStoreIngestion: {
      resources: store,
      advice: back('StartEventDataStoreIngestion'),
      losses: [blinds('stopped the store')],
    },
    UpdateEventDataStore: {
      resources: store,
      advice: back('UpdateEventDataStore'),
      losses: [
        loses('let the store be deleted', at('in.terminationProtectionEnabled', false)),
        blinds('left all Regions but one out of the store', at('in.multiRegionEnabled', false)),
        blinds('left the accounts of the organization out of the store', at('in.organizationEnabled', false)),
        mayLose('left calls out of the store', has('in.advancedEventSelectors')),
        mayLose('shortened how long the store keeps', has('in.retentionPeriod')),
      ],
    },
    DeregisterOrganizationDelegatedAdmin: {
      resources: given('in.delegatedAdminAccountId'),
      losses: [loses('took the trails from the account that looks after them')],
    },
    DeleteChannel: { resources: given('in.channel'), losses: [loses('deleted the channel')] },
  }),
  ...watchedRows('tamper', 'events', {
    DeleteRule: { resources: [rule('in.name')], advice: back('PutRule'), losses: [loses('deleted the rule')] },
    DisableRule: {
      resources: [rule('in.name')],
      undo: unlessBefore('EnableRule'),
      losses: [loses('disabled the rule')],
    },
    RemoveTargets: {
      resources: [rule('in.rule')],
      advice: back('PutTargets'),
      losses: [loses('took the rule its targets')],
    },
    PutRule: {
      resources: [rule('in.name')],
      advice: back('PutRule', 'DeleteRule'),
      losses: [loses('disabled the rule', at('in.state', 'DISABLED')), mayLose('may have narrowed the rule')],
    },
    PutTargets: {
      resources: [rule('in.rule')],
      advice: back('PutTargets', 'RemoveTargets'),
      losses: [mayLose('may have sent elsewhere what the rule picks')],
    },
    DeleteEventBus: { resources: [bus], advice: back('CreateEventBus'), losses: [loses('deleted the bus')] },
    UpdateEventBus: { resources: [bus], advice: back('UpdateEventBus'), losses: [mayLose('changed the bus')] },
  }),
  ...watchedRows('tamper', 'monitoring', {
    DeleteAlarms: {
      resources: [alarm('in.alarmNames')],
      advice: back('PutMetricAlarm', 'PutCompositeAlarm'),
      losses: [loses('deleted the alarm')],
    },
    DisableAlarmActions: {
      resources: [alarm('in.alarmNames')],
      undo: unlessBefore('EnableAlarmActions'),
      losses: [loses('muted the alarm')],
    },
    PutMetricAlarm: {
      resources: [alarm('in.alarmName')],
      advice: back('PutMetricAlarm', 'DeleteAlarms'),
      losses: [loses('muted the alarm', at('in.actionsEnabled', false)), mayLose('may have dulled the alarm')],
    },
    SetAlarmState: {
      resources: [alarm('in.alarmName')],
      losses: [loses('said that all is well in the place of the alarm', at('in.stateValue', 'OK'))],
    },
    DeleteMetricStream: {
      resources: [local('cloudwatch', 'metric-stream/{name}', 'in.name')],
      advice: back('PutMetricStream'),
      losses: [loses('deleted the stream of metrics')],
    },
    StopMetricStreams: {
      resources: [local('cloudwatch', 'metric-stream/{name}', 'in.names')],
      undo: unlessBefore('StartMetricStreams'),
      losses: [loses('stopped the stream of metrics')],
    },
  }),
  ...watchedRows('tamper', 'logs', {
    DeleteLogGroup: { resources: [logGroup], losses: [loses('deleted the logs')] },
    DeleteLogStream: {
      resources: [local('logs', 'log-group:{in.logGroupName}:log-stream:{name}', 'in.logStreamName')],
      losses: [loses('deleted the logs')],
    },
    DeleteSubscriptionFilter: {
      resources: [logGroup],
      undo: back('PutSubscriptionFilter'),
      losses: [loses('sends the logs on no more')],
    },
    DeleteMetricFilter: {
      resources: [logGroup],
      undo: back('PutMetricFilter'),
      losses: [loses('counts in the logs no more')],
    },
    PutRetentionPolicy: {
      resources: [logGroup],
      advice: back('PutRetentionPolicy', 'DeleteRetentionPolicy'),
      losses: [mayLose('may have shortened how long logs are kept')],
    },
    DeleteDestination: {
      resources: [local('logs', 'destination:{name}', 'in.destinationName')],
      advice: back('PutDestination'),
      losses: [loses('deleted where logs go')],
    },
    DeleteDelivery: {
      resources: [local('logs', 'delivery:{name}', 'in.id')],
      advice: back('CreateDelivery'),
      losses: [loses('stopped the delivery of logs')],
    },
  }),
  ...watchedRows('tamper', 'ec2', {
    DeleteFlowLogs: {
      resources: [
        ec2('vpc-flow-log', 'in.DeleteFlowLogsRequest.FlowLogId.content'),
        ec2('vpc-flow-log', 'in.DeleteFlowLogsRequest.FlowLogId'),
      ],
      advice: back('CreateFlowLogs'),
      losses: [loses('deleted the flow logs')],
    },
  }),
  ...watchedRows('tamper', 'firehose', {
    DeleteDeliveryStream: {
      resources: [local('firehose', 'deliverystream/{name}', 'in.deliveryStreamName')],
      advice: back('CreateDeliveryStream'),
      losses: [loses('deleted the stream')],
    },
  }),
  ...watchedRows('tamper', 'sns', {
    Unsubscribe: { resources: topic, advice: back('Subscribe'), losses: [loses('ended the subscription')] },
  }),
  ...watchedRows('tamper', 's3', {
    PutBucketLogging: {
      resources: [bucket],
      advice: back('PutBucketLogging'),
      losses: [
        loses('stopped the access logs', lacks('BucketLoggingStatus.LoggingEnabled')),
        mayLose('sent the access logs elsewhere', has('in.BucketLoggingStatus.LoggingEnabled')),
      ],
    },
  }),
  ...watchedRows('tamper', 'wafv2', {
    DeleteLoggingConfiguration: {
      resources: given('in.resourceArn'),
      advice: back('PutLoggingConfiguration'),
      losses: [loses('stopped the logs')],
    },
  }),
  ...watchedRows('tamper', 'route53', {
    DeleteQueryLoggingConfig: {
      resources: given('in.id'),
      advice: back('CreateQueryLoggingConfig'),
      losses: [loses('stopped the logs of queries')],
    },
  }),
  ...watchedRows('tamper', 'route53resolver', {
    DeleteResolverQueryLogConfig: {
      resources: [local('route53resolver', 'resolver-query-log-config/{name}', 'in.resolverQueryLogConfigId')],
      advice: back('CreateResolverQueryLogConfig'),
      losses: [loses('stopped the logs of queries')],
    },
    DisassociateResolverQueryLogConfig: {
      resources: [local('route53resolver', 'resolver-query-log-config/{name}', 'in.resolverQueryLogConfigId')],
      advice: back('AssociateResolverQueryLogConfig'),
      losses: [loses('stopped the logs of queries')],
    },
  }),
  ...watchedRows('tamper', 'bedrock', {
    DeleteModelInvocationLoggingConfiguration: {
      resources: [],
      advice: back('PutModelInvocationLoggingConfiguration'),
      losses: [loses('stopped the logs of what models are asked')],
    },
  }),
  ...watchedRows('tamper', 'eks', {
    UpdateClusterConfig: {
      resources: eksCluster,
      advice: back('UpdateClusterConfig'),
      losses: [loses('stopped logs of the cluster', at('in.logging.clusterLogging[].enabled', false))],
    },
  }),
  ...watchedRows('tamper', 'rds', {
    ModifyDBInstance: { resources: [dbInstance], advice: back('ModifyDBInstance'), losses: noLogs },
    ModifyDBCluster: { resources: [dbCluster], advice: back('ModifyDBCluster'), losses: noLogs },
  }),
  ...watchedRows('tamper', 'elasticloadbalancing', {
    ModifyLoadBalancerAttributes: {
      resources: loadBalancer,
      advice: back('ModifyLoadBalancerAttributes'),
      losses: [
        loses('stopped the access logs', attribute('in.attributes', 'access_logs.s3.enabled', 'false')),
        loses('stopped the access logs', at('in.loadBalancerAttributes.accessLog.enabled', false)),
      ],
    },
  }),
  ...watchedRows('tamper', 'redshift', {
    DisableLogging: {
      resources: [redshiftCluster],
      advice: back('EnableLogging'),
      losses: [loses('stopped the audit logs')],
    },
  }),
  ...watchedRows('tamper', 'securitylake', {
    DeleteDataLake: { resources: given('in.regions'), losses: [loses('deleted the data lake')] },
    DeleteAwsLogSource: {
      resources: given('in.sources[].accounts', 'in.sources[].sourceName'),
      losses: [loses('collects the logs no more')],
    },
  }),
];

/** Selectors that ask for no call on data replace any that did. */
function hasNoDataEvents(asked: JsonObject): boolean {
  return !JSON.stringify(asked).match(/"dataResources":\[\{|"Data"/i);
}
