import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkBacklog, checkDeadLetters, checkUndelivered } from '../../../../lib/adapters/aws/checks/queues.ts';
import { NOWHERE } from '../mocked.ts';

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
    [999, 'ok', 'about 999 calls wait, 3 are being handled; the alarm backlog says when one waits for over 5 minutes'],
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
