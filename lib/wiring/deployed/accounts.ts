import { CallBudget } from '../../adapters/aws/call-budget.ts';
import { ReadMemory } from '../../adapters/aws/read-memory.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Base } from './base.ts';
import type { Reach } from './reach.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** How a function reads accounts. */
export interface Reading {
  /** What one invocation spends at most: below the function's own limit, so that it can still say what it did not do. */
  readonly limits: { readonly attempts: number; readonly milliseconds: number };
  /** How long what was read is taken for unchanged where no call said otherwise, in milliseconds. */
  readonly rememberFor: number;
}

/** What reading accounts is bounded by. */
export interface Bounds {
  /** Begun anew with each invocation. */
  readonly budget: CallBudget;
  /** Is told of each call, so that what it changed is read anew. */
  readonly memory: ReadMemory;
}

/** The accounts that are watched. What reads them is loaded with the first call that has to be looked at. */
export interface Accounts extends Bounds {
  readonly accounts: AccountReader;
  /** Everything by which accounts are reached. */
  readonly reach: () => Promise<Reach>;
}

/** Who is told of every call remembers. */
export const TOLD_OF_CALLS: Reading = { limits: { attempts: 2000, milliseconds: 120_000 }, rememberFor: 60_000 };
/** All others see what is so now. */
export const TOLD_OF_NOTHING: Reading = { limits: { attempts: 2000, milliseconds: 240_000 }, rememberFor: 0 };

/** Reads of accounts, each by its own role there. */
export function openAccounts(base: Base, { limits, rememberFor }: Reading): Accounts {
  const bounds = { budget: new CallBudget(limits, base.clock), memory: new ReadMemory(rememberFor, base.clock) };
  const reach = whenFirstUsed(async () => (await import('./reach.ts')).openReach(base, bounds));
  const reader = async () => (await reach()).accounts;
  return {
    ...bounds,
    reach,
    accounts: {
      stateOf: async (principalArn) => (await reader()).stateOf(principalArn),
      around: async (account, call) => (await reader()).around(account, call),
      accountOf: async (account) => (await reader()).accountOf(account),
      accounts: async () => (await reader()).accounts(),
    },
  };
}
