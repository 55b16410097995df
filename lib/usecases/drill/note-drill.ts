import { DRILL_SUBJECT, drillOf, isDrillFact } from '../../core/governance/ledger/drill.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { appendChosen } from '../append-chosen.ts';
import type { CaseBook } from '../case-book.ts';

/** The ledger in which the result of a drill is noted. */
export interface NoteDrillDeps {
  readonly ledger: Ledger;
  readonly cases: CaseBook;
  readonly governance: Governance;
  readonly clock: Clock;
}

/**
 * Writes down that a drill has passed where one of the findings of a call is the canary's; each canary counts once. Only who
 * handles events may call it: what it proves is that their way leads to findings. True where it was written now.
 */
export async function noteDrill(findingIds: readonly string[], deps: NoteDrillDeps): Promise<boolean> {
  // most calls lead to no finding
  if (findingIds.length === 0) return false;
  let isNoted = false;
  const cards = (await deps.cases.cards()).filter(({ id }) => findingIds.includes(id));
  for (const { finding } of await deps.cases.these(cards)) {
    if (await noteFinding(finding, deps)) isNoted = true;
  }
  return isNoted;
}

async function noteFinding(finding: Finding, { ledger, governance, clock }: NoteDrillDeps): Promise<boolean> {
  const drill = drillOf(finding, governance);
  if (drill === undefined) return false;
  return appendChosen(ledger, DRILL_SUBJECT, (entries) => {
    const isKnown = entries.some(({ fact }) => isDrillFact(fact) && fact.principal === drill.principal);
    return isKnown ? { facts: [], answer: false } : { facts: [{ ...drill, at: clock.now() }], answer: true };
  });
}
