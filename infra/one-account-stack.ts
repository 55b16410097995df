import { Stack, type StackProps, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { Deployment } from './deployment.ts';
import { EnvironmentGate } from './environment-gate.ts';
import { GateCaller } from './gate-caller.ts';
import { gateQuestions, gatedAccounts } from './gate-questions.ts';
import { Hub } from './hub.ts';
import { consoleOf } from './console-of.ts';
import { hubOutputs } from './outputs.ts';
import { Reach } from './reach.ts';
import { Watch } from './watch.ts';

/** A deployment in which the hub watches its own account only. */
export interface OneAccountProps extends StackProps {
  readonly deployment: Deployment;
}

/** All of Ambit in the account that it watches. */
export class OneAccountStack extends Stack {
  readonly hub: Hub;

  constructor(scope: Construct, id: string, props: OneAccountProps) {
    super(scope, id, { description: 'Ambit: watches who may do what in this account', ...props });
    const { settings, governance, code } = props.deployment;
    const { prefix, partition, sessions, hubRegion, watchedRegions, trailBucket } = settings;
    this.hub = new Hub(this, 'Hub', { settings, watched: { kind: 'own-account' }, code });
    const { queues } = this.hub.resources;
    const watch = new Watch(this, 'Watch', {
      prefix,
      partition,
      sessions,
      target: { kind: 'queue', queues },
    });
    new Alarms(this, 'Alarms', { prefix, hub: this.hub, watchDeadLetters: watch.deadLetters });
    new Reach(this, 'Reach', {
      prefix,
      forwardingRegions: watchedRegions.filter((region) => region !== hubRegion),
      protectedPrincipals: governance.protectedPrincipals,
      ...(trailBucket === undefined ? {} : { trailBucket }),
    });
    hubOutputs(this, this.hub, props.deployment);
    consoleOf(this, this.hub, settings);
    this.#gate(props.deployment);
  }

  #gate(deployment: Deployment): void {
    const { prefix } = deployment.settings;
    const { functionArn } = this.hub.functions.gate;
    const caller = new GateCaller(this, 'GateCaller', { prefix, functionArn });
    const accounts = gatedAccounts(deployment);
    // without credentials it is not known which account this will be
    const mayBe = (account: string): boolean => account === this.account || Token.isUnresolved(this.account);
    if (accounts !== 'all' && !accounts.some(mayBe)) return;
    const gate = new EnvironmentGate(this, 'Gate', { prefix, functionArn, ...gateQuestions(deployment) });
    gate.node.addDependency(caller);
  }
}
