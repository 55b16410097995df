import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { CallBudget } from '../call-budget.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** Policies of queues, by their ARNs; an empty one takes it away. Source: Amazon SQS API reference. */
export function queuePolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const sqs = new SQSClient(config);
  const urlOf = async (arn: string): Promise<string | undefined> => {
    const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
    const command = new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId });
    return (await budget.spendOn('the address of a queue could not be read', (options) => sqs.send(command, options)))
      .QueueUrl;
  };
  return {
    async read(arn) {
      const command = new GetQueueAttributesCommand({ QueueUrl: await urlOf(arn), AttributeNames: ['Policy'] });
      const { Attributes } = await budget.spendOn('the policy of a queue could not be read', (options) =>
        sqs.send(command, options),
      );
      return Attributes?.Policy;
    },
    async write(arn, text = '') {
      const command = new SetQueueAttributesCommand({ QueueUrl: await urlOf(arn), Attributes: { Policy: text } });
      await budget.spendOn('the policy of a queue could not be written', (options) => sqs.send(command, options));
    },
  };
}
