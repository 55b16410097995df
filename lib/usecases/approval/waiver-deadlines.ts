import type { Waiver } from '../../core/governance/cases/case.ts';
import { noticeAt } from '../../core/governance/cases/waiver.ts';
import type { Instant } from '../../core/instant.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Scheduler } from '../../ports/scheduler.ts';

/** Where the ends of waivers are scheduled, and how long before people are asked. */
export interface WaiverDeadlineDeps {
  readonly scheduler: Scheduler;
  readonly governance: Governance;
}

/** Sets when a waiver ends, and when people are asked whether it is kept. Set again, nothing changes. */
export async function setWaiverDeadlines(waiver: Waiver, { scheduler, governance }: WaiverDeadlineDeps): Promise<void> {
  const { findingId, until, alone } = waiver;
  await scheduler.set({ kind: 'waiver-end', findingId, at: until });
  // who took it alone is to be countersigned from the start: that need not be asked later
  if (alone === undefined) await scheduler.set({ kind: 'waiver-notice', findingId, at: noticeAt(waiver, governance) });
}

/** After so long IAM shows a change, in milliseconds. */
const SHOWS_AFTER = 60_000;

/**
 * Has what came under the cover of a waiver looked at that is over since then, also where that is before its time, and once more
 * when what was done just before must be shown. Set again, nothing changes.
 */
export async function setLooksAtEnd(findingId: string, since: Instant, scheduler: Scheduler): Promise<void> {
  for (const at of [since, since + SHOWS_AFTER]) await scheduler.set({ kind: 'waiver-end', findingId, at });
}
