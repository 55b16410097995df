import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { verifyChain } from '../../../lib/core/governance/ledger/verify-chain.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { TablesInMoto } from './table-in-moto.ts';

const clock = { now: () => Date.now() };
let tables: TablesInMoto;

beforeAll(async () => {
  tables = await TablesInMoto.start();
});

afterAll(() => tables.stop());

ledgerContract('a DynamoDB table', async (work) => work(new DynamoLedger(await tables.table(), clock)));

describe('twenty functions that write at once', () => {
  test('lose nothing, and leave one chain', async () => {
    const table = await tables.table();
    const ledgers = Array.from({ length: 20 }, () => new DynamoLedger(table, clock));
    const results = await Promise.all(
      ledgers.map((ledger, index) => ledger.append([FACTS.assessed(`call-${index}`), FACTS.holdIntended()])),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    const verifier = verifyChain(undefined);
    for await (const entry of new DynamoLedger(table, clock).entries()) verifier.entry(entry);
    expect(verifier.report()).toMatchObject({ entries: 40, fault: undefined });
    expect(await new DynamoLedger(table, clock).about(FINDING.id)).toHaveLength(20);
  });

  test('who expect the same agree on one winner', async () => {
    const table = await tables.table();
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        new DynamoLedger(table, clock).append([FACTS.raised()], { subject: FINDING.id, entries: 0 }),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
