import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { AGENT_CALLS } from './agent-calls.ts';
import { Forwarder } from './forwarder.ts';
import { KEEPS_DEAD_LETTERS, type Queues } from './hub/queues.ts';
import { letRulesSend, RULE_RETRY } from './hub/rule-delivery.ts';
import { partsChanged } from './own-rules.ts';
import type { Partition } from './partitions.ts';
import { fitting, type PickingRule, stateOf } from './picking-rule.ts';
import type { WatchedSessions } from './session-rule.ts';
import { watchRules } from './watch-rules.ts';

/** Where a Region's rules send what they pick. */
export type WatchTarget =
  /** The hub's queues, in the same account and Region. */
  | { readonly kind: 'queue'; readonly queues: Pick<Queues, 'calls' | 'sessions'> }
  /** The hub's bus, in another account or Region. */
  | { readonly kind: 'bus'; readonly busArn: string };

/** Which calls the rules of a Region pick, and where they send them. */
export interface WatchProps {
  /** Begins the names of rules and queue. */
  readonly prefix: string;
  readonly partition: Partition;
  readonly target: WatchTarget;
  /** Absent: all. */
  readonly sessions?: WatchedSessions;
  /** Rules besides those for the calls that Ambit reads. */
  readonly alsoForwards?: readonly PickingRule[];
}

/**
 * The rules of one account and Region that pick the calls which Ambit reads, and send them to the hub in one hop. What
 * cannot be delivered within a day is kept in a queue in the same Region. A trail must record management events in the
 * account, or EventBridge gets none of them.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail".
 */
export class Watch extends Construct {
  readonly rules: readonly CfnRule[];
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { prefix, partition, target, sessions } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: watchDeadLettersName(prefix),
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    letRulesSend(this.deadLetters, prefix);
    acknowledge(this.deadLetters, [KEEPS_DEAD_LETTERS]);
    const to = this.#placesOf(prefix, target);
    const calls = [...watchRules(partition, sessions), AGENT_CALLS];
    const rules = [...calls, ...ownRules(props), ...(props.alsoForwards ?? [])];
    this.rules = rules.map((rule) => this.#rule(rule, prefix, to(rule)));
  }

  #rule(rule: PickingRule, prefix: string, to: TargetArn): CfnRule {
    return new CfnRule(this, rule.name, {
      name: `${prefix}-watch-${rule.name}`,
      description: rule.description,
      state: stateOf(rule),
      eventPattern: fitting(rule),
      targets: [{ id: 'hub', ...to, deadLetterConfig: { arn: this.deadLetters.queueArn } }],
    });
  }

  /** Where the rules send, each by its lane: on a bus the hub itself tells them apart. */
  #placesOf(prefix: string, target: WatchTarget): (rule: PickingRule) => TargetArn {
    switch (target.kind) {
      case 'queue':
        return ({ lane }) => ({ arn: target.queues[lane ?? 'calls'].queueArn, retryPolicy: { ...RULE_RETRY } });
      case 'bus': {
        const { busArn } = target;
        // as long and as often as `RULE_RETRY` is what EventBridge does unasked, and a template of a stack set has little room
        const to = { arn: busArn, roleArn: new Forwarder(this, 'Forwarder', { prefix, busArn }).role.roleArn };
        return () => to;
      }
    }
  }
}

/** Changes of Ambit's own parts: the hub looks for those in its Region itself. */
function ownRules({ prefix, partition, target }: WatchProps): readonly PickingRule[] {
  switch (target.kind) {
    case 'queue':
      return [];
    case 'bus':
      return [partsChanged({ prefix, partition, signingKey: [] })];
  }
}

/** The name of the queue, in each Region, of what its rules could not deliver. */
export function watchDeadLettersName(prefix: string): string {
  return `${prefix}-watch-dead-letters`;
}

interface TargetArn {
  readonly arn: string;
  readonly roleArn?: string;
  readonly retryPolicy?: CfnRule.RetryPolicyProperty;
}
