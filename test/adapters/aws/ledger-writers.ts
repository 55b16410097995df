import { setImmediate } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { verifyChain } from '../../../lib/core/governance/ledger/verify-chain.ts';
import { FACTS } from '../../core/governance/approval-fixtures.ts';
import { type Fate, MemoryTable, type Request } from './memory-table.ts';

const clock = { now: () => Date.now() };

/** A ledger of its own on the same table: another function. */
export function writerOn(memory: MemoryTable): DynamoLedger {
  return new DynamoLedger(memory.table(), clock);
}

/** All entries of the ledger on a table, whose chain is seen to hold. */
export async function entriesOf(memory: MemoryTable): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  const verifier = verifyChain(undefined);
  for await (const entry of writerOn(memory).entries()) {
    entries.push(entry);
    verifier.entry(entry);
  }
  expect(verifier.report()).toMatchObject({ entries: entries.length, fault: undefined });
  return entries;
}

/** So many facts, each of another call. */
export function callsNamed(prefix: string, count: number): readonly Fact[] {
  return Array.from({ length: count }, (_, index) => FACTS.assessed(`${prefix}-${index}`));
}

/** Another function on the same table whose clock goes on while it waits, past the claims of others. */
export function patientWriterOn(memory: MemoryTable): { readonly ledger: DynamoLedger; readonly now: () => number } {
  let now = Date.now();
  const pause = async (milliseconds: number) => {
    now += milliseconds;
    await setImmediate();
  };
  return { ledger: new DynamoLedger(memory.table(pause), { now: () => now }), now: () => now };
}

/** The first requests of this name meet these fates. */
export function fatesOf(name: string, fates: readonly Fate[]): (request: Request) => Fate {
  const left = [...fates];
  return (request) => (request.name === name ? (left.shift() ?? 'done') : 'done');
}
