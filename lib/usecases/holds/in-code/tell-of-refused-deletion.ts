import type { Call } from '../../../core/activity/call.ts';
import { type Deletion, endOfArn, isInTheWay } from '../../../core/governance/holds/in-code/refused-deletion.ts';
import { foldCase } from '../../../core/governance/cases/case.ts';
import type { LedgerEntry } from '../../../core/governance/ledger/fact.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import { type AnnounceDeps, announceFinding } from '../../announce-finding.ts';
import { appendChosen, type Choice } from '../../append-chosen.ts';
import type { CaseBook } from '../../case-book.ts';

interface DeletionDeps extends AnnounceDeps {
  readonly ledger: Ledger;
  readonly cases: CaseBook;
}

/**
 * Tells those who know of a finding that a role or user could not be deleted, since its hold stands on that. Once for each hold,
 * however often it is tried.
 */
export async function tellOfRefusedDeletion(call: Call, deletion: Deletion, deps: DeletionDeps): Promise<void> {
  const cards = await deps.cases.cards();
  const held = cards.filter(({ account, principal, heldAt }) => {
    return heldAt !== undefined && account === call.account && principal.endsWith(endOfArn(deletion));
  });
  for (const { id } of held) {
    const isNews = await appendChosen(deps.ledger, id, (entries) => refused(entries, { call, deletion, deps }));
    if (isNews) await announceFinding(id, deps);
  }
}

interface Refused {
  readonly call: Call;
  readonly deletion: Deletion;
  readonly deps: DeletionDeps;
}

function refused(entries: readonly LedgerEntry[], { call, deletion, deps }: Refused): Choice<boolean> {
  const found = foldCase(entries);
  const last = entries.findLast(({ fact: { kind } }) => kind === 'hold-confirmed' || kind === 'deletion-refused');
  const isTold = last?.fact.kind === 'deletion-refused';
  if (found === undefined || isTold || !isInTheWay(found, deletion)) return { facts: [], answer: isTold };
  const { id, name, actor } = call;
  const about = { findingId: found.finding.id, callId: id, name, by: actor.name, at: deps.clock.now() };
  return { facts: [{ kind: 'deletion-refused', ...about }], answer: true };
}
