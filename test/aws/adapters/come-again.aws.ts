import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { comeAgain } from '../../../lib/adapters/aws/come-again.ts';
import { type Ministack, startMinistack } from '../ministack.ts';

const HIDDEN_SECONDS = 180;
const MOST_RECEIVES = 2;
const coming = { mostReceives: MOST_RECEIVES, spread: () => 0 };

let ministack: Ministack;

beforeAll(async () => {
  ministack = await startMinistack();
});

afterAll(() => ministack.stop());

/** A queue whose messages are hidden for long, and the queue of its dead letters. */
async function makeQueues() {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' };
  const client = new SQSClient({ endpoint: ministack.endpoint, region: 'us-east-1', credentials });
  const urlOf = async (QueueName: string, Attributes: Record<string, string>) =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const deadLetters = await urlOf('dead-letters', {});
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead-letters';
  const url = await urlOf('calls', {
    VisibilityTimeout: String(HIDDEN_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MOST_RECEIVES }),
  });
  /** The next message within so many seconds. */
  const next = async (QueueUrl: string, WaitTimeSeconds: number) => {
    const { Messages: [message] = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    if (message === undefined) return undefined;
    const { ReceiptHandle: receipt = '', Attributes = {} } = message;
    return { receipt, receives: Number(Attributes.ApproximateReceiveCount) };
  };
  return { client, url, deadLetters, next };
}

test('a message that failed comes again in seconds, and is a dead letter after as many receives as before', async () => {
  const { client, url, deadLetters, next } = await makeQueues();
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a call' }));
  const first = await next(url, 1);
  expect(first?.receives).toBe(1);
  expect(await comeAgain(first === undefined ? [] : [first], { client, url }, coming)).toBe(0);
  expect(await next(url, 1)).toBeUndefined();
  const second = await next(url, 20);
  expect(second?.receives).toBe(2);
  expect(await comeAgain(second === undefined ? [] : [second], { client, url }, coming)).toBe(0);
  expect(await next(url, 1)).toBeUndefined();
  expect(await next(deadLetters, 5)).toBeDefined();
});
