import { type Case, foldCase } from '../core/governance/case.ts';
import type { LedgerEntry } from '../core/governance/fact.ts';
import type { Ledger } from '../ports/ledger.ts';

/** All cases, folded from the ledger; each question reads only what was appended since the last one. */
export interface CaseBook {
  /** Every case as the ledger has it now, in the order in which the findings were raised. */
  cases(): Promise<readonly Case[]>;
}

/** A book of the cases of this ledger. */
export function openCaseBook(ledger: Ledger): CaseBook {
  const bySubject = new Map<string, LedgerEntry[]>();
  const folded = new Map<string, Case>();
  let next = 1;
  let turn: Promise<unknown> = Promise.resolve();

  async function readOn(): Promise<readonly Case[]> {
    const changed = new Map<string, LedgerEntry[]>();
    for await (const entry of ledger.entries(next)) {
      const entries = bySubject.get(entry.subject) ?? [];
      entries.push(entry);
      bySubject.set(entry.subject, entries);
      changed.set(entry.subject, entries);
      next = entry.sequence + 1;
    }
    for (const [subject, entries] of changed) {
      const current = foldCase(entries);
      if (current !== undefined) folded.set(subject, current);
    }
    return [...folded.values()];
  }

  return {
    cases() {
      // one after the other: two at once would read the same entries
      const mine = turn.then(readOn, readOn);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
