import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { isFact } from '../../core/governance/ledger/is-fact.ts';
import { CHAIN_START, hashOfEntry } from '../../core/governance/ledger/ledger-chain.ts';
import { entryLine, readLedgerLine } from '../../core/governance/ledger/ledger-line.ts';
import { type Digest, isDigest } from '../../core/digest.ts';
import { entriesOf, entryKey, findingsOf, HEAD, ordinalKey, partKey, subjectOfLedger } from './ledger-keys.ts';
import { packText, unpackText } from './packed-text.ts';
import { sortable } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { type Item, type Key, keyAttributes, numberOf, numeral, textOf, type Write } from './table.ts';

/** How far the ledger goes. Each write of the item has a token of its own: who moves it names the token that was read. */
export interface Head {
  /** Sequence number of the last entry; 0: there is none. */
  readonly sequence: number;
  readonly hash: Digest;
  /** Undefined: nothing was ever written. */
  readonly token: string | undefined;
  /** The last entry that was written in a batch, or may have been; 0: none was. */
  readonly batched: number;
  /** Until when (milliseconds since 1970) one writer has the head for itself; 0: nobody has. */
  readonly claimedUntil: number;
}

/** Says where an entry about a subject, or a finding, is. One that was written in a batch counts if the batch does. */
export interface Pointer {
  readonly sequence: number;
  /** Items that hold the entry. */
  readonly parts: number;
  /** Which entry about the subject it is, from 1; 0 where it was not counted. */
  readonly ordinal: number;
  readonly batch: BatchName | undefined;
  /** The id of the finding, where it points to one. */
  readonly finding: string | undefined;
}

/** A batch and the place of its first entry, where it says that it is part of the ledger if it is. */
export interface BatchName {
  readonly id: string;
  readonly first: number;
}

/** An entry as it lies in the table: at its place, the items that hold the line that an auditor reads. */
export interface StoredLine {
  readonly sequence: number;
  readonly items: readonly Item[];
}

const EMPTY: Head = { sequence: 0, hash: CHAIN_START, token: undefined, batched: 0, claimedUntil: 0 };

/** The head of the ledger, as its item has it; no item: nothing was written yet. Throws a `StoreFault` where it is damaged. */
export function headOf(item: Item | undefined): Head {
  if (item === undefined) return EMPTY;
  const sequence = numberOf(item, 'sequence');
  const hash = textOf(item, 'hash');
  const token = textOf(item, 'token');
  if (sequence === undefined || hash === undefined || !isDigest(hash) || token === undefined) {
    throw new StoreFault('CORRUPT', 'the head of the ledger is damaged; restore the table to a point in time');
  }
  // a head that does not say so may be the end of a batch
  const batched = numberOf(item, 'batched') ?? sequence;
  return { sequence, hash, token, batched, claimedUntil: numberOf(item, 'claimedUntil') ?? 0 };
}

/** Moves the head, or claims it, if nobody did meanwhile. */
export function headWrite(head: Head & { readonly token: string }, seen: Head): Extract<Write, { kind: 'put' }> {
  const { sequence, hash, token, batched, claimedUntil } = head;
  const item = {
    ...keyAttributes(HEAD),
    sequence: numeral(sequence),
    hash: { S: hash },
    token: { S: token },
    batched: numeral(batched),
    claimedUntil: numeral(claimedUntil),
  };
  return {
    kind: 'put',
    item,
    when: seen.token === undefined ? { kind: 'absent' } : { kind: 'token', token: seen.token },
  };
}

/** The items that hold an entry. `by`: the append that wrote it, so that a writer knows its own again. */
export function entryItems(entry: LedgerEntry, by: string, batch?: string): readonly Item[] {
  const key = entryKey(entry.sequence, batch);
  const parts = packText(entryLine(entry));
  return parts.map((part, index) =>
    index === 0
      ? { ...keyAttributes(key), by: { S: by }, parts: numeral(parts.length), ...part }
      : { ...keyAttributes(partKey(key, index)), ...part },
  );
}

/** The keys of all items that hold an entry. */
export function keysOfEntry({ sequence, parts, batch }: Pointer): readonly Key[] {
  const key = entryKey(sequence, batch?.id);
  return Array.from({ length: parts }, (_, index) => (index === 0 ? key : partKey(key, index)));
}

/** The pointers to an entry: from its subject, and from the list of findings where it raises one. */
export function pointerItems(entry: LedgerEntry, { parts, ordinal, batch }: Omit<Pointer, 'sequence' | 'finding'>) {
  const { sequence, subject, fact } = entry;
  const place = `${sortable(sequence)}${batch === undefined ? '' : `#${batch.id}`}`;
  const rest = {
    sequence: numeral(sequence),
    parts: numeral(parts),
    ordinal: numeral(ordinal),
    ...(batch && { batch: { S: batch.id }, first: numeral(batch.first) }),
  };
  const subjectKey =
    batch === undefined ? ordinalKey(subject, ordinal) : { pk: subjectOfLedger(subject), sk: `S#${place}` };
  const pointers: Item[] = [{ ...keyAttributes(subjectKey), ...rest }];
  if (fact.kind === 'finding-raised') {
    const key = { pk: findingsOf(sequence), sk: place };
    pointers.push({ ...keyAttributes(key), ...rest, finding: { S: fact.finding.id.toWellFormed() } });
  }
  return pointers;
}

/** Where an entry is, as an item that points to it says. */
export function pointerOf(item: Item): Pointer {
  const batch = textOf(item, 'batch');
  return {
    sequence: numberOf(item, 'sequence') ?? 0,
    parts: numberOf(item, 'parts') ?? 1,
    ordinal: numberOf(item, 'ordinal') ?? 0,
    batch: batch === undefined ? undefined : { id: batch, first: numberOf(item, 'first') ?? 0 },
    finding: textOf(item, 'finding'),
  };
}

/** What stands in the chain for the entries of a batch: an item in each partition of entries that the batch reaches into. */
export function batchItems({ id, first }: BatchName, last: number, by: string): readonly Item[] {
  const items: Item[] = [];
  for (let place = first; place <= last; place = entriesOf(place).last + 1) {
    const until = Math.min(last, entriesOf(place).last);
    items.push({ ...keyAttributes(entryKey(place)), by: { S: by }, batch: { S: id }, last: numeral(until) });
  }
  return items;
}

/** The line of an entry for who verifies it, as it is: what is wrong with it is for them to find. */
export function lineText({ sequence, items }: StoredLine): string {
  try {
    return unpackText(items);
  } catch (fault) {
    if (!(fault instanceof StoreFault)) throw fault;
    return JSON.stringify({ sequence, damaged: fault.message });
  }
}

/** The entry that lies at a place. A `StoreFault` where it is not what was written: nothing may be decided on it. */
export function entryOf({ sequence, items }: StoredLine): LedgerEntry {
  return entryOfLine(sequence, unpackText(items));
}

/** The entry of a line. A `StoreFault` where it is not the one of this place, whole. */
export function entryOfLine(sequence: number, text: string): LedgerEntry {
  const line = readLedgerLine(text);
  if (line.kind !== 'entry' || line.link.sequence !== sequence) throw changed(sequence);
  const { subject, fact, previous, hash } = line.link;
  if (!isFact(fact) || !isDigest(previous) || !isDigest(hash)) throw changed(sequence);
  if (hashOfEntry(line.link) !== hash) throw changed(sequence);
  return { sequence, subject, fact, previous, hash };
}

function changed(sequence: number): StoreFault {
  return new StoreFault(
    'CORRUPT',
    `entry ${sequence} of the ledger is not what was written; run "ambit ledger verify" and restore the table to a point in time`,
  );
}
