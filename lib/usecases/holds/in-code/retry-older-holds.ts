import { foldCase } from '../../../core/governance/cases/case.ts';
import { isOfSameThing } from '../../../core/governance/holds/in-code/wait-for-stack.ts';
import { holdAccess, type HoldDeps } from '../hold-access.ts';

/**
 * Tries the holds once more that failed on a thing of which a newer grant has just been held: each puts back only what it was
 * granted on, so that of several that waited together the newest is to be held first.
 */
export async function retryOlderHolds(findingId: string, deps: HoldDeps): Promise<void> {
  const { finding } = foldCase(await deps.ledger.about(findingId)) ?? {};
  if (finding?.keptIn === undefined) return;
  const cards = (await deps.cases.cards()).filter(({ account, status, waitedAt }) => {
    return account === finding.account && status === 'hold-failed' && waitedAt !== undefined;
  });
  const failed = (await deps.cases.these(cards)).map((each) => each.finding);
  const newestFirst = failed
    .filter((other) => other.raisedAt <= finding.raisedAt && isOfSameThing(other, finding))
    .toSorted((one, other) => other.raisedAt - one.raisedAt);
  for (const { id } of newestFirst) await holdAccess(id, deps);
}
