import { CloudWatchClient, GetMetricDataCommand, type GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkQueueAges } from '../../../../lib/adapters/aws/checks/queue-ages.ts';
import { checkBacklog, checkDeadLetters, checkUndelivered } from '../../../../lib/adapters/aws/checks/queues.ts';
import { NOWHERE, refused } from '../mocked.ts';

const QUEUES = {
  calls: 'https://sqs/calls',
  callsDeadLetters: 'https://sqs/calls-dead-letters',
  sweepPages: 'https://sqs/sweep-pages',
  sweepDeadLetters: 'https://sqs/sweep-dead-letters',
  deadLetters: 'https://sqs/dead-letters',
};

/** Queues with so many messages that wait. */
function queuesWith(waiting: Readonly<Record<string, number>>): SQSClient {
  const client = new SQSClient(NOWHERE);
  mockClient(client)
    .on(GetQueueAttributesCommand)
    .callsFake(async ({ QueueUrl }: { readonly QueueUrl: string }) => ({
      Attributes: {
        ApproximateNumberOfMessages: String(waiting[QueueUrl] ?? 0),
        ApproximateNumberOfMessagesNotVisible: '3',
      },
    }));
  return client;
}

describe('the queue of calls', () => {
  test.each([
    [0, 'ok', 'no call waits, about 3 are being handled'],
    [999, 'ok', 'about 999 calls wait, 3 are being handled'],
    [1000, 'warning', 'about 1000 calls wait'],
  ] as const)('with %d calls that wait is %s', async (waiting, verdict, says) => {
    const check = await checkBacklog(queuesWith({ [QUEUES.calls]: waiting }), QUEUES);
    expect(check).toMatchObject({ verdict, says: expect.stringContaining(says) });
  });
});

describe('queues of dead letters', () => {
  test('are counted one by one, with what is worked on', async () => {
    const checks = await checkDeadLetters(queuesWith({ [QUEUES.deadLetters]: 4 }), QUEUES);
    expect(checks.map(({ name, verdict, says }) => [name, verdict, says])).toEqual([
      ['dead calls', 'problem', 'about 3 calls could not be handled'],
      ['dead sweep pages', 'problem', 'about 3 parts of accounts could not be handled'],
      ['dead invocations', 'problem', 'about 7 invocations could not be handled'],
    ]);
  });

  test('of rules are a problem where something lies there', () => {
    expect(checkUndelivered('eu-west-1', 0)).toMatchObject({ name: 'dead events eu-west-1', verdict: 'ok' });
    expect(checkUndelivered('eu-west-1', 2)).toMatchObject({ verdict: 'problem', says: expect.stringContaining('2') });
  });
});

describe('the age of the oldest message', () => {
  const NOW = Date.UTC(2026, 2, 12, 9);
  const HOUR = 3600;
  const DAY = 24 * HOUR;

  /** What is said of a queue whose ages CloudWatch has, the newest first, in seconds; all other queues have none. */
  async function saidOf(queue: string, ages: readonly number[]) {
    const client = new CloudWatchClient(NOWHERE);
    const mock = mockClient(client);
    mock.on(GetMetricDataCommand).callsFake(({ MetricDataQueries }: GetMetricDataCommandInput) => ({
      MetricDataResults: MetricDataQueries?.map(({ Id, MetricStat }) => {
        const isOf = MetricStat?.Metric?.Dimensions?.[0]?.Value === queue;
        return { Id, Values: isOf ? ages : [] };
      }),
    }));
    const checks = await checkQueueAges(client, { prefix: 'Ambit', now: NOW });
    expect(mock.commandCalls(GetMetricDataCommand)).toHaveLength(1);
    expect(checks.filter(({ name }) => name !== `age ${queue}`).map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 6 }, () => 'ok'),
    );
    return checks.find(({ name }) => name === `age ${queue}`);
  }

  test.each([
    ['Ambit-calls', [300, 4000], 'ok', 'the oldest message is 5 minutes old'],
    ['Ambit-calls', [301], 'problem', 'the oldest message is 5 minutes old, more than 5 minutes'],
    ['Ambit-calls', [], 'ok', 'nothing has waited in the last 15 minutes, as CloudWatch measures it'],
    ['Ambit-sessions', [HOUR], 'ok', 'the oldest message is 60 minutes old'],
    ['Ambit-sessions', [3 * HOUR], 'warning', 'the oldest message is 3 hours old, more than 60 minutes'],
    ['Ambit-sweep-pages', [30], 'ok', 'the oldest message is 30 seconds old'],
    ['Ambit-calls-dead-letters', [9 * DAY], 'ok', 'the oldest message is 9 days old'],
    ['Ambit-dead-letters', [11 * DAY], 'problem', 'the oldest message is 11 days old, more than 10 days'],
  ] as const)('of %s, %j, is %s', async (queue, ages, verdict, says) => {
    expect(await saidOf(queue, ages)).toMatchObject({ verdict, says });
  });

  test('is a fault where CloudWatch does not say it, and no good news', async () => {
    const client = new CloudWatchClient(NOWHERE);
    mockClient(client).on(GetMetricDataCommand).rejects(refused('AccessDenied'));
    await expect(checkQueueAges(client, { prefix: 'Ambit', now: NOW })).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
