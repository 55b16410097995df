import { digestOfText } from '../../core/digest.ts';
import { sortable } from './sort-keys.ts';
import type { Key } from './table.ts';

/**
 * The partitions of the ledger. All begin with `LEDGER#`, and in none of them is anything deleted or updated in place, so
 * that IAM can forbid both. Entries are spread over partitions of 1000, findings over those of 10,000 entries.
 */
export const HEAD: Key = { pk: 'LEDGER#HEAD', sk: 'HEAD' };

/** Where the signed checkpoints are; sort key: the entry that they are of. */
export const CHECKPOINTS = 'LEDGER#CHECKPOINTS';

const ENTRIES_EACH = 1000;
const FINDINGS_EACH = 10_000;

/** Where the entry is: its own place in the chain, or the batch that it was written in. */
export function entryKey(sequence: number, batch?: string): Key {
  return { pk: batch === undefined ? entriesOf(sequence).pk : batchOf(batch), sk: sortable(sequence) };
}

/** Where the n-th part (from 1) of an entry is that has more than the one at its key. */
export function partKey({ pk, sk }: Key, part: number): Key {
  return { pk, sk: `${sk}#${String(part).padStart(4, '0')}` };
}

/** The partition of the places around one, and the first and the last place in it. */
export function entriesOf(sequence: number): { readonly pk: string; readonly first: number; readonly last: number } {
  const range = Math.floor(sequence / ENTRIES_EACH);
  return {
    pk: `LEDGER#ENTRIES#${range}`,
    first: Math.max(1, range * ENTRIES_EACH),
    last: (range + 1) * ENTRIES_EACH - 1,
  };
}

/** The partition of a batch: entries that are written before the head is moved over them. */
export function batchOf(batch: string): string {
  return `LEDGER#BATCH#${batch}`;
}

/** The partition that points to the entries about a subject. Any text can be a subject: keys are short and printable. */
export function subjectOfLedger(subject: string): string {
  return `LEDGER#SUBJECT#${digestOfText(subject.toWellFormed()).slice('sha256:'.length)}`;
}

/** Where the n-th entry (from 1) about a subject is pointed to: two writers who both write the n-th meet here. */
export function ordinalKey(subject: string, ordinal: number): Key {
  return { pk: subjectOfLedger(subject), sk: `N#${sortable(ordinal)}` };
}

/** The partition of the findings around a place in the ledger. */
export function findingsOf(sequence: number): string {
  return `LEDGER#FINDINGS#${Math.floor(sequence / FINDINGS_EACH)}`;
}

/** The partitions of the findings, those of the newest first, of a ledger with so many entries. */
export function findingsUntil(sequence: number): readonly string[] {
  const ranges = Math.floor(sequence / FINDINGS_EACH) + 1;
  return Array.from({ length: ranges }, (_, index) => findingsOf((ranges - 1 - index) * FINDINGS_EACH));
}
