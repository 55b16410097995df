import { isSameForm } from '../../core/digest.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { isKeptBack } from '../../core/governance/assess/organization/kept-back.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { CaseBook } from '../case-book.ts';

/** The rule of a reason that says that the record did not tell what was changed. */
export const CHANGE_UNKNOWN = 'change-unknown';

/** The rule of a reason that says that the account did not show what a call would give: that is a guess. */
export const CHANGE_NOT_SHOWN = 'change-not-shown';

/** What a call led to: the findings that are new, and the ids of all, also of those that say the same already. */
export interface Untold {
  readonly ids: readonly string[];
  readonly news: readonly Finding[];
}

/**
 * Takes away what was said before. The second life of an environment is found by whichever of its two calls comes later, or
 * by both. A call whose record does not say what it changed finds what other calls gave whose events are still to come:
 * whichever of the two is handled later says nothing new. And what an account showed when it was told is not news of a call
 * that had happened by then.
 */
export async function withoutTold(
  findings: readonly Finding[],
  { cases }: { readonly cases: CaseBook },
): Promise<Untold> {
  const cards = findings.length === 0 ? [] : await cases.cards();
  const ids: string[] = [];
  const news: Finding[] = [];
  for (const finding of findings) {
    const known = await cases.these(cards.filter(({ principal }) => principal === finding.principal));
    const told = known.find((each) => saysTheSame(each, finding));
    ids.push(told?.finding.id ?? finding.id);
    // one call may say the same in two ways
    const isRaised = [...cards, ...news].some(({ id }) => id === finding.id);
    if (told === undefined && !isRaised) news.push(finding);
  }
  return { ids: [...new Set(ids)], news };
}

function saysTheSame({ finding, status, hold }: Case, other: Finding): boolean {
  if (finding.principal !== other.principal || finding.kind !== other.kind) return false;
  // no account shows a credential: each is news, though all of one user open the same
  if (finding.kind === 'credential-created') return false;
  // what was kept back can be used now
  if (isKeptBack(finding) && !isKeptBack(other)) return false;
  if (!isOfUnknownChange(finding) && !isOfUnknownChange(other) && !isShownSince(finding, other)) return false;
  // what shows once its hold has begun may have been given once more
  if (hold.kind !== 'none') return false;
  // what only alerted does not stand for what is to be held
  const isTold = status === 'observed' || status === 'alerted';
  if (status !== 'open' && !(isTold && finding.response.kind === other.response.kind)) return false;
  return isSameForm(finding.excess, other.excess);
}

/** Records have whole seconds: a call was made at its time, or up to a second later. */
const SECOND = 1000;

/** Whether a finding is of what the account showed after the call of the other one. */
function isShownSince({ raisedAt, frozen, reasons }: Finding, { call }: Finding): boolean {
  if (call === null || frozen === undefined || call.time + SECOND > raisedAt) return false;
  return !reasons.some(({ rule }) => rule === CHANGE_NOT_SHOWN);
}

function isOfUnknownChange({ reasons }: Finding): boolean {
  return reasons.some(({ rule }) => rule === CHANGE_UNKNOWN);
}
