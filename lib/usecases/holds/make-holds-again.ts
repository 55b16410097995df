import { iamCallsIn } from '../../core/account/plan-call.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { endOfSecond, type Instant } from '../../core/instant.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { isNeverShown, showsAll } from './carry-out.ts';
import { type HoldDeps, holdAccess } from './hold-access.ts';
import { momentAfter } from './hold-claim.ts';
import type { HoldOutcome } from './hold-outcome.ts';

/**
 * Makes the holds again that the call of a `hold-undone` finding took back, each once for that call, as far as they are still gone:
 * what the call gave may be held already by a finding of its own. One that is there is looked at again later: the account may show
 * late that it is gone.
 */
export async function makeHoldsAgain(undone: Finding, deps: HoldDeps): Promise<void> {
  const { id, call, raisedAt, principal, resources } = undone;
  const why = `${call?.name ?? 'a call'} took the hold back (${id}); it is held again`;
  for (const findingId of resources) {
    const found = foldCase(await deps.ledger.about(findingId));
    const calls = found === undefined || found.hold.kind === 'none' ? [] : iamCallsIn(found.hold.calls);
    const slice = await deps.accounts.stateOf(principal);
    const isThere = showsAll(slice, calls) && !calls.some(isNeverShown);
    if (isThere && calls.length > 0) {
      const at = deps.clock.now() + SHOWS_AFTER;
      await deps.scheduler.set({ kind: 'second-look', findingId, at });
    }
    if (slice === undefined || isThere) continue;
    await makeHoldAgain(findingId, { made: call === null ? raisedAt : endOfSecond(call.time), why }, deps);
  }
}

/** After so long IAM shows a change, in milliseconds. */
const SHOWS_AFTER = 60_000;

/** When a hold was found to be gone, and what people are told. */
export interface Undone {
  /** A hold that is newer is left as it is. */
  readonly made: Instant;
  readonly why: string;
}

/** Begins a hold anew that was done and is not there any more. What people gave back meanwhile stays given back. */
export async function makeHoldAgain(findingId: string, undone: Undone, deps: HoldDeps): Promise<HoldOutcome> {
  const begun = await appendChosen(deps.ledger, findingId, (entries) =>
    anew(foldCase(entries), undone, deps.clock.now()),
  );
  return holdAccess(findingId, deps, begun);
}

/** Answers when it was begun. */
function anew(found: Case | undefined, { made, why }: Undone, now: Instant): Choice<Instant | undefined> {
  const isThere = found?.hold.kind === 'confirmed' && found.restore.kind !== 'pending';
  if (!isThere || found.hold.kind !== 'confirmed' || found.hold.at > made) return { facts: [], answer: undefined };
  const { finding, hold } = found;
  const at = momentAfter(found, now);
  return { facts: [{ kind: 'hold-intended', findingId: finding.id, calls: hold.calls, why, at }], answer: at };
}
