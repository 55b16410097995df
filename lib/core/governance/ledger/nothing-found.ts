import type { FindingKind } from '../finding.ts';
import type { LedgerEntry } from './fact.ts';

/** That no finding of a kind was raised about a principal after an entry. */
export interface NothingFound {
  /** ARN. */
  readonly principal: string;
  readonly kind: FindingKind;
  /** Sequence number of the entry; 0: none at all. */
  readonly since: number;
}

/** Whether an entry is such a finding. */
export function isFoundSince({ sequence, fact }: LedgerEntry, { principal, kind, since }: NothingFound): boolean {
  if (sequence <= since || fact.kind !== 'finding-raised') return false;
  return fact.finding.principal === principal && fact.finding.kind === kind;
}
