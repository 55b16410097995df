import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { comeAgain } from '../../adapters/aws/come-again.ts';
import type { Base } from './base.ts';

/**
 * Lets messages of the queue of calls that are not done with come again soon. Where SQS does not take that, they come when
 * the queue would have given them out anyway, so it is told of and keeps nothing from going on.
 */
export function openComingAgain({ environment, telemetry }: Base): (undone: readonly SQSRecord[]) => Promise<void> {
  const queue = { client: new SQSClient({}), url: environment.calls };
  const coming = { mostReceives: environment.mostReceives, spread: () => Math.random() };
  return async (undone) => {
    const messages = undone.map(({ receiptHandle: receipt, attributes }) => {
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
