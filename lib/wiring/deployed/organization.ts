import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountDirectory } from '../../adapters/aws/account-directory.ts';
import type { CallBudget } from '../../adapters/aws/call-budget.ts';
import { controlPlaneOf } from '../../core/account/control-plane.ts';
import { OrganizationAccounts } from '../../adapters/aws/organization-accounts.ts';
import type { Clock } from '../../ports/clock.ts';

/** The accounts of the organization that the hub's account may list. */
export function openOrganization(partition: string, budget: CallBudget, clock: Clock): AccountDirectory {
  const region = controlPlaneOf(partition).organizations;
  return new OrganizationAccounts(new OrganizationsClient({ region, retryMode: 'adaptive' }), budget, clock);
}
