import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue in a Region. */
export interface QueuePlace {
  readonly client: SQSClient;
  readonly url: string;
}

/** What came of bringing messages back. */
export interface BroughtBack {
  readonly moved: number;
  /** Messages that the other queue did not take; they stay where they were. */
  readonly failed: number;
}

/** What SQS takes at once. Source: SQS API reference, SendMessageBatch. */
const BATCH = 10;
/** One batch is moved in a second or two; what was not moved is there again soon. */
const HIDDEN_SECONDS = 60;
/** Waiting asks all of SQS's servers; not waiting, an answer may be empty though there are messages. */
const WAIT_SECONDS = 2;
/** Bytes of one request, all messages together. Source: SQS developer guide, "Amazon SQS message quotas". */
const LARGEST_REQUEST = 1_048_576;

/** Messages that nobody could handle, and how they are brought back. */
export class DeadLetters {
  readonly #from: QueuePlace;

  constructor(from: QueuePlace) {
    this.#from = from;
  }

  /** About how many there are, those that somebody is looking at included. */
  async waiting(): Promise<number> {
    const { Attributes } = await this.#from.client.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.#from.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const { ApproximateNumberOfMessages = '0', ApproximateNumberOfMessagesNotVisible = '0' } = Attributes ?? {};
    return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  }

  /**
   * Moves at most so many messages to another queue: each is sent there first and deleted here afterwards, so that a stop in
   * between leaves it in both, and never in neither. `goesOn` is asked before each batch.
   */
  async bringBack(to: QueuePlace, most: number, goesOn: () => boolean): Promise<BroughtBack> {
    let moved = 0;
    let failed = 0;
    while (moved + failed < most && goesOn()) {
      const messages = await this.#receive(Math.min(BATCH, most - moved - failed));
      if (messages.length === 0) break;
      for (const batch of batchesOf(messages)) {
        const sent = await sendAll(batch, to);
        await this.#delete(sent);
        moved += sent.length;
        failed += batch.length - sent.length;
      }
    }
    return { moved, failed };
  }

  async #receive(most: number): Promise<readonly Message[]> {
    const { Messages } = await this.#from.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#from.url,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    return Messages ?? [];
  }

  /** What is not deleted is moved again another time, and is then handled once all the same. */
  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#from.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.#from.url, Entries }));
  }
}

/** Batches that fit into one request each. */
function batchesOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  const batches: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = Buffer.byteLength(message.Body ?? '', 'utf8');
    if (bytes + size > LARGEST_REQUEST) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(message);
    bytes += size;
  }
  return batches;
}

/** Those of the messages that the queue took. */
async function sendAll(messages: readonly Message[], { client, url }: QueuePlace): Promise<readonly Message[]> {
  const Entries = messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body }));
  const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  const taken = new Set(Successful.map(({ Id }) => Id));
  return messages.filter((_, index) => taken.has(String(index)));
}
