import { STSClient } from '@aws-sdk/client-sts';
import { type AccountDirectory, namedAccounts } from '../../adapters/aws/account-directory.ts';
import type { CallBudget } from '../../adapters/aws/call-budget.ts';
import { IamAccountReader } from '../../adapters/aws/iam-account-reader.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { MemberClients } from '../../adapters/aws/member-clients.ts';
import type { Base } from './base.ts';
import type { Bounds } from './bounds.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** How accounts are reached, and what an invocation may spend on them. */
export interface Reach extends Bounds {
  readonly accounts: IamAccountReader;
  readonly clients: MemberClients;
}

/** Each account by its own role there. */
export function openReach(base: Base, { budget, memory }: Bounds): Reach {
  const { environment, partition, pause, name } = base;
  const clients = new MemberClients({
    partition,
    rolePrefix: environment.rolePrefix,
    actingAs: name,
    sts: new STSClient({ retryMode: 'adaptive' }),
    budget,
    makeIam: (config) => iamClient(config, budget),
  });
  const directory = openDirectory(base, clients, budget);
  const accounts = new IamAccountReader({ partition, clients, directory, budget, memory, pause });
  return { accounts, clients, budget, memory };
}

/** The accounts that the stack names, else those of the organization, whose client is loaded only then. */
function openDirectory(
  { environment, partition, hubAccount, clock, name }: Base,
  clients: MemberClients,
  budget: CallBudget,
): AccountDirectory {
  if (environment.accounts.length > 0) return namedAccounts(environment.accounts);
  const directory = whenFirstUsed(async () => {
    const { openOrganization } = await import('./organization.ts');
    // who only compares records does not become the Observer, who reads what principals hold
    const credentials = () => clients.credentials(hubAccount, name === 'reconcile' ? 'Auditor' : 'Observer');
    return openOrganization({ partition, credentials, budget, clock });
  });
  return { all: async () => (await directory()).all(), has: async (account) => (await directory()).has(account) };
}
