import type { CaseCard } from '../core/governance/cases/case-card.ts';
import type { Case } from '../core/governance/cases/case.ts';
import { mayRestore } from '../core/governance/cases/may-restore.ts';
import { isHoldDue } from '../core/governance/holds/hold-due.ts';
import { eachOf } from './each-of.ts';
import { meetDueDeadlines } from './approval/meet-due-deadlines.ts';
import type { MetDeadline } from './approval/meet-deadlines.ts';
import type { FollowUpDeps } from './follow-up.ts';
import { setWaiverDeadlines } from './approval/waiver-deadlines.ts';

/**
 * What a start does first: finishes what a crash left unfinished in any case, sets deadlines again that may have been
 * lost, and meets those that passed meanwhile. Called twice it does nothing more. One that fails does not stop the others.
 */
export async function resume(deps: FollowUpDeps): Promise<readonly MetDeadline[]> {
  const cards = await deps.cases.cards();
  const cases = await deps.cases.these(cards.filter((card) => isUnfinished(card, deps)));
  let met: readonly MetDeadline[] = [];
  const meetDue = async () => {
    met = await meetDueDeadlines(deps);
  };
  const mark = () => deps.cases.bookmark();
  await eachOf([...cases.map((current) => async () => finish(current, deps)), meetDue, mark], async (work) => work());
  return met;
}

/**
 * The same at the start of who alone works on the ledger, as on a locked folder: whoever had begun a hold is gone, and not
 * waited for.
 */
export async function resumeAlone(deps: FollowUpDeps): Promise<readonly MetDeadline[]> {
  return resume({ ...deps, claimLasts: 0 });
}

/** What is over costs a look no more than its card. */
function isUnfinished({ isQuiet, status, announced }: CaseCard, { notifiers }: FollowUpDeps): boolean {
  if (status === 'observed') return false;
  return !isQuiet || !notifiers.every(({ channel }) => announced.includes(channel));
}

async function finish(current: Case, deps: FollowUpDeps): Promise<void> {
  const { finding, waiver } = current;
  if (waiver !== undefined) {
    await setWaiverDeadlines(waiver, deps);
  }
  if (isSettled(current, deps)) return;
  // mostly everything is
  const { followUp } = await import('./follow-up.ts');
  await followUp(finding.id, deps);
}

/** Whether nothing is to be done about a case now. */
function isSettled(current: Case, { notifiers, governance, clock }: FollowUpDeps): boolean {
  const { status, hold, restore, signatures, announced } = current;
  if (status === 'observed') return true;
  const now = clock.now();
  if (status === 'open' || hold.kind === 'failed' || restore.kind === 'pending' || isHoldDue(current, now))
    return false;
  if (signatures.length > 0 && mayRestore(current, governance, now).ok) return false;
  return notifiers.every(({ channel }) => announced.includes(channel));
}
