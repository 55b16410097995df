import type { AccountState } from '../../core/account/state.ts';

/** What a replay could not know. */
export interface ReplayGaps {
  /** Accounts whose access was changed and whose state was not given: they were taken to be empty. Sorted. */
  readonly accounts: readonly string[];
  /** Roles, users, groups and policies that are known from calls only, in all accounts: what else they hold is not known. */
  readonly seenOnlyInCalls: number;
}

/** The gaps of states, of which those of these accounts were given. */
export function gapsIn(states: Iterable<AccountState>, given: ReadonlySet<string>): ReplayGaps {
  const all = [...states];
  const accounts = all.map(({ account }) => account).filter((account) => !given.has(account));
  const seen = all.flatMap(({ roles, users, groups, policies }) =>
    [...roles.values(), ...users.values(), ...groups.values(), ...policies.values()].filter(
      ({ seenOnlyInCalls }) => seenOnlyInCalls === true,
    ),
  );
  return { accounts: accounts.sort(), seenOnlyInCalls: seen.length };
}
