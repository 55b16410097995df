import type { Case } from '../core/governance/case.ts';
import { expireWaivers, type Expired } from './expire-waivers.ts';
import { followUp, type FollowUpDeps } from './follow-up.ts';

/**
 * What a start does first: finishes what a crash left unfinished in any case, sets deadlines again that may have been
 * lost, and meets those that passed meanwhile. Called twice it does nothing more.
 */
export async function resume(deps: FollowUpDeps): Promise<readonly Expired[]> {
  for (const current of await deps.cases.cases()) await finish(current, deps);
  return expireWaivers(deps);
}

async function finish(current: Case, deps: FollowUpDeps): Promise<void> {
  const { finding, waiver } = current;
  if (waiver !== undefined) {
    await deps.scheduler.set({ kind: 'waiver-end', findingId: finding.id, at: waiver.until });
  }
  await followUp(finding.id, deps);
}
