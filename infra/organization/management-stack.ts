import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { hubBusArn } from '../forwarder.ts';
import { Guardrail } from '../guardrail.ts';
import { Watch } from '../watch.ts';
import { AccountRoles } from './account-roles.ts';
import { hubPlace } from './hub-place.ts';

/** The deployment whose roles and guardrail the management account gets. */
export interface ManagementStackProps extends StackProps {
  readonly deployment: Deployment;
}

/**
 * The management account, which stack sets skip: its roles, its rules in the hub's Region, and the guardrail where it has
 * targets. Changes of the organization and of Identity Center happen here, and no guardrail binds whoever makes them:
 * of all accounts this is the one whose rules must not be missing.
 */
export class ManagementStack extends Stack {
  readonly roles: AccountRoles;
  readonly watch: Watch;
  readonly guardrail: Guardrail | undefined;

  constructor(scope: Construct, id: string, { deployment, ...props }: ManagementStackProps) {
    super(scope, id, { description: 'Ambit: lets its hub watch the management account', ...props });
    const { settings } = deployment;
    const { prefix, partition, sessions, organization } = settings;
    const place = hubPlace(settings);
    this.roles = new AccountRoles(this, 'Roles', deployment);
    this.watch = new Watch(this, 'Watch', {
      prefix,
      partition,
      sessions,
      target: { kind: 'bus', busArn: hubBusArn(place) },
    });
    const { guardrailTargets: targets = [], operators = [], trails = [] } = organization ?? {};
    const guarded = { prefix, hubAccount: place.account, stackSets: partition.stackSets, operators, trails, targets };
    this.guardrail = targets.length === 0 ? undefined : new Guardrail(this, 'Guardrail', guarded);
  }
}
