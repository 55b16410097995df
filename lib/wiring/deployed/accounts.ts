import type { AccountReader } from '../../ports/account-reader.ts';
import type { Base } from './base.ts';
import type { Reach, Reading } from './reach.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** The accounts that are watched. What reads them is loaded with the first call that has to be looked at. */
export interface Accounts {
  readonly accounts: AccountReader;
  /** Everything by which accounts are reached. */
  readonly reach: () => Promise<Reach>;
}

/** Who is told of every call remembers. */
export const TOLD_OF_CALLS: Reading = { limits: { attempts: 2000, milliseconds: 120_000 }, rememberFor: 60_000 };
/** All others see what is so now. */
export const TOLD_OF_NOTHING: Reading = { limits: { attempts: 2000, milliseconds: 240_000 }, rememberFor: 0 };

/** Reads of accounts, each by its own role there. */
export function openAccounts(base: Base, reading: Reading): Accounts {
  const reach = whenFirstUsed(async () => (await import('./reach.ts')).openReach(base, reading));
  const reader = async () => (await reach()).accounts;
  return {
    reach,
    accounts: {
      stateOf: async (principalArn) => (await reader()).stateOf(principalArn),
      around: async (account, call) => (await reader()).around(account, call),
      accountOf: async (account) => (await reader()).accountOf(account),
      accounts: async () => (await reader()).accounts(),
    },
  };
}
