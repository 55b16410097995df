import type { Fact, LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { NothingFound } from '../core/governance/ledger/nothing-found.ts';
import type { Result } from '../core/result.ts';

/** Another writer was faster: read the subject again. Of a `NothingFound` it is the principal, and the numbers are those of entries. */
export interface LedgerConflict {
  readonly code: 'CONFLICT';
  readonly subject: string;
  readonly expected: number;
  readonly found: number;
}

/** That a subject has exactly so many entries. */
export interface EntriesExpected {
  readonly subject: string;
  readonly entries: number;
}

/** The condition under which an append is made. */
export type Expectation = EntriesExpected | NothingFound;

/** The append-only, hash-chained record of everything Ambit found, decided and did. */
export interface Ledger {
  /**
   * Appends facts, all or none, durably: when it resolves they survive a crash.
   * `expected`: refuse unless each of these is so (optimistic concurrency); the conflict is the first that is not.
   */
  append(
    facts: readonly Fact[],
    ...expected: readonly Expectation[]
  ): Promise<Result<readonly LedgerEntry[], LedgerConflict>>;
  /** Sequence number of the last entry; 0: there is none. */
  head(): Promise<number>;
  /** All entries about a subject, in order. */
  about(subject: string): Promise<readonly LedgerEntry[]>;
  /** Ids of all findings, newest first. */
  findings(): Promise<readonly string[]>;
  /** Every entry from a sequence number on, in order. */
  entries(from?: number): AsyncIterable<LedgerEntry>;
}
