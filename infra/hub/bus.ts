import { EventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, OrganizationPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Partition } from '../partitions.ts';
import type { Watched } from '../watched.ts';
import type { Queues } from './queues.ts';
import { RULE_RETRY } from './rule-delivery.ts';

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
    new CfnRule(this, 'Calls', {
      name: `${prefix}-calls`,
      description: 'Calls that other accounts and Regions sent',
      eventBusName: this.bus.eventBusName,
      state: 'ENABLED',
      // nobody but AWS can put an event whose source begins so, and a rule cannot change what it forwards
      eventPattern: { source: [{ prefix: 'aws.' }], 'detail-type': partition.detailTypes },
      targets: [
        {
          id: 'calls',
          arn: queues.calls.queueArn,
          retryPolicy: { ...RULE_RETRY },
          deadLetterConfig: { arn: queues.deadLetters.queueArn },
        },
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
