import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from '../../infra/alarms.ts';
import { Console } from '../../infra/console.ts';
import type { Deployment } from '../../infra/deployment.ts';
import { EnvironmentGate } from '../../infra/environment-gate.ts';
import { GateCaller } from '../../infra/gate-caller.ts';
import { Hub } from '../../infra/hub.ts';
import { Reach } from '../../infra/reach.ts';
import { Watch } from '../../infra/watch.ts';

/** Ambit beside what else a security account has. */
export class OwnStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly deployment: Deployment }) {
    super(scope, id, props);
    const { settings, governance, code } = props.deployment;
    const { prefix, partition } = settings;

    // once: queue, functions, ledger, evidence, schedules; here for this account and one more
    const watched = { kind: 'accounts', accounts: ['444455556666'] } as const;
    const hub = new Hub(this, 'Hub', { settings, watched, code });

    // in each Region of each account: the rules; in the hub's own they send straight to its queue,
    // elsewhere to its bus: `{ kind: 'bus', busArn: … }`
    const target = { kind: 'queue', queues: hub.resources.queues } as const;
    const watch = new Watch(this, 'Watch', { prefix, partition, target });

    // once in each account: the roles that let the hub in
    const { protectedPrincipals } = governance;
    new Reach(this, 'Reach', { prefix, forwardingRegions: [], protectedPrincipals });

    // where an environment is guarded: CloudFormation asks before it changes something
    const { functionArn } = hub.functions.gate;
    const caller = new GateCaller(this, 'GateCaller', { prefix, functionArn });
    const spared = { ownStacks: [this.stackName], breakGlassRoles: [] };
    const gate = new EnvironmentGate(this, 'Gate', { prefix, functionArn, failureMode: 'WARN', ...spared });
    gate.node.addDependency(caller);

    new Alarms(this, 'Alarms', { prefix, hub, watchDeadLetters: watch.deadLetters });

    // where people read and sign
    const origins = ['https://id.example.com'];
    const identity = { issuer: 'https://id.example.com/tenant', clientId: 'ambit-console', origins };
    new Console(this, 'Console', { prefix, api: hub.functions.api, identity, logRetentionDays: 365 });
  }
}
