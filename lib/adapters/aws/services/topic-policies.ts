import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { CallBudget } from '../call-budget.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** Policies of topics, of which each has one. Source: Amazon SNS API reference. */
export function topicPolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const sns = new SNSClient(config);
  return {
    async read(TopicArn) {
      const command = new GetTopicAttributesCommand({ TopicArn });
      const { Attributes } = await budget.spendOn('the policy of a topic could not be read', (options) =>
        sns.send(command, options),
      );
      return Attributes?.['Policy'];
    },
    async write(TopicArn, text) {
      const command = new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: text });
      await budget.spendOn('the policy of a topic could not be written', (options) => sns.send(command, options));
    },
  };
}
