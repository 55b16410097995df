import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { Deployment } from './deployment.ts';
import { Forwarder } from './forwarder.ts';
import { Hub } from './hub.ts';
import { hubOutputs } from './outputs.ts';
import { Reach } from './reach.ts';
import { Watch } from './watch.ts';

export interface OneAccountProps extends StackProps {
  readonly deployment: Deployment;
}

/** All of Ambit in the account that it watches. */
export class OneAccountStack extends Stack {
  readonly hub: Hub;

  constructor(scope: Construct, id: string, props: OneAccountProps) {
    super(scope, id, { description: 'Ambit: watches who may do what in this account', ...props });
    const { settings, governance, code } = props.deployment;
    const { prefix, partition, trailBucket } = settings;
    this.hub = new Hub(this, 'Hub', { settings, watched: { kind: 'own-account' }, code });
    const { queues, bus } = this.hub.resources;
    const watch = new Watch(this, 'Watch', { prefix, partition, target: { kind: 'queue', queue: queues.calls } });
    new Alarms(this, 'Alarms', { prefix, hub: this.hub, watchDeadLetters: watch.deadLetters });
    new Forwarder(this, 'Forwarder', { prefix, busArn: bus.eventBusArn });
    new Reach(this, 'Reach', {
      prefix,
      protectedPrincipals: governance.protectedPrincipals,
      ...(trailBucket === undefined ? {} : { trailBucket }),
    });
    hubOutputs(this, this.hub, settings);
  }
}
