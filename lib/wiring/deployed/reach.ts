import { STSClient } from '@aws-sdk/client-sts';
import { type AccountDirectory, namedAccounts } from '../../adapters/aws/account-directory.ts';
import { CallBudget } from '../../adapters/aws/call-budget.ts';
import { IamAccountReader } from '../../adapters/aws/iam-account-reader.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { MemberClients } from '../../adapters/aws/member-clients.ts';
import { ReadMemory } from '../../adapters/aws/read-memory.ts';
import type { Base } from './base.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** How a function reads accounts. */
export interface Reading {
  /** What one invocation spends at most: below the function's own limit, so that it can still say what it did not do. */
  readonly limits: { readonly attempts: number; readonly milliseconds: number };
  /** How long what was read is taken for unchanged where no call said otherwise, in milliseconds. */
  readonly rememberFor: number;
}

/** How accounts are reached, and what an invocation may spend on them. */
export interface Reach {
  readonly accounts: IamAccountReader;
  readonly clients: MemberClients;
  /** Begun anew with each invocation. */
  readonly budget: CallBudget;
  /** Is told of each call, so that what it changed is read anew. */
  readonly memory: ReadMemory;
}

/** Each account by its own role there. */
export function openReach(base: Base, { limits, rememberFor }: Reading): Reach {
  const { environment, partition, clock, pause, name } = base;
  const budget = new CallBudget(limits, clock);
  const memory = new ReadMemory(rememberFor, clock);
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
  { environment, partition, hubAccount, clock }: Base,
  clients: MemberClients,
  budget: CallBudget,
): AccountDirectory {
  if (environment.accounts.length > 0) return namedAccounts(environment.accounts);
  const directory = whenFirstUsed(async () => {
    const { openOrganization } = await import('./organization.ts');
    const credentials = () => clients.credentials(hubAccount, 'Observer');
    return openOrganization({ partition, credentials, budget, clock });
  });
  return { all: async () => (await directory()).all(), has: async (account) => (await directory()).has(account) };
}
