import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import type { QueuePlace } from './dead-letters.ts';

/** A message that was received and is not done with. */
export interface Undone {
  /** What SQS gave for this receive. */
  readonly receipt: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/** When messages come again. */
export interface ComingAgain {
  /** After so many receives a message becomes a dead letter with the next one, which needs no delay. */
  readonly mostReceives: number;
  /** From 0 to 1: how much later than it need be, so that what failed together does not come back together. */
  readonly spread: () => number;
}

/** What SQS takes at once. Source: SQS API reference, ChangeMessageVisibilityBatch. */
const BATCH = 10;
/** Seconds until the second time, and how much longer each later one takes. */
const FIRST_DELAY = 10;
const GROWTH = 4;
/** A lasting fault is outlived: five receives take 14 minutes at least, as long as without any of this. */
const LONGEST_DELAY = 900;

/**
 * Lets messages come again sooner than the queue would give them out: after 10 seconds first, then four times as long each
 * time. Answers how many the queue did not take: they come when it would have given them out anyway.
 */
export async function comeAgain(
  undone: readonly Undone[],
  { client, url }: QueuePlace,
  coming: ComingAgain,
): Promise<number> {
  let refused = 0;
  for (let at = 0; at < undone.length; at += BATCH) {
    const Entries = undone.slice(at, at + BATCH).map((each, index) => ({
      Id: String(index),
      ReceiptHandle: each.receipt,
      VisibilityTimeout: delayOf(each, coming),
    }));
    const { Failed = [] } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    refused += Failed.length;
  }
  return refused;
}

/** Whole seconds. */
function delayOf({ receives }: Undone, { mostReceives, spread }: ComingAgain): number {
  if (receives >= mostReceives) return 0;
  const delay = FIRST_DELAY * GROWTH ** (receives - 1) * (1 + spread() / 2);
  return Math.min(LONGEST_DELAY, Math.floor(delay));
}
