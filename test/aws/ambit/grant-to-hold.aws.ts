import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { HUB, inMinistack } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { countersign, moveToEnd } from './countersign.ts';
import { decisionFor, grantExcess, makeAgent, passDrill } from './grants.ts';
import { installAmbit, type Installed } from './installed.ts';
import { caseOf, idle } from './waiting.ts';
import { assertSound } from './sound.ts';

const WRITE = 's3:PutObject';

let ambit: Installed;

beforeAll(async () => {
  ambit = await installAmbit();
});
afterEach(() => assertSound(ambit));
afterAll(() => ambit.stop());

describe('a grant beyond the standard', () => {
  test('is told of, and not held, until a drill has passed', async () => {
    const arn = await makeAgent(ambit.iam, 'early');
    await grantExcess(ambit.iam, 'early');
    await caseOf(ambit, arn, 'alerted');
    expect(await decisionFor(ambit.iam, 'early', WRITE)).toBe('allow');
  });

  test('is held, given back when two people have countersigned, and held again when the waiver ends', async () => {
    await passDrill(ambit);
    const arn = await makeAgent(ambit.iam, 'kiro');
    await grantExcess(ambit.iam, 'kiro');
    const { finding } = await caseOf(ambit, arn, 'held');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');

    expect(await countersign(ambit, finding, 'sub-ada')).toMatchObject({
      status: 403,
      body: { code: 'SIGNED_OWN_REQUEST' },
    });
    expect(await countersign(ambit, finding, 'sub-security')).toMatchObject({ body: { outcome: 'signed' } });
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');
    expect(await countersign(ambit, finding, 'sub-owner')).toMatchObject({ body: { outcome: 'complete' } });
    const restored = await caseOf(ambit, arn, 'restored');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).toBe('allow');

    // what would still be under way would be two days late
    await idle(ambit);
    moveToEnd(ambit, restored);
    await caseOf(ambit, arn, 'held');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');
  });
});

describe('somebody who begins sessions in a loop', () => {
  /** Turns are all that a call leaves in the table besides entries of the ledger. */
  async function turnsTaken(): Promise<number | undefined> {
    const table = physicalId(ambit.deployed, 'AWS::DynamoDB::Table');
    const scan = new ScanCommand({
      TableName: table,
      Select: 'COUNT',
      FilterExpression: 'begins_with(pk, :turns)',
      ExpressionAttributeValues: { ':turns': { S: 'TURNS#' } },
    });
    return (await new DynamoDBClient(inMinistack(ambit.cloud)).send(scan)).Count;
  }

  test('delays no hold, and leaves nothing behind', async () => {
    const { cloud, deployed, ledger } = ambit;
    const sqs = new SQSClient(inMinistack(cloud));
    const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesSessions4');
    const before = await turnsTaken();
    for (let batch = 0; batch < 100; batch += 1) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `m${index}`,
        MessageBody: begun(batch * 10 + index),
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    expect(await turnsTaken()).toBe(before);
    const arn = await makeAgent(ambit.iam, 'beside-sessions');
    await grantExcess(ambit.iam, 'beside-sessions');
    await caseOf(ambit, arn, 'held');
    expect(await decisionFor(ambit.iam, 'beside-sessions', WRITE)).not.toBe('allow');
    await eventually(async () => {
      const AttributeNames: QueueAttributeName[] = [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ];
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Object.values(Attributes).every((count) => count === '0') || undefined;
    }, 60_000);
    expect(await ledger.about('begun-0')).toEqual([]);
    expect(cloud.ministack.output()).not.toContain('begun-');
  });
});

/** The message of a session that Ada begins, as EventBridge sends it. */
function begun(place: number): string {
  const role = `arn:aws:iam::${HUB}:role/reports`;
  return JSON.stringify({
    source: 'aws.sts',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventVersion: '1.11',
      eventID: `begun-${place}`,
      eventTime: '2026-03-12T09:00:00Z',
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      eventType: 'AwsApiCall',
      awsRegion: 'us-east-1',
      readOnly: true,
      recipientAccountId: HUB,
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAADA',
        arn: `arn:aws:iam::${HUB}:user/ada`,
        accountId: HUB,
        userName: 'ada',
      },
      requestParameters: { roleArn: role, roleSessionName: `loop-${place}` },
      responseElements: null,
    },
  });
}
