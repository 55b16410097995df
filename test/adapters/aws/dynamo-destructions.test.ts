import { expect, test } from '@jest/globals';
import { DynamoDestructions } from '../../../lib/adapters/aws/dynamo-destructions.ts';
import { destructionsContract } from '../../contract/destructions.contract.ts';
import { HOUR, NOW } from '../../core/governance/approval-fixtures.ts';
import { MemoryTable } from './memory-table.ts';

const clock = { now: () => NOW };
const KEPT = {
  id: 'call-1',
  account: '111122223333',
  actorId: '111122223333',
  source: 's3.amazonaws.com',
  name: 'DeleteBucket',
  time: NOW - 40 * HOUR,
  count: 1,
} as const;
const WANTED = { account: KEPT.account, actorId: KEPT.actorId, time: KEPT.time, within: HOUR, most: 11 } as const;

destructionsContract('a table in memory', (work) => work(new DynamoDestructions(new MemoryTable().table(), clock)));

test('a destruction is kept for two days from when it was told of, also where it was long before', async () => {
  const memory = new MemoryTable();
  await new DynamoDestructions(memory.table(), clock).keep(KEPT);
  const until = { N: String((NOW + 48 * HOUR) / 1000) };
  expect([...memory.items.values()].map((item) => item['expires'])).toEqual([until]);
});

test('a kept destruction that is damaged is a fault that says where it lies', async () => {
  const memory = new MemoryTable();
  const destructions = new DynamoDestructions(memory.table(), clock);
  await destructions.keep(KEPT);
  for (const item of memory.items.values()) item['count'] = { S: 'many' };
  await expect(destructions.around(WANTED)).rejects.toThrow(/^the kept call at "CALLS#111122223333#BY#.* is damaged/);
});
