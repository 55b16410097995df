import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { entryLine } from '../../core/governance/ledger/ledger-line.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Head } from './ledger-items.ts';

/** Characters of all entries that are kept. */
const MOST_CHARACTERS = 20_000_000;
const MOST_SUBJECTS = 20_000;

/** How many entries a subject had at least, and a head that was seen before they were counted. */
interface Count {
  readonly entries: number;
  readonly at: number;
}

/**
 * What one process knows of the ledger. An entry never changes, so it is read once. A count is only where the next entry
 * about a subject is to be written: the transaction says whether it still is.
 */
export class LedgerMemory {
  readonly #entries = new BoundedMap<LedgerEntry>(MOST_CHARACTERS, (entry) => entryLine(entry).length);
  readonly #counts = new BoundedMap<Count>(MOST_SUBJECTS);
  /** The furthest head that was seen. */
  #seen = 0;

  saw({ sequence }: Pick<Head, 'sequence'>): void {
    this.#seen = Math.max(this.#seen, sequence);
  }

  keep(entry: LedgerEntry): void {
    this.#entries.set(String(entry.sequence), entry);
  }

  entry(sequence: number): LedgerEntry | undefined {
    return this.#entries.get(String(sequence));
  }

  /** The furthest head that was seen up to now: to be asked before counting. */
  get seen(): number {
    return this.#seen;
  }

  /** So many entries about a subject were there when that head had been seen. */
  counted(subject: string, entries: number, at: number): void {
    this.#counts.set(subject, { entries, at });
  }

  /**
   * How many entries there are about a subject, if nobody wrote one meanwhile. Undefined where that is not known, or where a
   * batch came meanwhile, which is not seen where the next entry is written.
   */
  count(subject: string, { batched }: Head): number | undefined {
    const known = this.#counts.get(subject);
    return known === undefined || known.at < batched ? undefined : known.entries;
  }

  forgetCounts(subjects: Iterable<string>): void {
    for (const subject of subjects) this.#counts.delete(subject);
  }
}
