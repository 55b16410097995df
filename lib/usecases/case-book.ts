import { type Case, foldCase } from '../core/governance/case.ts';
import type { LedgerEntry } from '../core/governance/fact.ts';
import type { Ledger } from '../ports/ledger.ts';

/** All cases, folded from the ledger; each question reads only what was appended since the last one. */
export interface CaseBook {
  /** Every case as the ledger has it now, in the order in which the findings were raised. */
  cases(): Promise<readonly Case[]>;
}

/** So many findings are read at once when a book is opened. */
const AT_ONCE = 16;

/**
 * A book of the cases of this ledger. The first question reads what there is about each finding, and nothing else: most of
 * a ledger is calls that led to none, and a ledger of years must not keep the one who opens it waiting.
 */
export function openCaseBook(ledger: Pick<Ledger, 'head' | 'findings' | 'about' | 'entries'>): CaseBook {
  const book = new Book(ledger);
  let reading: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly Case[]> | undefined;
  return {
    cases() {
      // one reading after the other: all who ask before it begins have the same
      next ??= reading.then(() => {
        next = undefined;
        const mine = book.readOn();
        reading = mine.catch(() => undefined);
        return mine;
      });
      return next;
    },
  };
}

class Book {
  readonly #ledger: Parameters<typeof openCaseBook>[0];
  /** Entries about each finding, by its id. */
  readonly #entries = new Map<string, LedgerEntry[]>();
  readonly #folded = new Map<string, Case>();
  /** The first entry that was not read; undefined: nothing was. */
  #next: number | undefined;

  constructor(ledger: Parameters<typeof openCaseBook>[0]) {
    this.#ledger = ledger;
  }

  async readOn(): Promise<readonly Case[]> {
    const changed = this.#next === undefined ? await this.#open() : await this.#readFrom(this.#next);
    for (const id of changed) {
      const found = foldCase(this.#entries.get(id) ?? []);
      if (found !== undefined) this.#folded.set(id, found);
    }
    return [...this.#folded.values()];
  }

  /** What is appended while it is opened is left to the next question, so that no entry counts twice. */
  async #open(): Promise<Iterable<string>> {
    const head = await this.#ledger.head();
    const ids = await this.#ledger.findings();
    const found: (readonly LedgerEntry[])[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE).map((id) => this.#ledger.about(id));
      found.push(...(await Promise.all(some)));
    }
    const known = found.map((entries) => entries.filter(({ sequence }) => sequence <= head));
    known.sort((one, other) => raisedAt(one) - raisedAt(other));
    for (const entries of known) {
      const [first] = entries;
      if (first !== undefined) this.#entries.set(first.subject, [...entries]);
    }
    this.#next = head + 1;
    return this.#entries.keys();
  }

  async #readFrom(next: number): Promise<Iterable<string>> {
    const changed = new Set<string>();
    for await (const entry of this.#ledger.entries(next)) {
      const { subject, fact, sequence } = entry;
      const known = this.#entries.get(subject);
      if (known !== undefined) known.push(entry);
      else if (fact.kind === 'finding-raised') this.#entries.set(subject, [entry]);
      if (known !== undefined || fact.kind === 'finding-raised') changed.add(subject);
      this.#next = sequence + 1;
    }
    return changed;
  }
}

function raisedAt(entries: readonly LedgerEntry[]): number {
  return entries.find(({ fact }) => fact.kind === 'finding-raised')?.sequence ?? Infinity;
}
