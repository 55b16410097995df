import { STSClient } from '@aws-sdk/client-sts';
import { type AccountDirectory, namedAccounts } from '../../adapters/aws/account-directory.ts';
import { CallBudget } from '../../adapters/aws/call-budget.ts';
import { IamAccountReader } from '../../adapters/aws/iam-account-reader.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { MemberClients } from '../../adapters/aws/member-clients.ts';
import { ReadMemory } from '../../adapters/aws/read-memory.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Base } from './base.ts';

/** The accounts that are watched, and what an invocation may spend on them. */
export interface Accounts {
  readonly accounts: AccountReader;
  readonly clients: MemberClients;
  readonly budget: CallBudget;
  /** Is told of each call, so that what it changed is read anew. */
  readonly memory: ReadMemory;
}

/** What one invocation spends at most: well below the functions' own limit, so that it can still say what it did not do. */
const LIMITS = { attempts: 2000, milliseconds: 120_000 } as const;
/** How long what was read is taken for unchanged, where no call said otherwise, in milliseconds. */
const REMEMBERED_FOR = 60_000;

/** Reads of accounts, each by its own role there. */
export function openAccounts(
  base: Base,
  limits: typeof LIMITS | { readonly attempts: number; readonly milliseconds: number } = LIMITS,
): Accounts {
  const { environment, partition, clock, pause, name } = base;
  const budget = new CallBudget(limits, clock);
  const memory = new ReadMemory(REMEMBERED_FOR, clock);
  const clients = new MemberClients({
    partition,
    rolePrefix: environment.rolePrefix,
    actingAs: name,
    sts: new STSClient({ retryMode: 'adaptive' }),
    budget,
    makeIam: (config) => iamClient(config, budget),
  });
  const directory = openDirectory(base, budget);
  return {
    accounts: new IamAccountReader({ partition, clients, directory, budget, memory, pause }),
    clients,
    budget,
    memory,
  };
}

/** The accounts that the stack names, else those of the organization, whose client is loaded only then. */
function openDirectory({ environment, partition, clock }: Base, budget: CallBudget): AccountDirectory {
  if (environment.accounts.length > 0) return namedAccounts(environment.accounts);
  let opened: Promise<AccountDirectory> | undefined;
  const open = async (): Promise<AccountDirectory> => {
    const { openOrganization } = await import('./organization.ts');
    return openOrganization(partition, budget, clock);
  };
  const directory = () => (opened ??= open());
  return { all: async () => (await directory()).all(), has: async (account) => (await directory()).has(account) };
}
