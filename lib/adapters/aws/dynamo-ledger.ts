import type { Fact, LedgerEntry } from '../../core/governance/fact.ts';
import type { Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger, LedgerConflict } from '../../ports/ledger.ts';
import { type AppendDeps, LedgerAppend } from './ledger-append.ts';
import { LedgerCommit } from './ledger-commit.ts';
import { LedgerReading } from './ledger-reading.ts';
import type { Table } from './table.ts';

/**
 * The ledger in a DynamoDB table: one chain, written by any number of functions at once. What `append` has resolved is in
 * every read that begins afterwards. Reading throws a `StoreFault` CORRUPT at an entry that does not have its hash, or is gone.
 */
export class DynamoLedger implements Ledger {
  readonly #reading: LedgerReading;
  readonly #deps: AppendDeps;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(table: Table, clock: Clock) {
    this.#reading = new LedgerReading(table);
    this.#deps = { table, reading: this.#reading, commit: new LedgerCommit(table, this.#reading, clock), clock };
  }

  async append(
    facts: readonly Fact[],
    expect?: { readonly subject: string; readonly entries: number },
  ): Promise<Result<readonly LedgerEntry[], LedgerConflict>> {
    const append = new LedgerAppend(this.#deps, facts, expect);
    // one after the other: appends of one process would only take the head from each other
    const mine = this.#turn.then(() => append.run());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  about(subject: string): Promise<readonly LedgerEntry[]> {
    return this.#reading.about(subject);
  }

  findings(): Promise<readonly string[]> {
    return this.#reading.findings();
  }

  entries(from = 1): AsyncIterable<LedgerEntry> {
    return this.#reading.entries(from);
  }
}
