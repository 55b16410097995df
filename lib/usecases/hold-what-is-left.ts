import { iamCallsIn } from '../core/account/plan-call.ts';
import { foldCase } from '../core/governance/cases/case.ts';
import { type Instant, toIso } from '../core/instant.ts';
import { readUntilShown } from './carry-out.ts';
import { casesOf } from './case-book.ts';
import { holdAccess, type HoldOutcome, isHoldDue } from './hold-access.ts';
import type { RestoreDeps } from './restore-access.ts';

/**
 * Holds a finding. Where the waiver of another one covers what that would take, what no waiver covers is denied by itself, and the
 * hold waits for that waiver to end.
 */
export async function holdFinding(findingId: string, deps: RestoreDeps): Promise<HoldOutcome> {
  const outcome = await holdAccess(findingId, deps);
  if (outcome.kind === 'not-held' && outcome.code === 'KEPT_BY_OTHERS') {
    await holdWhatStandsBeside(findingId, `hold of ${findingId} beside a waiver`, deps);
  }
  return outcome;
}

/**
 * Holds what a waiver has covered besides what its finding's plan takes back: what waited for it to end, and what came under its
 * cover meanwhile. `at`: when it ended.
 */
export async function holdWhatIsLeft(findingId: string, at: Instant, deps: RestoreDeps): Promise<void> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return;
  const { id, principal } = found.finding;
  const cases = await casesOf(deps.cases, principal);
  for (const waiting of cases) {
    const isDue = isHoldDue(waiting, deps.clock.now()) || waiting.hold.kind === 'failed';
    if (waiting.finding.id !== id && isDue) await holdAccess(waiting.finding.id, deps);
  }
  await holdWhatStandsBeside(id, `end of the waiver of ${id} at ${toIso(at)}`, deps);
}

/** Holds what a finding's principal has beyond its standard and its waivers, once the account shows the hold of the finding. */
async function holdWhatStandsBeside(findingId: string, occasion: string, deps: RestoreDeps): Promise<void> {
  const own = foldCase(await deps.ledger.about(findingId));
  // a hold that failed is tried again, and says so
  if (own === undefined || own.hold.kind === 'failed') return;
  const { principal } = own.finding;
  const calls = own.hold.kind === 'none' ? [] : iamCallsIn(own.hold.calls);
  const { slice, shown } = await readUntilShown(principal, calls, deps);
  if (slice === undefined || !shown) return;
  const { holdWhatStands } = await import('./hold-standing.ts');
  await holdWhatStands({ principal, state: slice }, occasion, deps);
}
