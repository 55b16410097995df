import { EventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, OrganizationPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Partition } from '../partitions.ts';
import { fitting, type PickingRule, stateOf } from '../picking-rule.ts';
import { sentCalls, sentSessions } from '../session-rule.ts';
import type { Watched } from '../watched.ts';
import type { Queues } from './queues.ts';
import { RULE_RETRY } from './rule-delivery.ts';

/** Whose events the bus takes, and the queue it fills with them. */
export interface HubBusProps {
  readonly prefix: string;
  readonly partition: Partition;
  readonly watched: Watched;
  readonly queues: Queues;
}

/**
 * The bus on which other accounts and Regions put what their rules picked, and on which Ambit announces what it found. An
 * event that a rule brought to a bus is not forwarded to another bus, so all of them send here directly.
 * Source: EventBridge user guide, "Sending and receiving events between AWS accounts".
 */
export class HubBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: HubBusProps) {
    super(scope, id);
    const { prefix, partition, queues } = props;
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: prefix,
      description: 'Calls from all that Ambit watches, and what Ambit found',
    });
    this.#admit(props.watched);
    this.#rule('Calls', sentCalls(partition), { prefix, to: queues.calls, deadLetters: queues.deadLetters });
    this.#rule('Sessions', sentSessions(partition), { prefix, to: queues.sessions, deadLetters: queues.deadLetters });
  }

  #rule(id: string, rule: PickingRule, { prefix, to, deadLetters }: Sending): void {
    const { name, description } = rule;
    new CfnRule(this, id, {
      name: `${prefix}-${name}`,
      description,
      eventBusName: this.bus.eventBusName,
      state: stateOf(rule),
      eventPattern: fitting(rule),
      targets: [
        { id: name, arn: to.queueArn, retryPolicy: { ...RULE_RETRY }, deadLetterConfig: { arn: deadLetters.queueArn } },
      ],
    });
  }

  #admit(watched: Watched): void {
    switch (watched.kind) {
      case 'own-account':
        return;
      case 'organization':
        this.#allow(new OrganizationPrincipal(watched.organizationId));
        return;
      case 'accounts':
        for (const account of watched.accounts) this.#allow(new AccountPrincipal(account), account);
    }
  }

  #allow(principal: AccountPrincipal | OrganizationPrincipal, name = ''): void {
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: `Send${name}`,
        principals: [principal],
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
      }),
    );
  }
}

/** Where a rule of the bus sends what it picks, and what cannot be delivered there. */
interface Sending {
  readonly prefix: string;
  readonly to: Queue;
  readonly deadLetters: Queue;
}
