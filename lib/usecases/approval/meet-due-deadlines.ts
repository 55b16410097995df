import type { MetDeadline } from './meet-deadlines.ts';
import type { RestoreDeps } from './restore-access.ts';

/**
 * Meets every deadline that is due now: the end of a waiver, an approval that did not come in time, a second look at a hold.
 * A deadline is ticked off only when its work is done. One that fails stays due, and does not keep the others from being met.
 */
export async function meetDueDeadlines(deps: RestoreDeps): Promise<readonly MetDeadline[]> {
  const due = await deps.scheduler.due(deps.clock.now());
  // mostly nothing is due, and `meetDeadlines` loads all of holding
  if (due.length === 0) return [];
  const { meetDeadlines } = await import('./meet-deadlines.ts');
  return meetDeadlines(due, deps);
}
