import { describe, expect, test } from '@jest/globals';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf, without } from './records.ts';

const AT = 'us-east-1:111122223333';
/** A service of ECS as it was named before 2021. */
const OLD_SERVICE = `arn:aws:ecs:${AT}:service/web`;

type Members = { readonly request?: JsonObject; readonly response?: JsonObject; readonly resources?: JsonObject[] };
const callOf = (source: string, eventName: string, { request, response, resources }: Members, more: JsonObject = {}) =>
  readCall(
    recordOf({
      eventSource: `${source}.amazonaws.com`,
      eventName,
      requestParameters: request ?? null,
      responseElements: response ?? null,
      ...(resources === undefined ? {} : { resources }),
      ...more,
    }),
  );

const RESOURCES: readonly (readonly [string, string, Members, readonly string[]])[] = [
  [
    'ec2',
    'TerminateInstances',
    { request: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } } },
    [`arn:aws:ec2:${AT}:instance/i-1`, `arn:aws:ec2:${AT}:instance/i-2`],
  ],
  [
    'ec2',
    'DeleteNatGateway',
    { request: { DeleteNatGatewayRequest: { NatGatewayId: 'nat-1' } } },
    [`arn:aws:ec2:${AT}:natgateway/nat-1`],
  ],
  [
    'ec2',
    'DeleteFlowLogs',
    { request: { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1', tag: 1 } } } },
    [`arn:aws:ec2:${AT}:vpc-flow-log/fl-1`],
  ],
  [
    'cloudformation',
    'DeleteStack',
    { request: { stackName: 'cost-prod' } },
    [`arn:aws:cloudformation:${AT}:stack/cost-prod/*`],
  ],
  [
    'cloudformation',
    'DeleteStack',
    { request: { stackName: `arn:aws:cloudformation:${AT}:stack/cost-prod/7f` } },
    [`arn:aws:cloudformation:${AT}:stack/cost-prod/7f`],
  ],
  [
    'cloudformation',
    'CreateStack',
    { request: { stackName: 'cost-prod' }, response: { stackId: `arn:aws:cloudformation:${AT}:stack/cost-prod/8a` } },
    [`arn:aws:cloudformation:${AT}:stack/cost-prod/8a`],
  ],
  [
    'elasticbeanstalk',
    'TerminateEnvironment',
    { request: { environmentName: 'prod' }, response: { applicationName: 'cost', environmentName: 'prod' } },
    [`arn:aws:elasticbeanstalk:${AT}:environment/cost/prod`],
  ],
  [
    'elasticbeanstalk',
    'TerminateEnvironment',
    { request: { environmentName: 'prod' } },
    [`arn:aws:elasticbeanstalk:${AT}:environment/*/prod`],
  ],
  ['elasticbeanstalk', 'TerminateEnvironment', { request: { environmentId: 'e-1' } }, ['e-1']],
  ['s3', 'DeleteBucket', { request: { bucketName: 'logs', Host: 'logs.s3.amazonaws.com' } }, ['arn:aws:s3:::logs']],
  ['rds', 'DeleteDBInstance', { request: { dBInstanceIdentifier: 'main' } }, [`arn:aws:rds:${AT}:db:main`]],
  ...['f', `${AT}:function:f`, '111122223333:function:f', '111122223333:f', 'function:f'].map(
    (functionName) =>
      ['lambda', 'DeleteFunction20150331', { request: { functionName } }, [`arn:aws:lambda:${AT}:function:f`]] as const,
  ),
  // RDS takes a name in any case
  ['rds', 'DeleteDBCluster', { request: { dBClusterIdentifier: 'MAIN-Db' } }, [`arn:aws:rds:${AT}:cluster:main-db`]],
  [
    'dynamodb',
    'DeleteTable',
    {
      request: { tableName: 'orders' },
      resources: [{ ARN: `arn:aws:dynamodb:${AT}:table/orders`, type: 'AWS::DynamoDB::Table' }],
    },
    [`arn:aws:dynamodb:${AT}:table/orders`],
  ],
  [
    'kms',
    'ScheduleKeyDeletion',
    { request: { keyId: '1234-5678' }, resources: [{ arn: `arn:aws:kms:${AT}:key/1234-5678` }] },
    [`arn:aws:kms:${AT}:key/1234-5678`],
  ],
  [
    'lambda',
    'DeleteFunction20150331',
    { request: { functionName: '111122223333:function:resize' } },
    [`arn:aws:lambda:${AT}:function:resize`],
  ],
  [
    'ecs',
    'DeleteService',
    { request: { cluster: `arn:aws:ecs:${AT}:cluster/prod`, service: 'web' } },
    [`arn:aws:ecs:${AT}:service/prod/web`],
  ],
  // services from before 2021 are named without their cluster
  ...[
    { request: { cluster: 'prod', service: 'web' }, response: { service: { serviceArn: OLD_SERVICE } } },
    { request: { cluster: `arn:aws:ecs:${AT}:cluster/prod`, service: OLD_SERVICE } },
    {
      request: { service: OLD_SERVICE },
      response: { service: { serviceArn: OLD_SERVICE, clusterArn: `arn:aws:ecs:${AT}:cluster/prod` } },
    },
    {
      request: { cluster: 'prod', service: 'web' },
      response: { service: { serviceArn: `arn:aws:ecs:${AT}:service/prod/web` } },
    },
  ].map((members) => ['ecs', 'DeleteService', members, [`arn:aws:ecs:${AT}:service/prod/web`]] as const),
  ...['web', OLD_SERVICE].map(
    (service) => ['ecs', 'DeleteService', { request: { service } }, [`arn:aws:ecs:${AT}:service/default/web`]] as const,
  ),
  ['eks', 'DeleteCluster', { request: { name: 'prod' } }, [`arn:aws:eks:${AT}:cluster/prod`]],
  ...['', '/', '//'].map(
    (end) =>
      [
        'sqs',
        'DeleteQueue',
        { request: { queueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/jobs${end}` } },
        [`arn:aws:sqs:${AT}:jobs`],
      ] as const,
  ),
  ...['Z1', '/hostedzone/Z1', 'hostedzone/Z1/'].map(
    (id) => ['route53', 'DeleteHostedZone', { request: { id } }, ['arn:aws:route53:::hostedzone/Z1']] as const,
  ),
  [
    'ssm',
    'DeleteParameters',
    { request: { names: ['/a/b', 'c'] } },
    [`arn:aws:ssm:${AT}:parameter/a/b`, `arn:aws:ssm:${AT}:parameter/c`],
  ],
  [
    'secretsmanager',
    'DeleteSecret',
    { request: { secretId: 'db/password' } },
    [`arn:aws:secretsmanager:${AT}:secret:db/password-*`],
  ],
  ['logs', 'DeleteLogGroup', { request: { logGroupName: '/aws/x' } }, [`arn:aws:logs:${AT}:log-group:/aws/x`]],
  ['cloudtrail', 'StopLogging', { request: { name: 'main' } }, [`arn:aws:cloudtrail:${AT}:trail/main`]],
  ['securityhub', 'DisableSecurityHub', {}, [`arn:aws:securityhub:${AT}:hub/default`]],
  ['ec2', 'DeleteVpc', {}, []],
];

describe('the resources of a call', () => {
  test.each(RESOURCES)('%s %s with %j', (source, name, members, resources) => {
    expect(callOf(source, name, members)).toMatchObject({
      kind: 'call',
      call: { change: { resources } },
    });
  });

  test.each([
    ['aws-us-gov', { userIdentity: { arn: 'arn:aws-us-gov:iam::111122223333:user/ada' } }],
    ['aws-cn', { awsRegion: 'cn-north-1', userIdentity: { type: 'AWSService' } }],
    ['aws-eusc', { awsRegion: 'eusc-de-east-1', userIdentity: { type: 'AWSService' } }],
  ])('are in partition %s with %j', (partition, more) => {
    const reading = callOf('s3', 'DeleteBucket', { request: { bucketName: 'logs' } }, more);
    expect(reading).toMatchObject({ call: { change: { resources: [`arn:${partition}:s3:::logs`] } } });
  });
});

const CONDITIONAL: readonly (readonly [string, string, JsonObject, JsonObject])[] = [
  [
    'cloudformation',
    'UpdateTerminationProtection',
    { stackName: 's', enableTerminationProtection: false },
    { stackName: 's', enableTerminationProtection: true },
  ],
  ['rds', 'ModifyDBInstance', { deletionProtection: false }, { applyImmediately: true }],
  ['dynamodb', 'UpdateTable', { deletionProtectionEnabled: 'false' }, { billingMode: 'PAY_PER_REQUEST' }],
  ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: false }, { detectorId: 'd', enable: true }],
  [
    's3',
    'PutBucketVersioning',
    { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } },
    { bucketName: 'b', VersioningConfiguration: { Status: 'Enabled' } },
  ],
  ['ec2', 'ModifyInstanceAttribute', { disableApiTermination: { value: false } }, { attribute: 'sourceDestCheck' }],
  [
    'route53',
    'ChangeResourceRecordSets',
    { hostedZoneId: 'Z', changeBatch: { changes: [{ action: 'UPSERT' }, { action: 'DELETE' }] } },
    { hostedZoneId: 'Z', changeBatch: { changes: [{ action: 'UPSERT' }] } },
  ],
];

describe('an operation whose effect hangs on a parameter', () => {
  test.each(CONDITIONAL)('%s %s is a call with %j and unrelated with %j', (source, name, withEffect, withoutEffect) => {
    expect(callOf(source, name, { request: withEffect }).kind).toBe('call');
    expect(callOf(source, name, { request: withoutEffect }).kind).toBe('unrelated');
  });

  test.each(CONDITIONAL)('%s %s without any parameters is assumed to have it', (source, name) => {
    expect(callOf(source, name, {}).kind).toBe('call');
  });
});

const ENVIRONMENT_CALLS = CALLS.filter((row) => row.kind === 'environment');

describe('the table', () => {
  test('names each operation once', () => {
    const names = ENVIRONMENT_CALLS.map((row) => `${row.source}:${row.name}`);
    expect(names).toHaveLength(new Set(names).size);
  });

  test.each(ENVIRONMENT_CALLS.map((row) => [row.source, row.name, row] as const))(
    '%s %s that was refused without parameters is a call that changed nothing',
    (source, name, row) => {
      const reading = callOf(source, name, {}, { errorCode: 'AccessDenied' });
      expect(reading).toMatchObject({ call: { change: { effect: row.effect }, error: { code: 'AccessDenied' } } });
    },
  );

  test('reads a call without an actor as well', () => {
    const record = without(recordOf({ eventSource: 'ec2.amazonaws.com', eventName: 'DeleteVpc' }), 'userIdentity');
    expect(readCall(record)).toMatchObject({ call: { actor: { kind: 'unknown' } } });
  });
});
