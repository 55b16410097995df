import {
  DeleteMessageBatchCommand,
  type DeleteMessageBatchCommandInput,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { DeadLetters } from '../../../lib/adapters/aws/dead-letters.ts';

const FROM = 'https://sqs.example.org/dead';
const TO = 'https://sqs.example.org/calls';

/** Two queues in memory; `takes` says which bodies the second one takes. */
function queues(bodies: readonly string[], takes: (body: string) => boolean = () => true) {
  const client = new SQSClient({ region: 'eu-west-1', credentials: { accessKeyId: 'A', secretAccessKey: 'B' } });
  const waiting = [...bodies];
  const hidden = new Map<string, string>();
  const sent: string[] = [];
  mockClient(client)
    .on(ReceiveMessageCommand, { QueueUrl: FROM })
    .callsFake(({ MaxNumberOfMessages }: ReceiveMessageCommandInput) => ({
      Messages: waiting.splice(0, MaxNumberOfMessages).map((Body) => {
        const ReceiptHandle = `receipt-${hidden.size}`;
        hidden.set(ReceiptHandle, Body);
        return { Body, ReceiptHandle };
      }),
    }))
    .on(SendMessageBatchCommand, { QueueUrl: TO })
    .callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
      const taken = Entries.filter(({ MessageBody = '' }) => takes(MessageBody));
      sent.push(...taken.map(({ MessageBody = '' }) => MessageBody));
      return { Successful: taken.map(({ Id }) => ({ Id })) };
    })
    .on(DeleteMessageBatchCommand, { QueueUrl: FROM })
    .callsFake(({ Entries = [] }: DeleteMessageBatchCommandInput) => {
      for (const { ReceiptHandle = '' } of Entries) hidden.delete(ReceiptHandle);
      return {};
    });
  const letters = new DeadLetters({ client, url: FROM });
  const bringBack = (most: number, goesOn = () => true) => letters.bringBack({ client, url: TO }, most, goesOn);
  return { sent, waiting, kept: () => [...hidden.values()], bringBack };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `call ${index}`);

describe('dead letters are brought back', () => {
  test('batch by batch, all of them, once', async () => {
    const { sent, kept, bringBack } = queues(numbered(25));
    expect(await bringBack(100)).toEqual({ moved: 25, failed: 0 });
    expect(sent).toEqual(numbered(25));
    expect(kept()).toEqual([]);
  });

  test('no more than so many', async () => {
    const { sent, waiting, bringBack } = queues(numbered(25));
    expect(await bringBack(12)).toEqual({ moved: 12, failed: 0 });
    expect([sent.length, waiting.length]).toEqual([12, 13]);
  });

  test('and what the queue does not take is not deleted', async () => {
    const { sent, kept, bringBack } = queues(numbered(12), (body) => body !== 'call 3');
    expect(await bringBack(12)).toEqual({ moved: 11, failed: 1 });
    expect(sent).toHaveLength(11);
    expect(kept()).toEqual(['call 3']);
  });

  test('until it is told to stop', async () => {
    const { sent, waiting, kept, bringBack } = queues(numbered(25));
    expect(await bringBack(25, () => sent.length < 10)).toEqual({ moved: 10, failed: 0 });
    expect([waiting.length, kept()]).toEqual([15, []]);
  });

  test('in requests that SQS takes, also where messages are large', async () => {
    const { sent, bringBack } = queues(['a', 'b', 'c', 'd'].map((letter) => letter.repeat(400_000)));
    expect(await bringBack(4)).toEqual({ moved: 4, failed: 0 });
    expect(sent.map((body) => body[0])).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a fault in between leaves what was received where it is', async () => {
    const { kept, bringBack } = queues(numbered(3), () => {
      throw new Error('the queue is gone');
    });
    await expect(bringBack(3)).rejects.toThrow('the queue is gone');
    expect(kept()).toEqual(numbered(3));
  });
});
