import { randomUUID } from 'node:crypto';
import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import type { Clock } from '../../ports/clock.ts';
import { isOnlyFirstRefused, isPassing } from './contention.ts';
import { batchItems, type BatchName, entryItems, type Head, headWrite, pointerItems } from './ledger-items.ts';
import { HEAD, ordinalKey } from './ledger-keys.ts';
import type { LedgerMemory } from './ledger-memory.ts';
import type { LedgerReading } from './ledger-reading.ts';
import { type Item, pauseBefore, sizeOf, type Table, TRANSACTION, type Write } from './table.ts';

/** Facts of one append: what stands for them in the chain must fit the transaction that moves the head. */
export const MOST_FACTS = 90_000;

/** Milliseconds for which a batch has the head for itself: to begin with, and for each item. */
const CLAIM = { base: 10_000, each: 20 } as const;
const AT_ONCE = 32;
const MOST_TRIES = 8;
/** Bytes of the head, of a pointer, of a check: more than any of them has. */
const SMALL_ITEM = 512;

/** Entries that follow a head, to be written if the head is still there. */
export interface Commit {
  readonly head: Head;
  readonly entries: readonly LedgerEntry[];
  /** How many entries subjects have at this head, where it matters that they have no more when this is written. */
  readonly counted: ReadonlyMap<string, number>;
  /** Marks the items of the append. */
  readonly by: string;
}

/** The table of the ledger, and how its end is read and remembered. */
export interface CommitDeps {
  readonly table: Table;
  readonly reading: LedgerReading;
  readonly memory: LedgerMemory;
  readonly clock: Clock;
}

/** What one entry is in the table. */
interface Stored {
  readonly entry: LedgerEntry;
  readonly items: readonly Item[];
}

/**
 * Writes entries and moves the head over them. What fits one transaction is one. What does not is written as a batch first,
 * where it is no part of the ledger, and then one transaction moves the head and says in the chain where the batch is; the
 * head is claimed for that time, else a busy ledger would never let a batch through. However many subjects were counted, each is
 * checked. What a crash leaves of a batch stays in the table and is never read.
 */
export class LedgerCommit {
  readonly #table: Table;
  readonly #reading: LedgerReading;
  readonly #memory: LedgerMemory;
  readonly #clock: Clock;

  constructor({ table, reading, memory, clock }: CommitDeps) {
    this.#table = table;
    this.#reading = reading;
    this.#memory = memory;
    this.#clock = clock;
  }

  /**
   * False: nothing was written, subjects have more entries than were counted. Throws what the SDK throws: where `isPassing`
   * says so another attempt may succeed, or this one was written after all.
   */
  async commit(commit: Commit): Promise<boolean> {
    const stored = commit.entries.map((entry) => ({ entry, items: entryItems(entry, commit.by) }));
    if (isOneTransaction(stored, commit.counted.size)) await this.#commitAtOnce(commit, stored);
    else if (!(await this.#isCounted(commit))) return false;
    else await this.#commitBatch(commit);
    for (const entry of commit.entries) this.#memory.keep(entry);
    return true;
  }

  /** Has the head for an append alone, for so many milliseconds: others wait. Throws as `commit` does. */
  async claim(head: Head, by: string, milliseconds: number): Promise<Head & { readonly token: string }> {
    const claimed = { ...head, token: `${by}#${randomUUID()}`, claimedUntil: this.#clock.now() + milliseconds };
    const { item, when } = headWrite(claimed, head);
    await this.#table.put(item, when);
    return claimed;
  }

  async #commitAtOnce(commit: Commit, stored: readonly Stored[]): Promise<void> {
    const { head, entries, counted, by } = commit;
    const counts = await this.#counts(commit);
    const writes: Write[] = [headWrite(headAfter(commit, by), head)];
    for (const { entry, items } of stored) {
      const ordinal = (counts.get(entry.subject) ?? 0) + 1;
      counts.set(entry.subject, ordinal);
      const pointers = pointerItems(entry, { parts: items.length, ordinal, batch: undefined });
      writes.push(...[...items, ...pointers].map(putOnce));
    }
    // who writes about a subject meets others who do at its next ordinal; who does not, looks there
    const subjects = new Set(entries.map(({ subject }) => subject));
    writes.push(...[...counted].filter(([subject]) => !subjects.has(subject)).map(checkOf));
    await this.#writeCounted(writes, counts.keys());
    const { sequence } = headAfter(commit, by);
    for (const [subject, count] of counts) this.#memory.counted(subject, count, sequence);
  }

  /** What was taken as counted may have been wrong, unless the transaction says that only the head was not where it was. */
  async #writeCounted(writes: readonly Write[], subjects: Iterable<string>): Promise<void> {
    try {
      await this.#table.write(writes);
    } catch (fault) {
      if (!isOnlyFirstRefused(fault)) this.#memory.forgetCounts(subjects);
      throw fault;
    }
  }

  /** How many entries each subject has at the head; what is only remembered is not too many, and the transaction tells. */
  async #counts({ head, entries, counted }: Commit): Promise<Map<string, number>> {
    const counts = new Map(counted);
    const unknown = [...new Set(entries.map(({ subject }) => subject))].filter((subject) => !counts.has(subject));
    await Promise.all(
      unknown.map(async (subject) => {
        const known = this.#memory.count(subject, head);
        counts.set(subject, known ?? (await this.#reading.pointers(subject, head)).length);
      }),
    );
    return counts;
  }

  /** Whether the counts still hold, where they may be remembered: a batch is too much to write in vain. */
  async #isCounted({ head, counted }: Commit): Promise<boolean> {
    const counts = [...counted].map(async ([subject, count]) => {
      return (await this.#reading.pointers(subject, head)).length === count;
    });
    return (await Promise.all(counts)).every((isSo) => isSo);
  }

  async #commitBatch(commit: Commit): Promise<void> {
    const { head, entries, counted, by } = commit;
    const batch: BatchName = { id: randomUUID(), first: head.sequence + 1 };
    const items = entries.flatMap((entry) => batchedItems(entry, by, batch));
    const claimed = await this.claim(head, by, CLAIM.base + CLAIM.each * (items.length + counted.size));
    await this.#writeAhead(items);
    const after = { ...headAfter(commit, by), batched: batch.first + entries.length - 1 };
    const writes: Write[] = [headWrite(after, claimed), ...batchItems(batch, after.sequence, by).map(putOnce)];
    const checks = [...counted].map(checkOf);
    writes.push(...checks.splice(0, TRANSACTION.items - writes.length));
    await this.#check(checks, claimed);
    await this.#table.write(writes);
  }

  /**
   * Checks what does not fit the transaction that moves the head. It is so until then: whoever writes about a subject moves the
   * head, which must be where it was claimed.
   */
  async #check(checks: Write[], { token }: { readonly token: string }): Promise<void> {
    const isClaimed: Write = { kind: 'check', key: HEAD, when: { kind: 'token', token } };
    while (checks.length > 0) await this.#table.write([isClaimed, ...checks.splice(0, TRANSACTION.items - 1)]);
  }

  /** Writes items under keys that nobody else has: one by one, which costs half of what a transaction does. */
  async #writeAhead(items: readonly Item[]): Promise<void> {
    const left = items.values();
    const writers = Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await this.#putTenaciously(item);
    });
    await Promise.all(writers);
  }

  async #putTenaciously(item: Item): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#table.put(item);
      } catch (fault) {
        if (!isPassing(fault) || tries === MOST_TRIES) throw fault;
        await this.#table.wait(pauseBefore(tries));
      }
    }
  }
}

function headAfter({ head, entries }: Commit, token: string) {
  const { sequence, hash } = entries.at(-1) ?? head;
  return { sequence, hash, token, batched: head.batched, claimedUntil: 0 };
}

function isOneTransaction(stored: readonly Stored[], counted: number): boolean {
  // the head, the checks, and for each entry its items and at most two pointers
  const small = 1 + counted + 2 * stored.length;
  const items = stored.flatMap((one) => one.items);
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), small * SMALL_ITEM);
  return small + items.length <= TRANSACTION.items && bytes <= TRANSACTION.bytes;
}

function batchedItems(entry: LedgerEntry, by: string, batch: BatchName): readonly Item[] {
  const items = entryItems(entry, by, batch.id);
  return [...items, ...pointerItems(entry, { parts: items.length, ordinal: 0, batch })];
}

function putOnce(item: Item): Write {
  return { kind: 'put', item, when: { kind: 'absent' } };
}

/** That a subject has no more entries than were counted. */
function checkOf([subject, count]: readonly [string, number]): Write {
  return { kind: 'check', key: ordinalKey(subject, count + 1), when: { kind: 'absent' } };
}
