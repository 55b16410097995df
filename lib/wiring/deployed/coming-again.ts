import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { comeAgain } from '../../adapters/aws/come-again.ts';
import type { Base } from './base.ts';

/**
 * Lets messages of the queue of calls that are not done with come again soon; those of other queues come when their queue gives them
 * out. Where SQS refuses, they still come in time, so the refusal is reported and stops nothing.
 */
export function openComingAgain({ environment, telemetry }: Base): (undone: readonly SQSRecord[]) => Promise<void> {
  const queue = { client: new SQSClient({}), url: environment.calls };
  const coming = { mostReceives: environment.mostReceives, spread: () => Math.random() };
  return async (undone) => {
    const ofCalls = undone.filter(({ eventSourceARN }) => lastOf(eventSourceARN, ':') === lastOf(queue.url, '/'));
    if (ofCalls.length === 0) return;
    const messages = ofCalls.map(({ receiptHandle: receipt, attributes }) => {
      return { receipt, receives: Number(attributes.ApproximateReceiveCount) };
    });
    try {
      const refused = await comeAgain(messages, queue, coming);
      if (refused > 0) telemetry.info('some messages come again late', { refused });
    } catch (fault) {
      telemetry.fault('messages come again late', fault, { messages: messages.length });
    }
  };
}

function lastOf(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
