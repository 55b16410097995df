import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { batchOf, entriesOf, entryKey, findingsUntil, HEAD, subjectOfLedger } from './ledger-keys.ts';
import {
  type BatchName,
  entryOf,
  type Head,
  headOf,
  keysOfEntry,
  type Pointer,
  pointerOf,
  type StoredLine,
} from './ledger-items.ts';
import { LedgerMemory } from './ledger-memory.ts';
import { sortable } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { type Item, type Key, keyOf, numberOf, pauseBefore, type Range, type Table, textOf } from './table.ts';

/** A transaction shows its items one after the other, within milliseconds; after so many looks, some ten seconds, something is gone. */
const MOST_LOOKS = 16;

/**
 * Reads the ledger in the table. While a transaction is being written, its items come to be seen one by one and in any order
 * (DynamoDB developer guide, "Transaction isolation levels"): what must be there and is not is looked for again.
 */
export class LedgerReading {
  readonly #table: Table;
  readonly #memory: LedgerMemory;

  constructor(table: Table, memory = new LedgerMemory()) {
    this.#table = table;
    this.#memory = memory;
  }

  async head(): Promise<Head> {
    const head = headOf(await this.#table.get(HEAD));
    this.#memory.saw(head);
    return head;
  }

  /** All entries about a subject, in order. */
  async about(subject: string): Promise<readonly LedgerEntry[]> {
    const pointers = await this.pointers(subject);
    const known = pointers.map(({ sequence }) => this.#memory.entry(sequence));
    const unknown = pointers.filter((_, index) => known[index] === undefined);
    const read = await this.#lookUntil(`an entry about "${subject}"`, () => this.#entriesAt(unknown));
    for (const entry of read) this.#memory.keep(entry);
    const entries = [...known.filter((entry) => entry !== undefined), ...read];
    return entries.map((entry) => entryAbout(subject, entry)).toSorted((one, other) => one.sequence - other.sequence);
  }

  /** Undefined where one of them is not seen yet. */
  async #entriesAt(pointers: readonly Pointer[]): Promise<readonly LedgerEntry[] | undefined> {
    const items = await this.#table.getAll(pointers.flatMap(keysOfEntry));
    const byKey = new Map(items.map((item) => [nameOf(keyOf(item)), item]));
    const entries: LedgerEntry[] = [];
    for (const pointer of pointers) {
      const parts = keysOfEntry(pointer)
        .map((key) => byKey.get(nameOf(key)))
        .filter((item) => item !== undefined);
      if (parts.length < pointer.parts) return undefined;
      entries.push(entryOf({ sequence: pointer.sequence, items: parts }));
    }
    return entries;
  }

  /** Pointers to all entries about a subject, in order. With a head: to no less than those that the ledger had at that head. */
  async pointers(subject: string, head?: Head): Promise<readonly Pointer[]> {
    const { seen } = this.#memory;
    const pointers = await this.#pointers(subject, head);
    this.#memory.counted(subject, pointers.length, seen);
    return pointers;
  }

  #pointers(subject: string, head: Head | undefined): Promise<readonly Pointer[]> {
    return this.#lookUntil(`an entry about "${subject}"`, async () => {
      const found = await this.#table.list({ pk: subjectOfLedger(subject) });
      const pointers = await this.#withoutLostBatches(found.map(pointerOf), head);
      // the n-th entry about a subject is seen, so there are n
      const isWhole = pointers?.every(({ ordinal }) => ordinal <= pointers.length);
      return isWhole ? pointers?.toSorted((one, other) => one.sequence - other.sequence) : undefined;
    });
  }

  /** Ids of all findings, newest first. */
  async findings(): Promise<readonly string[]> {
    const head = await this.head();
    const ids = new Set<string>();
    for (const pk of findingsUntil(head.sequence)) {
      const pointers = await this.#lookUntil('a finding', async () => {
        const found = await this.#table.list({ pk, order: 'backwards' });
        return this.#withoutLostBatches(found.map(pointerOf), head);
      });
      for (const { finding } of pointers) if (finding !== undefined) ids.add(finding);
    }
    return [...ids];
  }

  /** Every entry from a sequence number on up to the head, in order and without a gap. */
  async *entries(from: number): AsyncGenerator<LedgerEntry> {
    const { sequence } = await this.head();
    yield* this.between(from, sequence);
  }

  /** Every entry from a sequence number on up to one that the ledger has, in order and without a gap. */
  async *between(from: number, until: number): AsyncGenerator<LedgerEntry> {
    let next = Math.max(1, Math.ceil(from));
    for (let looks = 0; next <= until; looks += 1) {
      if (looks > 0) await this.#waitFor(`entry ${next}`, looks);
      for await (const line of this.lines(next, until)) {
        if (line.sequence !== next) break;
        yield entryOf(line);
        next += 1;
        looks = 0;
      }
    }
  }

  /** What lies at these places, in order, as it is: verifying it is for who reads it. Places with nothing are left out. */
  async *lines(from: number, until: number): AsyncGenerator<StoredLine> {
    for (let place = from; place <= until; place = entriesOf(place).last + 1) {
      const { pk, last } = entriesOf(place);
      const range = { pk, from: sortable(place), to: endOf(Math.min(last, until)) };
      let isBegun = false;
      for await (const [item, parts] of assembled(this.#table.query(range))) {
        if (!isBegun && keyOf(item).sk !== range.from) yield* this.#linesOver(place, until);
        isBegun = true;
        const batch = textOf(item, 'batch');
        if (batch === undefined) yield { sequence: Number(keyOf(item).sk), items: parts };
        else yield* this.#linesOfBatch(batch, { from: place, until: Math.min(until, numberOf(item, 'last') ?? 0) });
      }
      if (!isBegun) yield* this.#linesOver(place, until);
    }
  }

  /** Whether the append wrote the entry at a place of the chain. */
  async isBy(sequence: number, by: string): Promise<boolean> {
    const item = await this.#lookUntil(`entry ${sequence}`, () => this.#table.get(entryKey(sequence)));
    return textOf(item, 'by') === by;
  }

  async *#linesOfBatch(batch: string, { from, until }: { from: number; until: number }): AsyncGenerator<StoredLine> {
    const range = { pk: batchOf(batch), from: sortable(from), to: endOf(until) };
    for await (const [item, parts] of assembled(this.#table.query(range))) {
      yield { sequence: Number(keyOf(item).sk), items: parts };
    }
  }

  /** Where nothing lies at a place: the lines from there on of the batch that reaches over it, if one does. */
  async *#linesOver(place: number, until: number): AsyncGenerator<StoredLine> {
    const { pk, first } = entriesOf(place);
    if (place === first) return;
    const range: Range = { pk, to: sortable(place), order: 'backwards', most: 1 };
    const [before] = await this.#table.list(range);
    const [batch, last = 0] = before === undefined ? [] : [textOf(before, 'batch'), numberOf(before, 'last')];
    if (batch === undefined || last < place) return;
    yield* this.#linesOfBatch(batch, { from: place, until: Math.min(until, last) });
  }

  /** Without the pointers into batches that are not part of the ledger; undefined where that cannot be seen yet. */
  async #withoutLostBatches(pointers: readonly Pointer[], seen?: Head): Promise<readonly Pointer[] | undefined> {
    const batches = new Map(pointers.flatMap(({ batch }) => (batch === undefined ? [] : [[batch.id, batch]])));
    if (batches.size === 0) return pointers;
    const head = seen ?? (await this.head());
    const begun = [...batches.values()].filter(({ first }) => first <= head.sequence);
    const places = await this.#table.getAll(uniqueKeys(begun.map(({ first }) => entryKey(first))));
    const kept = new Map(places.map((item) => [nameOf(keyOf(item)), textOf(item, 'batch')]));
    if (begun.some(({ first }) => !kept.has(nameOf(entryKey(first))))) return undefined;
    const isKept = ({ id, first }: BatchName) => kept.get(nameOf(entryKey(first))) === id;
    return pointers.filter(({ batch }) => batch === undefined || isKept(batch));
  }

  /** Looks until there is something to see. A `StoreFault` CORRUPT where there never is. */
  async #lookUntil<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    for (let looks = 0; ; looks += 1) {
      if (looks > 0) await this.#waitFor(what, looks);
      const found = await look();
      if (found !== undefined) return found;
    }
  }

  async #waitFor(what: string, looks: number): Promise<void> {
    if (looks < MOST_LOOKS) return this.#table.wait(pauseBefore(looks));
    throw new StoreFault(
      'CORRUPT',
      `${what} is missing from the ledger; run "ambit ledger verify" and restore the table to a point in time`,
    );
  }
}

/** A pointer is no part of the chain: what it points to must say itself what it is about. */
function entryAbout(subject: string, entry: LedgerEntry): LedgerEntry {
  if (entry.subject === subject.toWellFormed()) return entry;
  throw new StoreFault(
    'CORRUPT',
    `entry ${entry.sequence} of the ledger is not about "${subject}", as the table says; restore the table to a point in time`,
  );
}

/** Items that hold one thing each, with the parts that belong to them; what lacks a part is left out. */
async function* assembled(items: AsyncIterable<Item>): AsyncGenerator<readonly [Item, readonly Item[]]> {
  let parts: Item[] = [];
  for await (const item of items) {
    const isPart = keyOf(item).sk.includes('#');
    parts = isPart ? [...parts, item] : [item];
    const [whole] = parts;
    if (whole !== undefined && parts.length === (numberOf(whole, 'parts') ?? 1)) yield [whole, parts];
  }
}

function uniqueKeys(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function nameOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}

/** The last sort key of a place: its parts come after it. */
function endOf(sequence: number): string {
  return `${sortable(sequence)}#~`;
}
