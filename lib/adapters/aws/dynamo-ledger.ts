import type { Fact, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import type { Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Expectation, Ledger, LedgerConflict } from '../../ports/ledger.ts';
import { LedgerCommit } from './ledger-commit.ts';
import { LedgerMemory } from './ledger-memory.ts';
import { LedgerQueue } from './ledger-queue.ts';
import { LedgerReading } from './ledger-reading.ts';
import type { Table } from './table.ts';

/**
 * The ledger in a DynamoDB table: one chain, written by any number of functions at once. What `append` has resolved is in
 * every read that begins afterwards. Reading throws a `StoreFault` CORRUPT at an entry that does not have its hash, or is
 * gone; `about` keeps what it read or wrote once, which nobody can change in the table then.
 */
export class DynamoLedger implements Ledger {
  readonly #reading: LedgerReading;
  readonly #queue: LedgerQueue;

  constructor(table: Table, clock: Clock) {
    const memory = new LedgerMemory();
    const reading = new LedgerReading(table, memory);
    const commit = new LedgerCommit({ table, reading, memory, clock });
    this.#reading = reading;
    this.#queue = new LedgerQueue({ table, reading, memory, commit, clock });
  }

  async append(
    facts: readonly Fact[],
    ...expected: readonly Expectation[]
  ): Promise<Result<readonly LedgerEntry[], LedgerConflict>> {
    return this.#queue.append({ facts, expected });
  }

  async head(): Promise<number> {
    return (await this.#reading.head()).sequence;
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
