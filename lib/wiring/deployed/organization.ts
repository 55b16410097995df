import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountDirectory } from '../../adapters/aws/account-directory.ts';
import type { CallBudget } from '../../adapters/aws/call-budget.ts';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import type { MemberCredentials } from '../../adapters/aws/member-clients.ts';
import { OrganizationAccounts } from '../../adapters/aws/organization-accounts.ts';
import type { Clock } from '../../ports/clock.ts';

/** How Organizations is reached to list the accounts. */
export interface OrganizationReading {
  readonly partition: string;
  /** Of a role that may list the accounts. */
  readonly credentials: () => Promise<MemberCredentials>;
  readonly budget: CallBudget;
  readonly clock: Clock;
}

/** The accounts of the organization that the hub's account may list. */
export function openOrganization({ partition, credentials, budget, clock }: OrganizationReading): AccountDirectory {
  const region = controlPlaneOf(partition).organizations;
  const client = new OrganizationsClient({ region, credentials, retryMode: 'adaptive' });
  return new OrganizationAccounts(client, budget, clock);
}
