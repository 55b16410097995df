import { describe, expect, test } from '@jest/globals';
import { DynamoCursors } from '../../../lib/adapters/aws/dynamo-cursors.ts';
import { DynamoRecentCalls } from '../../../lib/adapters/aws/dynamo-recent-calls.ts';
import type { EnvironmentCall, KeptCall, NamedCalls } from '../../../lib/core/governance/assess/kept-calls.ts';
import { otherHalfOf } from '../../../lib/core/governance/assess/environments/second-life.ts';
import { cursorsContract } from '../../contract/cursors.contract.ts';
import { recentCallsContract } from '../../contract/recent-calls.contract.ts';
import { HOUR, NOW } from '../../core/governance/approval-fixtures.ts';
import { MemoryTable } from './memory-table.ts';

const clock = { now: () => NOW };

cursorsContract('a table in memory', (work) => work(new DynamoCursors(new MemoryTable().table())));
recentCallsContract('a table in memory', (work) => work(new DynamoRecentCalls(new MemoryTable().table(), clock)));

const CALL: EnvironmentCall = {
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

const WANTED: NamedCalls = {
  account: CALL.account,
  source: CALL.source,
  effect: 'destroy',
  names: ['logs'],
  from: 0,
  to: NOW,
};

async function all(calls: AsyncIterable<KeptCall>): Promise<readonly KeptCall[]> {
  const found: KeptCall[] = [];
  for await (const call of calls) found.push(call);
  return found;
}

test('a call is kept for two days from when it was told of, also where it was made long before', async () => {
  const memory = new MemoryTable();
  await new DynamoRecentCalls(memory.table(), clock).keep(CALL);
  const until = { N: String((NOW + 48 * HOUR) / 1000) };
  expect([...memory.items.values()].map((item) => item['expires'])).toEqual([until, until]);
});

test('a kept call that is damaged is a fault that says where it lies', async () => {
  const memory = new MemoryTable();
  const calls = new DynamoRecentCalls(memory.table(), clock);
  await calls.keep(CALL);
  for (const item of memory.items.values()) if (item['text']) item['text'] = { S: '{"id":"call-1"}' };
  await expect(all(calls.naming(WANTED))).rejects.toThrow(/^the kept call at "CALLS#111122223333#.* is damaged/);
});

test('a call that expired before what points to it is not there', async () => {
  const memory = new MemoryTable();
  const calls = new DynamoRecentCalls(memory.table(), clock);
  await calls.keep(CALL);
  for (const [key, item] of memory.items) if (item['text']) memory.items.delete(key);
  expect(await all(calls.naming(WANTED))).toEqual([]);
});

test('what an earlier version kept is found until it expires', async () => {
  const memory = new MemoryTable();
  for (const [id, resource] of [
    ['old', 'arn:aws:s3:::logs'],
    ['other', 'arn:aws:s3:::bills'],
  ]) {
    const change = { ...CALL.change, resources: [resource] };
    const item = {
      pk: { S: `CALLS#${CALL.account}` },
      sk: { S: `${String(CALL.time).padStart(16, '0')}#sha256:${id}` },
      text: { S: JSON.stringify({ ...CALL, id, change }) },
    };
    memory.items.set(`${item.pk.S} ${item.sk.S}`, item);
  }
  const calls = new DynamoRecentCalls(memory.table(), clock);
  await calls.keep(CALL);
  expect((await all(calls.naming(WANTED))).map(({ id }) => id)).toEqual(['call-1', 'old']);
  expect(await all(calls.naming({ ...WANTED, to: CALL.time - 1 }))).toEqual([]);
});

describe('what is read for a call', () => {
  /** Items read for the last of many calls, which is the creation of what the one before it destroyed. */
  async function readForTheLastOf(count: number, nameOf: (index: number) => string): Promise<number> {
    const memory = new MemoryTable();
    const calls = new DynamoRecentCalls(memory.table(), clock);
    const made = (index: number, effect: 'destroy' | 'create') => {
      const change = { kind: 'environment', effect, resources: [nameOf(index)] } as const;
      return { ...CALL, id: `${effect}-${index}`, time: NOW - HOUR + index, change };
    };
    for (let index = 0; index < count; index += 1) {
      await calls.keep(made(index, 'destroy'));
      await calls.keep(made(index, 'create'));
    }
    const wanted = otherHalfOf(made(count - 1, 'create'));
    if (wanted === undefined) throw new Error('a creation is one half of a second life');
    memory.itemsRead = 0;
    for await (const other of calls.naming(wanted)) {
      expect(other.id).toBe(`destroy-${count - 1}`);
      break;
    }
    return memory.itemsRead;
  }

  test('does not grow with the calls on other names', async () => {
    const few = await readForTheLastOf(10, (index) => `arn:aws:s3:::bucket-${index}`);
    expect(await readForTheLastOf(200, (index) => `arn:aws:s3:::bucket-${index}`)).toBe(few);
    expect(few).toBe(2);
  });

  test('does not grow with the calls on the same name', async () => {
    expect(await readForTheLastOf(200, () => 'arn:aws:s3:::bucket')).toBeLessThanOrEqual(5);
  });
});
