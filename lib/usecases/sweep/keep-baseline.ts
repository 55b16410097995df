import { principalsOf, sliceOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Snapshots } from '../../ports/snapshots.ts';

/** Takes an account as it is as the last assessed state of each of its principals: what they hold is not news. */
export async function keepBaseline(state: AccountState, snapshots: Snapshots): Promise<void> {
  for (const { arn } of principalsOf(state)) await snapshots.keep(arn, sliceOf(state, arn));
}
