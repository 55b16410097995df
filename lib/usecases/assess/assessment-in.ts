import type { CallAssessed, LedgerEntry } from '../../core/governance/ledger/fact.ts';

/** The assessment of a call that counts, in what the ledger says of that; undefined: it was not assessed yet. */
export function assessmentIn(entries: readonly LedgerEntry[]): CallAssessed | undefined {
  for (const { fact } of entries) if (fact.kind === 'call-assessed') return fact;
  return undefined;
}
