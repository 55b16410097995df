import { iamCallsIn } from '../../../core/account/plan-call.ts';
import { foldCase } from '../../../core/governance/cases/case.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import type { Snapshots } from '../../../ports/snapshots.ts';
import { type AssessedSlices, isSame } from './assessed-snapshots.ts';
import { sliceAfter } from '../keep-changed.ts';

/** The ledger that has the holds, and the snapshots in which they are to show. */
export interface KeepHeldDeps {
  readonly ledger: Pick<Ledger, 'about'>;
  readonly snapshots: Snapshots;
}

/**
 * Makes the holds of these findings (ids) on the slices of their call, which are the last states since. Another worker may have
 * made and kept a hold before the slice was kept: where it undoes the call exactly, nothing of it is to be seen in the last state,
 * and the excess would be what was known before the next call. Asked after the slices were kept: a hold that is begun later is
 * kept later as well.
 */
export async function keepHeld(
  slices: AssessedSlices,
  findings: readonly string[],
  { ledger, snapshots }: KeepHeldDeps,
): Promise<void> {
  for (const id of findings) {
    const found = foldCase(await ledger.about(id));
    if (found === undefined || found.restore.kind !== 'none') continue;
    const { finding, hold } = found;
    const { principal } = finding;
    const { slice, last: live } = slices.get(principal) ?? {};
    if (slice === undefined || (hold.kind !== 'pending' && hold.kind !== 'confirmed')) continue;
    const held = sliceAfter({ slice, principal, calls: iamCallsIn(hold.calls), live });
    await snapshots.change(principal, (now) => (isSame(now, slice) ? held : now));
  }
}
