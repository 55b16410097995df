import { iamCallsIn } from '../core/account/plan-call.ts';
import { foldCase } from '../core/governance/cases/case.ts';
import { type Instant, toIso } from '../core/instant.ts';
import { readUntilShown } from './carry-out.ts';
import { casesOf } from './case-book.ts';
import { holdAccess } from './hold-access.ts';
import type { RestoreDeps } from './restore-access.ts';

/**
 * Holds what a waiver has covered besides what its finding's plan takes back: what waited for it to end, and what came under its
 * cover meanwhile. `at`: when it ended.
 */
export async function holdWhatIsLeft(findingId: string, at: Instant, deps: RestoreDeps): Promise<void> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return;
  const { id, principal } = found.finding;
  const cases = await casesOf(deps.cases, principal);
  for (const { finding, status } of cases) {
    if (finding.id !== id && status === 'waiver-ended') await holdAccess(finding.id, deps);
  }
  const own = foldCase(await deps.ledger.about(id));
  // a hold that failed is tried again, and says so
  if (own === undefined || own.hold.kind === 'failed') return;
  const calls = own.hold.kind === 'none' ? [] : iamCallsIn(own.hold.calls);
  const { slice, shown } = await readUntilShown(principal, calls, deps);
  if (slice === undefined || !shown) return;
  const { holdWhatStands } = await import('./hold-standing.ts');
  await holdWhatStands({ principal, state: slice }, `end of the waiver of ${id} at ${toIso(at)}`, deps);
}
