import type { Case } from '../core/governance/case.ts';
import { mayRestore } from '../core/governance/may-restore.ts';
import { expireWaivers, type Expired } from './expire-waivers.ts';
import { followUp } from './follow-up.ts';
import { type RestoreDeps, restoreAccess } from './restore-access.ts';

/**
 * What a start does first: finishes what a crash left unfinished in any case, sets deadlines again that may have been
 * lost, and meets those that passed meanwhile. Called twice it does nothing more.
 */
export async function resume(deps: RestoreDeps): Promise<readonly Expired[]> {
  for (const current of await deps.cases.cases()) await finish(current, deps);
  return expireWaivers(deps);
}

async function finish(current: Case, deps: RestoreDeps): Promise<void> {
  const { finding, restore, waiver } = current;
  if (waiver !== undefined) {
    await deps.scheduler.set({ kind: 'waiver-end', findingId: finding.id, at: waiver.until });
  }
  const isSigned = mayRestore(current, deps.governance, deps.clock.now()).ok;
  if (restore.kind === 'pending' || isSigned) await restoreAccess(finding.id, deps);
  await followUp(finding.id, deps);
}
