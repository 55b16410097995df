import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** How long and how often EventBridge tries to deliver: as long and as often as it can. */
export const RULE_RETRY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } as const;

/**
 * Lets the rules of this account and Region whose names begin with the prefix send to a queue, as a target or as the
 * place for what could not be delivered. Nobody else's rule may: SQS asks for the rule's ARN.
 * Source: EventBridge user guide, "Using dead-letter queues to process undelivered events".
 */
export function letRulesSend(queue: Queue, prefix: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'RulesSend',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/${prefix}*` },
      },
    }),
  );
}
