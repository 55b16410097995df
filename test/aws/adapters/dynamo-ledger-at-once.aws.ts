import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { verifyChain } from '../../../lib/core/governance/ledger/verify-chain.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { type Ministack, startMinistack } from '../ministack.ts';
import { createTable, REGION, tableOf } from './table-in-moto.ts';

const clock = { now: () => Date.now() };
let ministack: Ministack;
let made = 0;

beforeAll(async () => {
  ministack = await startMinistack();
});

afterAll(() => ministack.stop());

function client(): DynamoDBClient {
  // a key of twelve digits is an account
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' };
  return new DynamoDBClient({ endpoint: ministack.endpoint, region: REGION, credentials });
}

async function newTable(): Promise<string> {
  made += 1;
  await createTable(client(), `ambit-${made}`);
  return `ambit-${made}`;
}

/** A ledger with a client of its own, as another function has. */
function writerOn(name: string): DynamoLedger {
  return new DynamoLedger(tableOf(client(), name), clock);
}

// MiniStack carries out a transaction without a pause: here requests need no turns
ledgerContract('a DynamoDB table of MiniStack', async (work) => work(writerOn(await newTable())));

describe('twenty functions whose requests meet', () => {
  test('lose nothing, write nothing twice, and leave one chain, with batches between', async () => {
    const name = await newTable();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const calls = Array.from({ length: index % 7 === 0 ? 60 : 2 }, (__, at) =>
          FACTS.assessed(`call-${index}-${at}`),
        );
        return writerOn(name).append([...calls, FACTS.holdIntended()]);
      }),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    const verifier = verifyChain(undefined);
    const subjects: string[] = [];
    for await (const entry of writerOn(name).entries()) {
      verifier.entry(entry);
      subjects.push(entry.subject);
    }
    expect(verifier.report()).toMatchObject({ entries: 3 * 60 + 17 * 2 + 20, fault: undefined });
    expect(new Set(subjects).size).toBe(3 * 60 + 17 * 2 + 1);
    expect(await writerOn(name).about(FINDING.id)).toHaveLength(20);
  });

  test('who expect the same agree on one winner', async () => {
    const name = await newTable();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => writerOn(name).append([FACTS.raised()], { subject: FINDING.id, entries: 0 })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
