import type { IamCall } from '../../core/account/call.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import { sameAccessState } from '../../core/governance/assess/same-access-state.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Pause } from '../../ports/pause.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { showsAll } from '../holds/carry-out.ts';

/** How long accounts may hide calls. */
export interface PatienceDeps {
  readonly clock: Clock;
  /** After so long every account is taken to show a call, in milliseconds; 0: at once. */
  readonly showsAfter: number;
}

/** What reads an account until it shows a call. */
export interface ReadOnDeps extends PatienceDeps {
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
  readonly pause: Pause;
}

/** A principal as it was read, and whether that shows a call. */
export interface Shown {
  readonly slice: AccountState | undefined;
  readonly shown: boolean;
}

/** Milliseconds between reads of what does not show. */
const EVERY = 2000;

/** The waits between reads until the account must show a call. */
export function delaysUntilShown({ time }: Call, { clock, showsAfter }: PatienceDeps): readonly number[] {
  // a time that is still to come buys no more
  const left = Math.min(time + showsAfter - clock.now(), showsAfter);
  return Array.from({ length: Math.ceil(Math.max(0, left) / EVERY) }, () => EVERY);
}

/**
 * Reads a principal on until it shows a call, or must. Ends where something else of it has changed: the next call on it
 * waits for this one, and one that was undone at once must not keep a grant waiting.
 */
export async function readOn(
  first: AccountState | undefined,
  { principal, call, iam }: { readonly principal: string; readonly call: Call; readonly iam: IamCall },
  deps: ReadOnDeps,
): Promise<Shown> {
  const delays = delaysUntilShown(call, deps);
  if (delays.length === 0) return { slice: first, shown: false };
  const asItWas = (await deps.snapshots.last(principal)) ?? first;
  let slice = first;
  for (const delay of delays) {
    if (!isSame(slice, asItWas, principal)) break;
    await deps.pause(delay);
    slice = await deps.accounts.stateOf(principal);
    if (showsAll(slice, [iam])) return { slice, shown: true };
  }
  return { slice, shown: false };
}

function isSame(one: AccountState | undefined, other: AccountState | undefined, principal: string): boolean {
  if (one === undefined || other === undefined) return one === other;
  return sameAccessState(one, other, principal);
}
