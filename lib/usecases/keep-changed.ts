import { applyCall } from '../core/account/apply.ts';
import type { IamCall } from '../core/account/call.ts';
import { sliceOf } from '../core/account/slice.ts';
import type { AccountState } from '../core/account/state.ts';
import type { Snapshots } from '../ports/snapshots.ts';

/**
 * Makes the same calls on a principal's last assessed state that were made in its account. Not what is read there: that
 * may hold a change that nobody has assessed yet, and would hide it. Only policies and groups that the last state does
 * not list are taken from what was read (`live`): a boundary that was put back, say. Doing it twice changes nothing more.
 */
export async function keepChanged(
  principal: string,
  calls: readonly IamCall[],
  live: AccountState | undefined,
  snapshots: Snapshots,
): Promise<void> {
  const last = await snapshots.last(principal);
  if (last === undefined) return;
  const known =
    live === undefined
      ? last
      : {
          ...last,
          groups: new Map([...live.groups, ...last.groups]),
          policies: new Map([...live.policies, ...last.policies]),
        };
  const state = calls.reduce(changed, known);
  await snapshots.keep(principal, sliceOf(state, principal));
}

/** A call that does not fit leaves the state as it is: what it takes away is gone already. */
function changed(state: AccountState, call: IamCall): AccountState {
  const applied = applyCall(state, call);
  return applied.ok ? applied.value : state;
}
