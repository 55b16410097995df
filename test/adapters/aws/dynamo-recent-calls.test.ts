import { expect, test } from '@jest/globals';
import { DynamoCursors } from '../../../lib/adapters/aws/dynamo-cursors.ts';
import { DynamoRecentCalls } from '../../../lib/adapters/aws/dynamo-recent-calls.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import { cursorsContract } from '../../contract/cursors.contract.ts';
import { recentCallsContract } from '../../contract/recent-calls.contract.ts';
import { HOUR, NOW } from '../../core/governance/approval-fixtures.ts';
import { MemoryTable } from './memory-table.ts';

const clock = { now: () => NOW };

cursorsContract('a table in memory', (work) => work(new DynamoCursors(new MemoryTable().table())));
recentCallsContract('a table in memory', (work) => work(new DynamoRecentCalls(new MemoryTable().table(), clock)));

const CALL: Call = {
  id: 'call-1',
  source: 's3.amazonaws.com',
  name: 'DeleteBucket',
  time: NOW - 40 * HOUR,
  account: '111122223333',
  region: 'eu-west-1',
  actor: { id: '111122223333', name: 'root', kind: 'root', via: 'console', agentMarkers: [] },
  change: { kind: 'environment', effect: 'destroy', resources: ['arn:aws:s3:::logs'] },
  replayed: false,
};

test('a call is kept for two days from when it was told of, also where it was made long before', async () => {
  const memory = new MemoryTable();
  await new DynamoRecentCalls(memory.table(), clock).keep(CALL);
  expect([...memory.items.values()].map((item) => item['expires'])).toEqual([{ N: String((NOW + 48 * HOUR) / 1000) }]);
});

test('a kept call that is damaged is a fault that says where it lies', async () => {
  const memory = new MemoryTable();
  const calls = new DynamoRecentCalls(memory.table(), clock);
  await calls.keep(CALL);
  for (const item of memory.items.values()) item['text'] = { S: '{"id":"call-1"}' };
  await expect(calls.since(CALL.account, 0)).rejects.toThrow(/^the kept call at "CALLS#111122223333", .* is damaged/);
});
