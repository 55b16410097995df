import type { AccountReader } from '../../ports/account-reader.ts';
import type { Table } from '../../adapters/aws/table.ts';
import type { Base } from './base.ts';
import { type Bounds, openBounds, type Reading } from './bounds.ts';
import type { Reach } from './reach.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** The accounts that are watched. What reads them is loaded with the first call that has to be looked at. */
export interface Accounts extends Bounds {
  readonly accounts: AccountReader;
  /** Everything by which accounts are reached. */
  readonly reach: () => Promise<Reach>;
}

/** Reads of accounts, each by its own role there. Who remembers needs the table. */
export function openAccounts(base: Base, reading: Reading, table?: Table): Accounts {
  const bounds = openBounds(base, reading, table);
  const reach = whenFirstUsed(async () => (await import('./reach.ts')).openReach(base, bounds));
  const reader = async () => (await reach()).accounts;
  return {
    ...bounds,
    reach,
    accounts: {
      stateOf: async (principalArn) => (await reader()).stateOf(principalArn),
      around: async (account, call) => (await reader()).around(account, call),
      rolesNamed: async (account, names) => (await reader()).rolesNamed(account, names),
      principalsIn: async (account) => (await reader()).principalsIn(account),
      accountOf: async (account) => (await reader()).accountOf(account),
      accounts: async () => (await reader()).accounts(),
    },
  };
}
