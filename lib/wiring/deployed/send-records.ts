import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isJsonObject, type JsonValue } from '../../core/json.ts';

/** Messages of one SendMessageBatch, and bytes of all of them; with room for what SQS counts besides. Source: SQS quotas. */
const MOST_MESSAGES = 10;
const MOST_BYTES = 250_000;

/** Puts records into the queue of calls, as if an event had told them. Throws where the queue takes one of them not. */
export async function sendRecords(records: readonly JsonValue[], sqs: SQSClient, queue: string): Promise<void> {
  let bodies: string[] = [];
  let bytes = 0;
  for (const record of records) {
    const body = bodyOf(record);
    const size = Buffer.byteLength(body);
    if (bodies.length === MOST_MESSAGES || bytes + size > MOST_BYTES) {
      await sendBodies(bodies, sqs, queue);
      [bodies, bytes] = [[], 0];
    }
    bodies.push(body);
    bytes += size;
  }
  await sendBodies(bodies, sqs, queue);
}

/** What is too large for a message goes without what the call was given: the account then shows what it changed. */
function bodyOf(record: JsonValue): string {
  const whole = JSON.stringify(record);
  if (Buffer.byteLength(whole) <= MOST_BYTES || !isJsonObject(record)) return whole;
  return JSON.stringify({ ...record, requestParameters: null, responseElements: null });
}

async function sendBodies(bodies: readonly string[], sqs: SQSClient, queue: string): Promise<void> {
  if (bodies.length === 0) return;
  const entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: entries }));
  const [first] = Failed;
  if (first !== undefined) {
    throw new Error(
      `${Failed.length} of ${bodies.length} messages were not taken by ${queue}: ${first.Code}: ${first.Message}`,
    );
  }
}
