import type { Case } from '../core/governance/case.ts';
import { eachOf } from './each-of.ts';
import { expireWaivers, type Expired } from './expire-waivers.ts';
import { followUp, type FollowUpDeps } from './follow-up.ts';

/**
 * What a start does first: finishes what a crash left unfinished in any case, sets deadlines again that may have been
 * lost, and meets those that passed meanwhile. Called twice it does nothing more. One that fails does not stop the others.
 */
export async function resume(deps: FollowUpDeps): Promise<readonly Expired[]> {
  const cases = await deps.cases.cases();
  let expired: readonly Expired[] = [];
  const expire = async () => {
    expired = await expireWaivers(deps);
  };
  await eachOf([...cases.map((current) => async () => finish(current, deps)), expire], async (work) => work());
  return expired;
}

async function finish(current: Case, deps: FollowUpDeps): Promise<void> {
  const { finding, status, waiver } = current;
  // nothing is ever done about what is only observed, and it may be the most of all cases
  if (status === 'observed') return;
  if (waiver !== undefined) {
    await deps.scheduler.set({ kind: 'waiver-end', findingId: finding.id, at: waiver.until });
  }
  await followUp(finding.id, deps);
}
