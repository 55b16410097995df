import { formText, isDigest } from '../../core/digest.ts';
import { RememberedByText } from '../../core/access/remembered-by-text.ts';
import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { isFact } from '../../core/governance/ledger/is-fact.ts';
import { hashOfEntry } from '../../core/governance/ledger/ledger-chain.ts';
import type { Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** Letters of rows that are remembered as read. */
const MOST_REMEMBERED = 8_000_000;

/** What the same row says is read and verified once: a case is looked at again with every fact about it. */
const known = new RememberedByText<LedgerEntry>(MOST_REMEMBERED, () => 0);

/** The entry that a row holds. A `StoreFault` where it is not what was written: nothing may be decided on it. */
export function entryOf(row: Row): LedgerEntry {
  const { sequence, subject, fact, previous, hash } = row;
  return known.of(JSON.stringify([sequence, subject, fact, previous, hash]), () => verified(row));
}

function verified(row: Row): LedgerEntry {
  const { sequence, subject, previous, hash } = row;
  const fact = factOf(row);
  if (typeof sequence !== 'number' || typeof subject !== 'string' || !isFact(fact)) throw changed(row);
  if (typeof previous !== 'string' || !isDigest(previous) || typeof hash !== 'string' || !isDigest(hash)) {
    throw changed(row);
  }
  if (hashOfEntry({ sequence, subject, fact, previous }) !== hash) throw changed(row);
  return { sequence, subject, fact, previous, hash };
}

/** The line of a row in an exported ledger, as it is: what is wrong with it is for who verifies to find. */
export function lineOf(row: Row): string {
  const { sequence, subject, previous, hash } = row;
  const line = JSON.stringify({ sequence, subject, fact: factOf(row), previous, hash });
  return formText(JSON.parse(line));
}

/** A fact that is no JSON any more is its text: it does not have its hash. */
function factOf({ fact }: Row): unknown {
  try {
    return typeof fact === 'string' ? JSON.parse(fact) : undefined;
  } catch {
    return String(fact);
  }
}

function changed({ sequence }: Row): StoreFault {
  return new StoreFault(
    'CORRUPT',
    `entry ${String(sequence)} of the ledger is not what was written; run "ambit ledger verify" and restore a copy`,
  );
}
