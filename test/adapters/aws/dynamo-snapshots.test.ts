import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DynamoSnapshots } from '../../../lib/adapters/aws/dynamo-snapshots.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { snapshotsContract } from '../../contract/snapshots.contract.ts';
import { ROLE } from '../../core/governance/approval-fixtures.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';

snapshotsContract('a table in memory', (work) => work(new DynamoSnapshots(new MemoryTable().table())));

/** A slice that needs several items. */
function largeSlice(): AccountState {
  const noise = { Version: '2012-10-17', Statement: [randomBytes(700_000).toString('base64')] };
  const policy = { arn: `${ROLE}-policy`, name: 'p', path: '/', id: 'ANPA', defaultVersion: 'v1', tags: new Map() };
  const policies = new Map([[policy.arn, { ...policy, versions: new Map([['v1', noise]]) }]]);
  return { ...emptyAccount('111122223333', 'aws'), coverage: 'partial', policies };
}

function partsIn(memory: MemoryTable): readonly string[] {
  return [...memory.items.keys()].filter((key) => key.includes(' PART#'));
}

describe('a slice in several items', () => {
  test('leaves none of them behind when another takes its place, or nothing does', async () => {
    const memory = new MemoryTable();
    const snapshots = new DynamoSnapshots(memory.table());
    await snapshots.keep(ROLE, largeSlice());
    const before = partsIn(memory);
    await snapshots.keep(ROLE, largeSlice());
    expect(partsIn(memory)).toHaveLength(before.length);
    expect(partsIn(memory).filter((key) => before.includes(key))).toEqual([]);
    await snapshots.keep(ROLE, undefined);
    expect([...memory.items.keys()]).toEqual([]);
  });

  test('is read whole while another takes its place', async () => {
    const memory = new MemoryTable();
    const [one, other] = [largeSlice(), largeSlice()];
    await new DynamoSnapshots(memory.table()).keep(ROLE, one);
    const writing = new DynamoSnapshots(memory.table()).keep(ROLE, other);
    const read = await Promise.all(Array.from({ length: 10 }, () => new DynamoSnapshots(memory.table()).last(ROLE)));
    await writing;
    for (const slice of read) expect([one, other]).toContainEqual(slice);
  });

  test('is as it was before where writing the next one fails half-way', async () => {
    const memory = new MemoryTable();
    const snapshots = new DynamoSnapshots(memory.table());
    const kept = largeSlice();
    await snapshots.keep(ROLE, kept);
    let puts = 0;
    memory.fate = ({ name }) => {
      puts += name === 'PutItem' ? 1 : 0;
      return name === 'PutItem' && puts === 3 ? faultNamed('ThrottlingException') : 'done';
    };
    await expect(snapshots.keep(ROLE, largeSlice())).rejects.toThrow('ThrottlingException');
    expect(await snapshots.last(ROLE)).toEqual(kept);
  });

  test('is kept whole where it was written, and AWS answered a second try of the same', async () => {
    const memory = new MemoryTable();
    const snapshots = new DynamoSnapshots(memory.table());
    await snapshots.keep(ROLE, largeSlice());
    const next = largeSlice();
    memory.fate = ({ input }) => ('ConditionExpression' in input ? 'twice' : 'done');
    await snapshots.change(ROLE, () => next);
    expect(await snapshots.last(ROLE)).toEqual(next);
  });

  test('leaves none of its items where another state was kept meanwhile', async () => {
    const memory = new MemoryTable();
    const [one, other] = [0, 1].map(() => new DynamoSnapshots(memory.table()));
    await one?.keep(ROLE, largeSlice());
    const [mine, theirs] = [largeSlice(), largeSlice()];
    let asked = 0;
    await Promise.all([
      one?.change(ROLE, () => {
        asked += 1;
        return mine;
      }),
      other?.keep(ROLE, theirs),
    ]);
    const kept = await one?.last(ROLE);
    expect([mine, theirs]).toContainEqual(kept);
    expect(asked).toBeGreaterThan(0);
    await one?.keep(ROLE, undefined);
    expect([...memory.items.keys()]).toEqual([]);
  });

  test('is a fault where one of its items is gone, never no snapshot', async () => {
    const memory = new MemoryTable();
    const snapshots = new DynamoSnapshots(memory.table());
    await snapshots.keep(ROLE, largeSlice());
    memory.items.delete(partsIn(memory)[0] ?? '');
    await expect(snapshots.last(ROLE)).rejects.toThrow(/^the snapshot of .* is damaged \(a part of it is gone\)/);
  });
});

test('a snapshot that is no state is a fault, and says which items to delete', async () => {
  const memory = new MemoryTable();
  const snapshots = new DynamoSnapshots(memory.table());
  await snapshots.keep(ROLE, emptyAccount('111122223333', 'aws'));
  for (const item of memory.items.values()) if (item['text'] !== undefined) item['text'] = { S: '{"account":7}' };
  await expect(snapshots.last(ROLE)).rejects.toThrow(/delete the items of "SNAPSHOT#[0-9a-f]{64}" and run a sweep$/);
});
