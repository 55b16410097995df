import type { IamCall } from '../call.ts';
import type { AccountState } from '../state.ts';
import { rewind } from './rewind.ts';
import { madeBy, untoldBy } from './untold.ts';

/** An account as it was before some calls, and what of it nobody can tell. */
export interface RolledBack {
  readonly state: AccountState;
  /** `trust policy of role/deployer`, sorted. */
  readonly unknown: readonly string[];
}

/** The state before calls that AWS took, in the order in which they were made, from the state after the last of them. */
export function rollBack(after: AccountState, calls: readonly IamCall[]): RolledBack {
  const unknown = new Set<string>();
  let state = after;
  for (const call of calls.toReversed()) {
    state = rewind(state, call);
    const untold = untoldBy(call);
    if (untold !== undefined) unknown.add(untold);
    const made = madeBy(call);
    // what was not there yet leaves nothing to know
    if (made !== undefined) for (const each of unknown) if (each.endsWith(` of ${made}`)) unknown.delete(each);
  }
  return { state, unknown: [...unknown].sort() };
}
