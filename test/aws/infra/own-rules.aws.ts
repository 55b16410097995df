import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { partsChanged, rolesAssumed } from '../../../infra/own-rules.ts';
import { PARTITIONS } from '../../../infra/partitions.ts';
import type { PickingRule } from '../../../infra/picking-rule.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { type Ministack, startMinistack } from '../ministack.ts';

const own = { prefix: 'Ambit', partition: PARTITIONS.aws, signingKey: ['1234abcd', 'alias/Ambit/ledger'] };

let ministack: Ministack;
let events: EventBridgeClient;

beforeAll(async () => {
  ministack = await startMinistack();
  events = new EventBridgeClient({
    endpoint: ministack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'unused' },
  });
});

afterAll(async () => {
  events.destroy();
  await ministack.stop();
});

async function picks({ pattern }: PickingRule, service: string, detail: JsonObject): Promise<boolean> {
  const event = {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: '111122223333',
    time: '2026-03-12T09:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { eventSource: `${service}.amazonaws.com`, managementEvent: true, ...detail },
  };
  const question = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) });
  return (await events.send(question)).Result === true;
}

/** Calls that would switch Ambit off, with the parameters of their records. */
const CHANGES: readonly (readonly [string, string, JsonObject])[] = [
  ['events', 'DisableRule', { name: 'Ambit-watch-iam' }],
  ['events', 'RemoveTargets', { rule: 'Ambit-watch-iam', ids: ['hub'] }],
  ['events', 'PutRule', { name: 'Ambit-watch-iam', state: 'DISABLED' }],
  ['events', 'DeleteRule', { name: 'calls', eventBusName: 'Ambit' }],
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'Ambit-on-call' }],
  [
    'lambda',
    'PutFunctionConcurrency20171031',
    { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:Ambit-gate' },
  ],
  ['iam', 'PutRolePolicy', { roleName: 'AmbitHolder', policyName: 'more' }],
  ['sqs', 'PurgeQueue', { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/Ambit-calls' }],
  ['sns', 'SetTopicAttributes', { topicArn: 'arn:aws:sns:us-east-1:111122223333:Ambit-findings' }],
  ['dynamodb', 'UpdateTable', { tableName: 'Ambit-HubRecordsTable0AB1', deletionProtectionEnabled: false }],
  ['dynamodb', 'DeleteTable', { tableName: 'arn:aws:dynamodb:us-east-1:111122223333:table/Ambit-HubRecordsTable0AB1' }],
  ['s3', 'PutBucketPolicy', { bucketName: 'ambit-hubrecordsevidence-1x' }],
  ['kms', 'ScheduleKeyDeletion', { keyId: '1234abcd', pendingWindowInDays: 7 }],
  ['scheduler', 'DeleteSchedule', { groupName: 'Ambit', name: 'deadline-00ff' }],
  ['monitoring', 'DeleteAlarms', { alarmNames: ['other', 'Ambit-holds-failed'] }],
  ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/Ambit-on-call' }],
];

describe('the rule for changes of own parts', () => {
  test.each(CHANGES)('picks %s %s', async (service, eventName, requestParameters) => {
    expect(await picks(partsChanged(own), service, { eventName, requestParameters })).toBe(true);
  });

  test.each<readonly [string, string, JsonObject]>([
    [
      'what the functions make',
      'scheduler',
      { eventName: 'CreateSchedule', requestParameters: { groupName: 'Ambit', name: 'deadline-00ff' } },
    ],
    ['what the key signs', 'kms', { eventName: 'Sign', requestParameters: { keyId: '1234abcd' } }],
    [
      'the logs that functions begin',
      'logs',
      { eventName: 'CreateLogStream', requestParameters: { logGroupName: '/aws/lambda/Ambit-api' } },
    ],
    [
      'parts of others',
      'lambda',
      { eventName: 'UpdateFunctionCode20150331v2', requestParameters: { functionName: 'orders' } },
    ],
    [
      'calls on data',
      'dynamodb',
      { eventName: 'PutItem', managementEvent: false, requestParameters: { tableName: 'Ambit-Table' } },
    ],
  ])('leaves %s', async (_, service, detail) => {
    expect(await picks(partsChanged(own), service, detail)).toBe(false);
  });
});

const issuedBy = (userName: string): JsonObject => ({
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { type: 'Role', userName } },
});

describe('the rule for assumptions of own roles', () => {
  const assume = (userIdentity: JsonObject, role: string) =>
    picks(rolesAssumed(own), 'sts', {
      eventName: 'AssumeRole',
      userIdentity,
      requestParameters: { roleArn: `arn:aws:iam::444455556666:role/${role}`, roleSessionName: 'x' },
    });

  test('leaves the functions, and the services that run them', async () => {
    expect(await assume(issuedBy('AmbitRestore'), 'AmbitRestorer')).toBe(false);
    expect(await assume({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }, 'AmbitOnCall')).toBe(false);
    expect(await assume({ type: 'AWSService', invokedBy: 'scheduler.amazonaws.com' }, 'AmbitScheduler')).toBe(false);
  });

  test('picks everybody else, whatever they come as', async () => {
    expect(await assume(issuedBy('Administrator'), 'AmbitRestorer')).toBe(true);
    expect(await assume({ type: 'IAMUser', userName: 'AmbitOnCall' }, 'AmbitHolder')).toBe(true);
    expect(await assume({ type: 'AWSAccount', accountId: '999999999999' }, 'AmbitObserver')).toBe(true);
  });

  test('leaves the roles of others', async () => {
    expect(await assume(issuedBy('Administrator'), 'orders')).toBe(false);
  });
});
