import { randomUUID } from 'node:crypto';
import type { Fact, LedgerEntry } from '../../core/governance/fact.ts';
import { chained, subjectOf } from '../../core/governance/ledger-chain.ts';
import { entryLine } from '../../core/governance/ledger-line.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerConflict } from '../../ports/ledger.ts';
import { isPassing } from './contention.ts';
import { type Expectation, type LedgerCommit, MOST_FACTS } from './ledger-commit.ts';
import { entryOfLine, type Head } from './ledger-items.ts';
import type { LedgerReading } from './ledger-reading.ts';
import { StoreFault } from './store-fault.ts';
import type { Table } from './table.ts';

/** How long an append tries to get its turn, in milliseconds. */
const BUDGET = 30_000;
const LONGEST_PAUSE = 400;

/** What an append works with. */
export interface AppendDeps {
  readonly table: Table;
  readonly reading: LedgerReading;
  readonly commit: LedgerCommit;
  readonly clock: Clock;
}

/** The entries that would be added to a ledger with this head. */
interface Attempt {
  readonly after: Head;
  readonly entries: readonly LedgerEntry[];
}

type Outcome = Result<readonly LedgerEntry[], LedgerConflict>;

/**
 * One append to the ledger in the table, tried until it is done, refused, or out of time. Every append moves the one head,
 * on the condition that it is where it was read: there is one chain, and what was counted before is still so when it is
 * written. An attempt without an answer may have been written; the next one looks for that first.
 */
export class LedgerAppend {
  readonly #deps: AppendDeps;
  readonly #facts: readonly Fact[];
  readonly #expect: Expectation | undefined;
  /** Marks what is written, so that the append knows its own. */
  readonly #by = randomUUID();
  /** The last attempt, as long as it may still be written. */
  #open: Attempt | undefined;
  #lastFault: unknown;

  constructor(deps: AppendDeps, facts: readonly Fact[], expect: Expectation | undefined) {
    this.#deps = deps;
    this.#facts = facts;
    this.#expect = expect;
  }

  /** A `StoreFault` BUSY where it did not come to its turn in half a minute, TOO_LARGE past what can be written at once. */
  async run(): Promise<Outcome> {
    const { clock, table } = this.#deps;
    if (this.#facts.length > MOST_FACTS) {
      throw new StoreFault(
        'TOO_LARGE',
        `${this.#facts.length} facts are not appended at once; the most is ${MOST_FACTS}`,
      );
    }
    const giveUpAt = clock.now() + BUDGET;
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.#turn();
      if (outcome !== undefined) return outcome;
      if (clock.now() > giveUpAt) throw busy(tries, this.#lastFault);
      await table.wait(Math.ceil(Math.random() * Math.min(LONGEST_PAUSE, 10 * 2 ** tries)));
    }
  }

  /** Undefined: to be tried again. */
  async #turn(): Promise<Outcome | undefined> {
    const head = await this.#deps.reading.head();
    const written = await this.#settle(head);
    if (written !== undefined) return ok(written);
    if (this.#isClaimedByOther(head)) return undefined;
    const conflict = await this.#conflict(head);
    // what an open attempt wrote may be what was counted: the next look at the head tells
    if (conflict !== undefined) return this.#open === undefined ? err(conflict) : undefined;
    if (this.#facts.length === 0) return ok([]);
    this.#open = { after: head, entries: entriesAfter(head, this.#facts) };
    const { entries } = this.#open;
    return (await this.#isCommitted(head, entries)) ? ok(entries) : undefined;
  }

  /** The entries of the open attempt if they were written. Once the head has moved it is clear whether they were. */
  async #settle(head: Head): Promise<readonly LedgerEntry[] | undefined> {
    const attempt = this.#open;
    if (attempt === undefined || head.sequence === attempt.after.sequence) return undefined;
    const isOurs = await this.#deps.reading.isBy(attempt.after.sequence + 1, this.#by);
    this.#open = undefined;
    return isOurs ? attempt.entries : undefined;
  }

  async #conflict(head: Head): Promise<LedgerConflict | undefined> {
    if (this.#expect === undefined) return undefined;
    const { subject, entries: expected } = this.#expect;
    const { length: found } = await this.#deps.reading.pointers(subject, head);
    return found === expected ? undefined : { code: 'CONFLICT', subject, expected, found };
  }

  async #isCommitted(head: Head, entries: readonly LedgerEntry[]): Promise<boolean> {
    try {
      await this.#deps.commit.commit({ head, entries, expect: this.#expect, by: this.#by });
      return true;
    } catch (fault) {
      if (!isPassing(fault)) throw fault;
      this.#lastFault = fault;
      return false;
    }
  }

  #isClaimedByOther({ claimedUntil, token }: Head): boolean {
    return claimedUntil > this.#deps.clock.now() && token?.startsWith(this.#by) !== true;
  }
}

/** The entries that follow a head and hold these facts, as they will be read. */
function entriesAfter(head: Head, facts: readonly Fact[]): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let previous: Pick<LedgerEntry, 'sequence' | 'hash'> = head;
  for (const fact of facts) {
    const entry = chained(fact, subjectOf(fact), previous);
    entries.push(entryOfLine(entry.sequence, entryLine(entry)));
    previous = entry;
  }
  return entries;
}

function busy(tries: number, cause: unknown): StoreFault {
  return new StoreFault(
    'BUSY',
    `the ledger was not written in ${BUDGET / 1000} s and ${tries} tries; look for throttling of the table, then let it be tried again`,
    { cause },
  );
}
