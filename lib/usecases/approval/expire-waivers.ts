import type { MetDeadline } from './meet-deadlines.ts';
import type { RestoreDeps } from './restore-access.ts';

/**
 * Does what is due: ends waivers and holds again, holds what nobody approved in time, looks again at what was held.
 * A deadline is done only when its work is; one that fails is due again, and does not keep the others from being done.
 */
export async function expireWaivers(deps: RestoreDeps): Promise<readonly MetDeadline[]> {
  const due = await deps.scheduler.due(deps.clock.now());
  // mostly nothing is, and all of holding belongs to it
  if (due.length === 0) return [];
  const { meetDeadlines } = await import('./meet-deadlines.ts');
  return meetDeadlines(due, deps);
}
