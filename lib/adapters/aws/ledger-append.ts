import { randomUUID } from 'node:crypto';
import type { Fact, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { chained, subjectOf } from '../../core/governance/ledger/ledger-chain.ts';
import { entryLine } from '../../core/governance/ledger/ledger-line.ts';
import { isFoundSince, type NothingFound } from '../../core/governance/ledger/nothing-found.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EntriesExpected, Expectation, LedgerConflict } from '../../ports/ledger.ts';
import { isPassing, isRefusedBeyondFirst, mayBeWritten } from './contention.ts';
import type { LedgerCommit } from './ledger-commit.ts';
import { entryOfLine, type Head } from './ledger-items.ts';
import type { LedgerMemory } from './ledger-memory.ts';
import type { LedgerReading } from './ledger-reading.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import type { Table } from './table.ts';

/** How long an append tries to get its turn, in milliseconds. */
const BUDGET = 30_000;
const LONGEST_PAUSE = 200;
/** Who lost the head so often claims it first, for so many milliseconds: else chance may keep it waiting for seconds. */
const CLAIM = { afterLosses: 2, milliseconds: 1000 } as const;

/** What an append works with. */
export interface AppendDeps {
  readonly table: Table;
  readonly reading: LedgerReading;
  readonly memory: LedgerMemory;
  readonly commit: LedgerCommit;
  readonly clock: Clock;
}

/** Facts to be appended, all or none; `expected`: only if each of these is so. */
export interface AppendRequest {
  readonly facts: readonly Fact[];
  readonly expected: readonly Expectation[];
}

/** What came of a request: its entries, or who was faster. */
export type AppendOutcome = Result<readonly LedgerEntry[], LedgerConflict>;

/** What the requests come to on a ledger with this head. */
interface Plan {
  readonly after: Head;
  /** Of all requests that are not refused, in order. */
  readonly entries: readonly LedgerEntry[];
  /** One for each request. */
  readonly outcomes: readonly AppendOutcome[];
  /** How many entries subjects have at the head, where a request depends on it. */
  readonly counted: ReadonlyMap<string, number>;
}

/**
 * Requests that are appended to the ledger in the table together, tried until that is done or out of time. Every append moves
 * the one head, on the condition that it is where it was read: there is one chain, and what was counted before is still so
 * when it is written. An attempt without an answer may have been written; the next one looks for that first.
 */
export class LedgerAppend {
  readonly #deps: AppendDeps;
  readonly #requests: readonly AppendRequest[];
  /** Marks what is written, so that the append knows its own. */
  readonly #by = randomUUID();
  /** What was tried last at the place where the head still is. */
  #tried: Plan | undefined;
  /** Whether that may have been written, or may still be: there was no answer. */
  #isUncertain = false;
  /** Whether it can not be written any more. */
  #isOutdated = false;
  #losses = 0;
  #lastFault: unknown;
  /** Findings that were raised since any of the requests looked, as far as the ledger was read for them. */
  #raised: LedgerEntry[] = [];
  /** Up to which entry it was; undefined: it was not. */
  #raisedUntil: number | undefined;

  constructor(deps: AppendDeps, requests: readonly AppendRequest[]) {
    this.#deps = deps;
    this.#requests = requests;
  }

  /** The outcomes, one for each request. A `StoreFault` BUSY where it did not come to its turn in half a minute. */
  async run(): Promise<readonly AppendOutcome[]> {
    const { clock, table } = this.#deps;
    const giveUpAt = clock.now() + BUDGET;
    for (;;) {
      const outcomes = await this.#turn();
      if (outcomes !== undefined) return outcomes;
      if (clock.now() > giveUpAt) throw busy(this.#losses, this.#lastFault);
      await table.wait(Math.ceil(Math.random() * Math.min(LONGEST_PAUSE, 20 * 2 ** this.#losses)));
    }
  }

  /** Undefined: to be tried again. */
  async #turn(): Promise<readonly AppendOutcome[] | undefined> {
    const head = await this.#deps.reading.head();
    const settled = await this.#settle(head);
    if (settled !== undefined) return settled;
    const ours = this.#isClaimedByOther(head) ? undefined : await this.#claimed(head);
    if (ours === undefined) return undefined;
    const plan = await this.#planAt(ours);
    if (plan.entries.length === 0) return plan.outcomes;
    this.#tried = plan;
    return (await this.#isCommitted(plan)) ? plan.outcomes : undefined;
  }

  /** What came of the last attempt if it was written. Once the head has moved it is clear whether it was. */
  async #settle(head: Head): Promise<readonly AppendOutcome[] | undefined> {
    const plan = this.#tried;
    if (plan === undefined || head.sequence === plan.after.sequence) return undefined;
    const isOurs = await this.#deps.reading.isBy(plan.after.sequence + 1, this.#by);
    this.#abandon();
    return isOurs ? plan.outcomes : undefined;
  }

  #abandon(): void {
    this.#tried = undefined;
    this.#isUncertain = false;
    this.#isOutdated = false;
  }

  /** While it is not known whether an attempt is written, its own entries could be counted: then the plan stays as it is. */
  async #planAt(head: Head): Promise<Plan> {
    if (this.#isOutdated) this.#abandon();
    const tried = this.#isUncertain ? this.#tried : undefined;
    return tried === undefined ? this.#planAfter(head) : { ...tried, after: head };
  }

  async #planAfter(after: Head): Promise<Plan> {
    const counted = await this.#count(after);
    const raised = await this.#raisedUpTo(after);
    const counts = new Map(counted);
    const entries: LedgerEntry[] = [];
    const outcomes = this.#requests.map(({ facts, expected }): AppendOutcome => {
      const conflict = conflictIn(expected, { counts, entries: [...raised, ...entries] });
      if (conflict !== undefined) return err(conflict);
      const own = entriesAfter(entries.at(-1) ?? after, facts);
      entries.push(...own);
      for (const { subject } of own) counts.set(subject, (counts.get(subject) ?? 0) + 1);
      return ok(own);
    });
    return { after, entries, outcomes, counted };
  }

  async #count(head: Head): Promise<ReadonlyMap<string, number>> {
    const expected = this.#expected().filter((each) => 'entries' in each);
    const first = Map.groupBy(expected, ({ subject }) => subject);
    const counts = [...first].map(async ([subject, [of]]): Promise<readonly [string, number]> => {
      const known = this.#deps.memory.count(subject, head);
      // what a request expects, and nobody here knows better, the transaction verifies
      if (known !== undefined && known === of?.entries) return [subject, known];
      return [subject, (await this.#deps.reading.pointers(subject, head)).length];
    });
    return new Map(await Promise.all(counts));
  }

  /** Each entry is read once, however often the head is lost. */
  async #raisedUpTo({ sequence }: Head): Promise<readonly LedgerEntry[]> {
    const since = this.#expected().flatMap((each) => ('since' in each ? [each.since] : []));
    if (since.length === 0) return [];
    const from = this.#raisedUntil ?? Math.min(...since);
    for await (const entry of this.#deps.reading.between(from + 1, sequence)) {
      if (entry.fact.kind === 'finding-raised') this.#raised.push(entry);
      this.#raisedUntil = entry.sequence;
    }
    return this.#raised;
  }

  #expected(): readonly Expectation[] {
    return this.#requests.flatMap(({ expected }) => expected);
  }

  async #isCommitted({ after, entries, counted }: Plan): Promise<boolean> {
    const committed = await this.#unlessLost(() =>
      this.#deps.commit.commit({ head: after, entries, counted, by: this.#by }),
    );
    if (committed === undefined) this.#isUncertain ||= mayBeWritten(this.#lastFault);
    // a subject has more entries than were counted: while the head is where it was, no attempt at this can ever be written
    this.#isOutdated = committed === undefined ? isRefusedBeyondFirst(this.#lastFault) : !committed;
    return committed === true;
  }

  /** The head as it is after it was claimed, where that is needed; undefined: another was faster. */
  async #claimed(head: Head): Promise<Head | undefined> {
    if (this.#losses < CLAIM.afterLosses) return head;
    return this.#unlessLost(() => this.#deps.commit.claim(head, this.#by, CLAIM.milliseconds));
  }

  async #unlessLost<T>(write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (fault) {
      if (!isPassing(fault)) throw fault;
      this.#losses += 1;
      this.#lastFault = fault;
      return undefined;
    }
  }

  #isClaimedByOther({ claimedUntil, token }: Head): boolean {
    return claimedUntil > this.#deps.clock.now() && token?.startsWith(this.#by) !== true;
  }
}

/** What expectations are held against: how many entries subjects have, and the findings that were raised since. */
interface Found {
  readonly counts: ReadonlyMap<string, number>;
  readonly entries: readonly LedgerEntry[];
}

/** The first expectation that is not met. */
function conflictIn(expected: readonly Expectation[], found: Found): LedgerConflict | undefined {
  for (const each of expected) {
    const conflict = 'since' in each ? foundSince(each, found) : notSoMany(each, found);
    if (conflict !== undefined) return { code: 'CONFLICT', ...conflict };
  }
  return undefined;
}

function notSoMany({ subject, entries }: EntriesExpected, { counts }: Found): Omit<LedgerConflict, 'code'> | undefined {
  const found = counts.get(subject) ?? entries;
  return found === entries ? undefined : { subject, expected: entries, found };
}

function foundSince(expected: NothingFound, { entries }: Found): Omit<LedgerConflict, 'code'> | undefined {
  const first = entries.find((entry) => isFoundSince(entry, expected));
  return first && { subject: expected.principal, expected: expected.since, found: first.sequence };
}

/** The entries that follow another and hold these facts, as they will be read. A TypeError where a fact is no JSON. */
export function entriesAfter(
  before: Pick<LedgerEntry, 'sequence' | 'hash'> | undefined,
  facts: readonly Fact[],
): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let previous = before;
  for (const fact of facts) {
    const entry = chained(fact, subjectOf(fact), previous);
    entries.push(entryOfLine(entry.sequence, entryLine(entry)));
    previous = entry;
  }
  return entries;
}

function busy(losses: number, cause: unknown): StoreFault {
  return new StoreFault(
    'BUSY',
    `the ledger was not written in ${BUDGET / 1000} s, ${losses} writes were in vain; look for throttling of the table, then let it be tried again`,
    { cause },
  );
}
