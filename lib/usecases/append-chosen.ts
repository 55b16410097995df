import type { Fact, LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { NothingFound } from '../core/governance/ledger/nothing-found.ts';
import type { Ledger } from '../ports/ledger.ts';

/** What is to be appended after reading a subject's entries, and what to answer when it is in the ledger. */
export interface Choice<T> {
  readonly facts: readonly Fact[];
  readonly answer: T;
  /** A further condition of the append: where it does not hold, the facts are chosen again. */
  readonly expected?: NothingFound;
}

/** So many writers in a row were faster: something other than a race is wrong. */
const MOST_ATTEMPTS = 50;

/**
 * Reads the entries about a subject, chooses what to append, and appends it only if nobody wrote about the subject
 * meanwhile; else reads and chooses again. No facts: nothing is appended, the answer stands.
 */
export async function appendChosen<T>(
  ledger: Ledger,
  subject: string,
  choose: (entries: readonly LedgerEntry[]) => Choice<T> | Promise<Choice<T>>,
): Promise<T> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const entries = await ledger.about(subject);
    const { facts, answer, expected } = await choose(entries);
    if (facts.length === 0) return answer;
    const others = expected === undefined ? [] : [expected];
    const appended = await ledger.append(facts, { subject, entries: entries.length }, ...others);
    if (appended.ok) return answer;
  }
  throw new Error(`the ledger refused ${MOST_ATTEMPTS} appends about "${subject}" in a row; other writers never stop`);
}
