import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { sliceOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Snapshots } from '../../ports/snapshots.ts';

/**
 * Makes the same calls on a principal's last assessed state that were made in its account. Not what is read there: that
 * may hold a change that nobody has assessed yet, and would hide it. Doing it twice changes nothing more.
 */
export async function keepChanged(
  principal: string,
  calls: readonly IamCall[],
  live: AccountState | undefined,
  snapshots: Snapshots,
): Promise<void> {
  await snapshots.change(principal, (last) => last && sliceAfter({ slice: last, principal, calls, live }));
}

/**
 * A principal's slice after these calls. Only policies and groups that it does not list are taken from what was read
 * (`live`): a boundary that was put back, say. A call that does not fit changes nothing: what it takes away is gone.
 */
export function sliceAfter({ slice, principal, calls, live }: SliceChange): AccountState | undefined {
  const known: AccountState = {
    ...slice,
    groups: new Map([...(live?.groups ?? []), ...slice.groups]),
    policies: new Map([...(live?.policies ?? []), ...slice.policies]),
  };
  const state = calls.reduce((before, call) => {
    const applied = applyCall(before, call);
    return applied.ok ? applied.value : before;
  }, known);
  return sliceOf(state, principal);
}

/** A slice, and the calls that change it. */
export interface SliceChange {
  readonly slice: AccountState;
  /** Its ARN. */
  readonly principal: string;
  readonly calls: readonly IamCall[];
  readonly live: AccountState | undefined;
}
