import type { Case, Waiver } from '../../core/governance/cases/case.ts';
import type { CallAssessed } from '../../core/governance/ledger/fact.ts';
import { foldPermits, type Permit } from '../../core/governance/permits/fold-permit.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { CaseBook } from '../case-book.ts';

/** What the ledger says of a call. */
export interface ToldOfCall {
  /** Its assessment; undefined: there is none. AWS refused it, its record never came, or no row of the table names it. */
  readonly assessed: CallAssessed | undefined;
  /** What it led to, and what became of that. */
  readonly cases: readonly Case[];
  /** The permits that made it expected. */
  readonly permits: readonly Permit[];
  /** Waivers that were running when it was assessed and have not been ended since. */
  readonly waivers: readonly Waiver[];
}

interface Told {
  readonly ledger: Pick<Ledger, 'about'>;
  readonly cases: Pick<CaseBook, 'cases'>;
}

/** What the ledger says of a call, and of waivers that the principals had at that moment. */
export async function toldOfCall(
  callId: string,
  principals: readonly string[],
  { ledger, cases: book }: Told,
): Promise<ToldOfCall> {
  const facts = (await ledger.about(callId)).map(({ fact }) => fact);
  const assessed = facts.find((fact) => fact.kind === 'call-assessed');
  const all = await book.cases();
  const ids = new Set(assessed?.findings ?? []);
  // what could not be read has a finding and no assessment
  const cases = all.filter(({ finding }) => ids.has(finding.id) || finding.call?.id === callId);
  const asked = await Promise.all((assessed?.permits ?? []).map(async (id) => foldPermits(await ledger.about(id))));
  const permits = asked.flat().filter(({ calls }) => calls.includes(callId));
  const measured = (assessed?.measured ?? []).map(({ principal }) => principal);
  const concerned = new Set([...principals, ...measured, ...cases.map(({ finding }) => finding.principal)]);
  const at = assessed?.at;
  const waivers = at === undefined ? [] : [...concerned].flatMap((arn) => activeWaivers(all, arn, at));
  return { assessed, cases, permits, waivers };
}
