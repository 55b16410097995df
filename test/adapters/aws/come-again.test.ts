import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { comeAgain, type Undone } from '../../../lib/adapters/aws/come-again.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/calls';
const MOST_RECEIVES = 5;

/** Asks SQS for these messages, and tells what it was asked: a list for each request. */
async function asked(undone: readonly Undone[], { late = 0, failing = 0 } = {}) {
  const client = new SQSClient({ region: 'us-east-1' });
  const sqs = mockClient(client);
  const Failed = Array.from({ length: failing }, (_, index) => {
    return { Id: String(index), SenderFault: true, Code: 'ReceiptHandleIsInvalid' };
  });
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({ Successful: [], Failed });
  const coming = { mostReceives: MOST_RECEIVES, spread: () => late };
  const refused = await comeAgain(undone, { client, url: URL }, coming);
  const requests = sqs
    .commandCalls(ChangeMessageVisibilityBatchCommand)
    .map(({ args: [{ input }] }) =>
      (input.Entries ?? []).map((entry) => [entry.ReceiptHandle, entry.VisibilityTimeout]),
    );
  return { requests, refused };
}

const received = (receives: number): Undone => ({ receipt: `receipt-${receives}`, receives });
const delaysOf = ({ requests }: { readonly requests: readonly (readonly unknown[])[][] }) =>
  requests.flat().map(([, delay]) => Number(delay));

describe('a message that is not done with', () => {
  test('comes again soon, then later each time, and as a dead letter at once', async () => {
    const { requests } = await asked([1, 2, 3, 4, 5].map(received));
    expect(requests).toEqual([
      [
        ['receipt-1', 10],
        ['receipt-2', 40],
        ['receipt-3', 160],
        ['receipt-4', 640],
        ['receipt-5', 0],
      ],
    ]);
  });

  test('comes at another moment than others that failed with it, and never later than in a quarter of an hour', async () => {
    expect(delaysOf(await asked([1, 2, 3, 4, 5].map(received), { late: 0.99 }))).toEqual([14, 59, 239, 900, 0]);
  });

  test('is tried for as long as if the queue alone gave it out, five times three minutes apart', async () => {
    const delays = delaysOf(await asked([1, 2, 3, 4].map(received)));
    expect(delays.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(4 * 180);
  });

  test('is told of with others, ten in a request', async () => {
    const { requests } = await asked(Array.from({ length: 25 }, () => received(1)));
    expect(requests.map((each) => each.length)).toEqual([10, 10, 5]);
  });

  test('is counted where the queue does not take it', async () => {
    expect((await asked([received(1), received(2)], { failing: 2 })).refused).toBe(2);
  });
});
