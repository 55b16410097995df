import { formText } from '../../core/digest.ts';
import type { Fact, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { chained, subjectOf } from '../../core/governance/ledger/ledger-chain.ts';
import { isFoundSince, type NothingFound } from '../../core/governance/ledger/nothing-found.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { EntriesExpected, Expectation, Ledger, LedgerConflict } from '../../ports/ledger.ts';
import { entryOf } from './entry-row.ts';
import type { LocalDatabase, Row } from './local-database.ts';

/** Rows read at once. */
const PAGE = 256;

/** The ledger in the embedded database. Reading throws a `StoreFault` CORRUPT at an entry that does not have its hash. */
export class LocalLedger implements Ledger {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async append(
    facts: readonly Fact[],
    ...expected: readonly Expectation[]
  ): Promise<Result<readonly LedgerEntry[], LedgerConflict>> {
    return this.#database.transaction(() => {
      const conflict = this.#firstConflict(expected);
      return conflict === undefined ? ok(this.#appendAll(facts)) : err(conflict);
    });
  }

  async head(): Promise<number> {
    const [row] = this.#database.rows('SELECT max(sequence) AS head FROM entry');
    return Number(row?.['head'] ?? 0);
  }

  async about(subject: string): Promise<readonly LedgerEntry[]> {
    return this.#database.rows('SELECT * FROM entry WHERE subject = ? ORDER BY sequence', subject).map(entryOf);
  }

  async findings(): Promise<readonly string[]> {
    // named, because a condition that is not read from the index would stumble over a fact that is no JSON any more
    const rows = this.#database.rows(
      `SELECT subject FROM entry INDEXED BY entry_of_finding WHERE fact ->> '$.kind' = 'finding-raised' ORDER BY sequence DESC`,
    );
    return [...new Set(rows.map(({ subject }) => String(subject)))];
  }

  async *entries(from = 1): AsyncGenerator<LedgerEntry> {
    for await (const row of rowsFrom(this.#database, from)) yield entryOf(row);
  }

  #firstConflict(expected: readonly Expectation[]): LedgerConflict | undefined {
    for (const each of expected) {
      const conflict = 'since' in each ? this.#foundSince(each) : this.#notSoMany(each);
      if (conflict !== undefined) return { code: 'CONFLICT', ...conflict };
    }
    return undefined;
  }

  #notSoMany({ subject, entries }: EntriesExpected): Omit<LedgerConflict, 'code'> | undefined {
    const found = this.#countAbout(subject);
    return found === entries ? undefined : { subject, expected: entries, found };
  }

  #foundSince(expected: NothingFound): Omit<LedgerConflict, 'code'> | undefined {
    const { principal, since } = expected;
    const raised = this.#database.rows(
      `SELECT * FROM entry INDEXED BY entry_of_finding WHERE fact ->> '$.kind' = 'finding-raised' AND sequence > ? ORDER BY sequence`,
      since,
    );
    const first = raised.map(entryOf).find((entry) => isFoundSince(entry, expected));
    return first && { subject: principal, expected: since, found: first.sequence };
  }

  #countAbout(subject: string): number {
    const [row] = this.#database.rows('SELECT count(*) AS found FROM entry WHERE subject = ?', subject);
    return Number(row?.['found'] ?? 0);
  }

  #appendAll(facts: readonly Fact[]): readonly LedgerEntry[] {
    const [last] = this.#database.rows('SELECT * FROM entry ORDER BY sequence DESC LIMIT 1');
    const entries: LedgerEntry[] = [];
    let previous = last === undefined ? undefined : entryOf(last);
    for (const fact of facts) {
      previous = this.#insert(chained(fact, subjectOf(fact), previous));
      entries.push(previous);
    }
    return entries;
  }

  /** The entry as it will be read: from the row that it became. */
  #insert({ sequence, subject, fact, previous, hash }: LedgerEntry): LedgerEntry {
    const text = formText(fact);
    this.#database.run('INSERT INTO entry VALUES (?, ?, ?, ?, ?)', sequence, subject, text, previous, hash);
    return entryOf({ sequence, subject: subject.toWellFormed(), fact: text, previous, hash });
  }
}

/** The rows of the ledger from a sequence number on, page by page: what is appended meanwhile comes as well. */
export async function* rowsFrom(database: LocalDatabase, from: number): AsyncGenerator<Row> {
  let next = from;
  for (;;) {
    const rows = database.rows('SELECT * FROM entry WHERE sequence >= ? ORDER BY sequence LIMIT ?', next, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    next = Number(last['sequence']) + 1;
  }
}
