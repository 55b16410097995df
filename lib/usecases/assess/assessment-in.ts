import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';

/** Ids of the findings of a call that was assessed before; undefined: it was not. */
export function assessmentIn(entries: readonly LedgerEntry[]): readonly string[] | undefined {
  for (const { fact } of entries) if (fact.kind === 'call-assessed') return fact.findings;
  return undefined;
}
