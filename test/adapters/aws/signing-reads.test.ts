import { expect, test } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { DAY, FACTS, FINDING, GOVERNANCE, NOW, SASHA } from '../../core/governance/approval-fixtures.ts';
import { account } from '../../usecases/company.ts';
import { MemoryAccount } from '../../usecases/memory-account.ts';
import { MemoryTable } from './memory-table.ts';

/** What a signature costs the table, on a ledger with so many entries about other things, by a process that knows nothing of it. */
async function costOfSigning(others: number) {
  const memory = new MemoryTable();
  const clock = { now: () => NOW };
  const calls = Array.from({ length: others }, (_, index) => FACTS.assessed(`call-${index}`));
  await new DynamoLedger(memory.table(), clock).append([FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()]);
  await new DynamoLedger(memory.table(), clock).append(calls);
  const before = { requests: memory.requests.length, items: memory.itemsRead };
  const signed = await decideApproval(
    {
      findingId: FINDING.id,
      personId: SASHA.id,
      signedInAt: NOW,
      decision: { kind: 'sign', digest: FINDING.digest, reason: 'release', until: NOW + DAY },
    },
    {
      accounts: new MemoryAccount(account()),
      cases: { cards: async () => [], cases: async () => [], these: async () => [], bookmark: async () => undefined },
      ledger: new DynamoLedger(memory.table(), clock),
      governance: GOVERNANCE,
      clock,
      restorer: { decided: async () => undefined },
    },
  );
  expect(signed).toEqual({ ok: true, value: { kind: 'signed' } });
  return { requests: memory.requests.length - before.requests, items: memory.itemsRead - before.items };
}

test.each([20, 1200])(
  'a signature reads what there is about its finding, with %d entries about other things',
  async (others) => {
    const { requests, items } = await costOfSigning(others);
    expect(requests).toBeLessThan(10);
    expect(items).toBeLessThan(15);
  },
);
