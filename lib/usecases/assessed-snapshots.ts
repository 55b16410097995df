import type { AccountState } from '../core/account/state.ts';
import { stateToJson } from '../core/account/state-json.ts';
import { canonicalText } from '../core/digest.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Snapshots } from '../ports/snapshots.ts';

/**
 * The slices that a call was assessed on become the last ones only when the assessment is in the ledger, and a crash may
 * come in between. So they are first put aside under a name of their own; who delivers the call again finds them there.
 */
export type AssessedSlices = ReadonlyMap<string, AccountState | undefined>;

/** Puts the slices of a call aside, by principal. Nothing reads them as the last state yet. */
export async function putAside(callId: string, slices: AssessedSlices, snapshots: Snapshots): Promise<void> {
  for (const [principal, slice] of slices) await snapshots.keep(asideName(principal, callId), slice);
}

/** The assessment is in the ledger: its slices are the last state of their principals from now on. */
export async function keepAssessed(callId: string, slices: AssessedSlices, snapshots: Snapshots): Promise<void> {
  for (const [principal, slice] of slices) {
    await snapshots.keep(principal, slice);
    await snapshots.keep(asideName(principal, callId), undefined);
  }
}

/**
 * Finishes what a crash between the two left over. Where the principal has changed since, its last state is unknown from
 * now on: the next call then counts all it holds as gained, which can only say too much.
 */
export async function keepLeftAside(
  callId: string,
  principals: readonly string[],
  deps: { readonly snapshots: Snapshots; readonly accounts: AccountReader },
): Promise<void> {
  for (const principal of principals) {
    const aside = await deps.snapshots.last(asideName(principal, callId));
    if (aside === undefined) continue;
    const live = await deps.accounts.stateOf(principal);
    await deps.snapshots.keep(principal, live !== undefined && isSame(live, aside) ? aside : undefined);
    await deps.snapshots.keep(asideName(principal, callId), undefined);
  }
}

/** No ARN ends like this: `#` is not a character of IAM names. */
function asideName(principal: string, callId: string): string {
  return `${principal}#${callId}`;
}

function isSame(one: AccountState, other: AccountState): boolean {
  return canonicalText(stateToJson(one)) === canonicalText(stateToJson(other));
}
