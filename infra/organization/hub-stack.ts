import { Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Alarms } from '../alarms.ts';
import type { Deployment } from '../deployment.ts';
import { gatedAccounts } from '../gate-questions.ts';
import { Hub } from '../hub.ts';
import { consoleOf } from '../console-of.ts';
import { hubOutputs } from '../outputs.ts';
import type { OrganizationSettings } from '../organization-settings.ts';
import { watchDeadLettersName } from '../watch.ts';
import { Members } from './members.ts';

/** The policy of a function takes 20 KB, and each account nearly 400 bytes of it. Source: Lambda developer guide, "Lambda quotas". */
const MOST_NAMED = 40;

/** A deployment whose hub watches an organization from a member account. */
export interface OrganizationHubProps extends StackProps {
  readonly deployment: Deployment;
  readonly organization: OrganizationSettings;
}

/**
 * The hub of an organization, and the stack sets that let it into the members. The hub's own account is a member like
 * any other, so its rules and roles come with them.
 */
export class OrganizationHubStack extends Stack {
  readonly hub: Hub;
  readonly members: Members;

  constructor(scope: Construct, id: string, { deployment, organization, ...props }: OrganizationHubProps) {
    super(scope, id, { description: 'Ambit: watches who may do what in this organization', ...props });
    const { settings, code } = deployment;
    const { id: organizationId } = organization;
    this.hub = new Hub(this, 'Hub', { settings, watched: { kind: 'organization', organizationId }, code });
    // it comes with the members' stack of this account
    const arn = this.formatArn({ service: 'sqs', resource: watchDeadLettersName(settings.prefix) });
    const watchDeadLetters = Queue.fromQueueArn(this, 'WatchDeadLetters', arn);
    new Alarms(this, 'Alarms', { prefix: settings.prefix, hub: this.hub, watchDeadLetters });
    hubOutputs(this, this.hub, deployment);
    consoleOf(this, this.hub, settings);
    this.#letHooksAsk(gatedAccounts(deployment), organizationId);
    this.members = new Members(this, 'Members', { deployment, organization });
    // EventBridge asks the hub's bus before it takes a rule that sends there
    this.members.node.addDependency(this.hub);
  }

  /**
   * The hooks of the accounts that have one, as far as a function's policy can say it: a role that it names must be there before it,
   * and the hooks' roles come after. The guardrail leaves nobody in these accounts but the hooks.
   */
  #letHooksAsk(accounts: ReturnType<typeof gatedAccounts>, organizationId: string): void {
    const { gate } = this.hub.functions;
    if (accounts === 'all' || accounts.length > MOST_NAMED) {
      gate.grantInvoke(new OrganizationPrincipal(organizationId));
      return;
    }
    for (const account of accounts) {
      gate.addPermission(`HooksOf${account}`, { principal: new AccountPrincipal(account), organizationId });
    }
  }
}
