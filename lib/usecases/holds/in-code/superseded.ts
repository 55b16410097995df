import { type ServiceCall, serviceCallsIn } from '../../../core/account/plan-call.ts';
import type { Case } from '../../../core/governance/cases/case.ts';
import { isSupersededBy } from '../../../core/governance/holds/in-code/superseded-by.ts';
import type { ServiceEnforcer } from '../../../ports/enforcer.ts';
import type { CaseBook } from '../../case-book.ts';

interface SupersededDeps {
  readonly services: Pick<ServiceEnforcer, 'shows'>;
  readonly cases: CaseBook;
}

/**
 * Whether a hold that is not shown any more was superseded by one of an earlier grant of the same thing, which is shown: of
 * several that waited for a stack together the newest is held first.
 */
export async function isHoldSuperseded({ finding }: Case, deps: SupersededDeps): Promise<boolean> {
  const { account, id } = finding;
  const cards = (await deps.cases.cards()).filter((card) => {
    return card.account === account && card.heldAt !== undefined && card.waitedAt !== undefined;
  });
  const holds = (await deps.cases.these(cards)).flatMap(({ finding: { id: of }, hold }) =>
    hold.kind === 'confirmed' ? [{ id: of, calls: serviceCallsIn(hold.calls) }] : [],
  );
  let last = holds.find((hold) => hold.id === id);
  // each is passed at the most once, so that two that undo each other end it
  const others = new Set(holds.filter((hold) => hold !== last));
  while (last !== undefined) {
    const { calls } = last;
    if (last.id !== id && (await isShown(account, calls, deps))) return true;
    last = [...others].find((other) => isSupersededBy(calls, other.calls));
    if (last !== undefined) others.delete(last);
  }
  return false;
}

async function isShown(account: string, calls: readonly ServiceCall[], { services }: SupersededDeps): Promise<boolean> {
  const shown = await Promise.all(calls.map((call) => services.shows(account, call)));
  return shown.every(Boolean);
}
