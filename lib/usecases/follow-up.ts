import { foldCase } from '../core/governance/case.ts';
import type { Scheduler } from '../ports/scheduler.ts';
import { announceFinding } from './announce-finding.ts';
import { type HoldDeps, holdAccess, isHoldDue } from './hold-access.ts';

export interface FollowUpDeps extends HoldDeps {
  readonly scheduler: Scheduler;
}

/** After a hold, when to look again at what may have been done in the gap: 1 and 5 minutes after the finding. */
const SECOND_LOOKS = [60_000, 300_000] as const;

/**
 * Does what a finding's response asks for and the ledger does not have yet: its deadline, its hold, its announcement.
 * Called again it does only what is missing.
 */
export async function followUp(findingId: string, deps: FollowUpDeps): Promise<void> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return;
  const { finding, status } = found;
  if (finding.response.kind === 'hold-unless-approved' && status === 'open') {
    await deps.scheduler.set({ kind: 'hold-deadline', findingId, at: finding.response.deadline });
  }
  if (isHoldDue(found, deps.clock.now())) {
    for (const delay of SECOND_LOOKS) {
      await deps.scheduler.set({ kind: 'second-look', findingId, at: finding.raisedAt + delay });
    }
    await holdAccess(findingId, deps);
  }
  await announceFinding(findingId, deps);
}
