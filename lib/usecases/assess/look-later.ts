import type { Call } from '../../core/activity/call.ts';
import { isOld } from '../../core/governance/holds/respond.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Scheduler } from '../../ports/scheduler.ts';

/** Where a later look at a principal is scheduled. */
export interface LookLaterDeps {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly governance: Governance;
}

/** IAM shows a change within a minute, if not within seconds; the second look is for what it shows later still. */
const LOOKS = [60_000, 300_000] as const;

/**
 * Has principals looked at again whose account did not show a call on them: what two such calls come to together, neither has
 * seen. An old call was shown long ago, and what does not show of it was undone.
 */
export async function lookLater(principals: readonly string[], call: Call, deps: LookLaterDeps): Promise<void> {
  const now = deps.clock.now();
  if (call.replayed || isOld(call, deps.governance, now)) return;
  for (const principal of principals) {
    for (const delay of LOOKS) await deps.scheduler.set({ kind: 'principal-look', principal, at: now + delay });
  }
}
