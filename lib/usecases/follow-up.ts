import { type Case, foldCase } from '../core/governance/cases/case.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import { isHoldDue } from '../core/governance/holds/hold-due.ts';
import type { Instant } from '../core/instant.ts';
import { mayRestore } from '../core/governance/cases/may-restore.ts';
import type { Finding } from '../core/governance/finding.ts';
import { announceFinding, announceNews } from './announce-finding.ts';
import { holdAccess, holdAgain } from './holds/hold-access.ts';
import { isKept } from './holds/hold-outcome.ts';
import { setStackLook } from './holds/in-code/put-off.ts';
import type { RestoreDeps } from './approval/restore-access.ts';
import { setLooksAtEnd, setWaiverDeadlines } from './approval/waiver-deadlines.ts';

/** All that holding, announcing and restoring need. */
export type FollowUpDeps = RestoreDeps;

/**
 * When to look again at a hold, and at what was done before it took effect: 1 and 5 minutes after the finding, and when what no event
 * told has come from the trail.
 */
const SECOND_LOOKS = [60_000, 300_000, 3_900_000] as const;
const HOUR = 3_600_000;

/**
 * Does what a finding's response asks for and the ledger does not have yet: its deadline, its hold, its announcement;
 * and what people signed while it was still being held: the restore. Called again it does only what is missing.
 */
export async function followUp(findingId: string, deps: FollowUpDeps): Promise<void> {
  const before = await deps.ledger.about(findingId);
  const found = foldCase(before);
  if (found === undefined) return;
  const { finding, status, waiver } = found;
  const now = deps.clock.now();
  // also where it was kept, or revoked, by a part of Ambit that sets no deadlines
  if (status === 'restored' && waiver !== undefined) await setWaiverDeadlines(waiver, deps);
  const over = isTold(found, deps) ? undefined : overSince(found, before);
  if (over !== undefined) await setLooksAtEnd(findingId, over, deps.scheduler);
  // an hour after it the deadline was met, and what is open still waits for a waiver to end
  if (finding.response.kind === 'hold-unless-approved' && status === 'open' && now < finding.response.deadline + HOUR) {
    await deps.scheduler.set({ kind: 'hold-deadline', findingId, at: finding.response.deadline });
  }
  await setStackLook(found, deps.scheduler);
  if (isHoldDue(found, now)) {
    // where all looks are over, a hold that waits for a waiver to end is not looked at again and again
    const isLate = now >= finding.raisedAt + SECOND_LOOKS[2];
    if (!isLate) await setSecondLooks(finding, deps);
    const outcome = await holdAccess(findingId, deps);
    // who is at it says what came of it
    if (outcome.kind === 'left') return;
    if (isLate && outcome.kind !== 'not-held') await setSecondLooks(finding, deps);
    // what no waiver covers is held at the next look; who is asked again while that waiver runs has looked before
    if (isKept(outcome) && now < finding.raisedAt + SECOND_LOOKS[0]) {
      await deps.scheduler.set({ kind: 'second-look', findingId, at: now });
    }
  } else await holdAgain(found, deps);
  if (finding.kind === 'hold-undone') {
    // there are few
    const { makeHoldsAgain } = await import('./holds/make-holds-again.ts');
    await makeHoldsAgain(finding, deps);
  }
  const entries = await deps.ledger.about(findingId);
  if (await restoreSigned(findingId, entries, deps)) await announceFinding(findingId, deps);
  else await announceNews(findingId, entries, deps);
}

async function setSecondLooks({ id, raisedAt }: Finding, { scheduler }: FollowUpDeps): Promise<void> {
  for (const delay of SECOND_LOOKS) await scheduler.set({ kind: 'second-look', findingId: id, at: raisedAt + delay });
}

/** Whether people were told all: that comes last, so that nothing else of it is missing, also where nothing can be held. */
function isTold({ announced }: Case, { notifiers }: Pick<FollowUpDeps, 'notifiers'>): boolean {
  return notifiers.every(({ channel }) => announced.includes(channel));
}

/**
 * When a waiver ended, by a restore that failed or by somebody who ended it, about which nothing was done yet: what came under its
 * cover is looked at as well. Undefined: none did.
 */
function overSince({ restore, status }: Case, entries: readonly LedgerEntry[]): Instant | undefined {
  if (status === 'restore-failed' && restore.kind === 'failed') return restore.at;
  const last = entries.findLast(({ fact: { kind } }) => kind !== 'announced' && kind !== 'gap-looked')?.fact;
  return last?.kind === 'waiver-revoked' ? last.at : undefined;
}

/** The last signature may come while a hold is pending, when nothing may be given back yet. False: nothing was to be done. */
async function restoreSigned(findingId: string, entries: readonly LedgerEntry[], deps: FollowUpDeps): Promise<boolean> {
  const found = foldCase(entries);
  if (found === undefined) return false;
  const isSigned = mayRestore(found, deps.governance, deps.clock.now()).ok;
  if (!isSigned && found.restore.kind !== 'pending') return false;
  // most findings are never given back, and it compares access again
  const { restoreAccess } = await import('./approval/restore-access.ts');
  await restoreAccess(findingId, deps);
  return true;
}
