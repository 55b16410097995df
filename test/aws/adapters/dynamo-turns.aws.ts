import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DynamoTurns } from '../../../lib/adapters/aws/dynamo-turns.ts';
import type { Table } from '../../../lib/adapters/aws/table.ts';
import { TablesInMoto } from './table-in-moto.ts';

const SUBJECT = '111122223333/role/deployer';

let tables: TablesInMoto;
let table: Table;
let now: number;

beforeAll(async () => {
  tables = await TablesInMoto.start();
});

afterAll(() => tables.stop());

beforeEach(async () => {
  table = await tables.table();
  now = Date.now();
});

const clock = { now: () => Date.now() };
/** A function that moves its own clock on as it waits. */
const impatient = () => new DynamoTurns({ table, clock: { now: () => (now += 5_000) } });

test('of many who work on one subject, one works at a time, and each has its turn', async () => {
  let working = 0;
  let most = 0;
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    await new Promise((resolve) => setTimeout(resolve, 20));
    working -= 1;
  };
  const workers = Array.from({ length: 6 }, () => new DynamoTurns({ table, clock }).inTurn(SUBJECT, work));
  expect(await Promise.all(workers)).toEqual(Array.from({ length: 6 }, () => 'in-turn'));
  expect(most).toBe(1);
});

test('those who work on different subjects do not wait for each other', async () => {
  const turns = new DynamoTurns({ table, clock });
  const inside: string[] = [];
  await turns.inTurn('one', async () => {
    await turns.inTurn('other', async () => void inside.push('other'));
  });
  expect(inside).toEqual(['other']);
});

test('a turn ends also when its work fails', async () => {
  const turns = new DynamoTurns({ table, clock });
  const failing = turns.inTurn(SUBJECT, async () => Promise.reject(new Error('AWS is slow today')));
  await expect(failing).rejects.toThrow('AWS is slow today');
  expect(await turns.inTurn(SUBJECT, async () => undefined)).toBe('in-turn');
});

test('who waits too long works out of turn, and work is never left undone', async () => {
  const done: string[] = [];
  await new DynamoTurns({ table, clock }).inTurn(SUBJECT, async () => {
    const kept = await impatient().inTurn(SUBJECT, async () => void done.push('impatient'));
    expect(kept).toBe('out-of-turn');
  });
  expect(done).toEqual(['impatient']);
});

test('who died in its turn keeps the others waiting a minute and no longer', async () => {
  const start = now;
  const dead = new DynamoTurns({ table, clock: { now: () => start } });
  void dead.inTurn(SUBJECT, () => new Promise(() => undefined));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const later = new DynamoTurns({ table, clock: { now: () => start + 60_001 } });
  expect(await later.inTurn(SUBJECT, async () => undefined)).toBe('in-turn');
});
