import { describe, expect, test } from '@jest/globals';
import { ToldElsewhere } from '../../../lib/adapters/aws/told-elsewhere.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';

/** Two processes over one table, and their clock. */
function opened() {
  const memory = new MemoryTable();
  const time = { now: 1_000_000 };
  const open = () => new ToldElsewhere(memory.table(), { now: () => time.now });
  return { memory, time, one: open(), other: open() };
}

describe('what one process was told', () => {
  test('is known to the others from then on, with its last moment', async () => {
    const { one, other, time } = opened();
    await one.tell(['a part', 'another']);
    time.now += 5;
    await one.tell(['a part']);
    expect(await Promise.all(['a part', 'another', 'a third'].map((part) => other.toldAt(part)))).toEqual([
      1_000_005,
      1_000_000,
      undefined,
    ]);
  });

  test('is asked for in one request, however many ask in one go', async () => {
    const { one, other, memory } = opened();
    await one.tell(['part 7']);
    memory.requests.length = 0;
    const parts = Array.from({ length: 20 }, (_, index) => `part ${index}`);
    const told = await Promise.all([...parts, ...parts].map((part) => other.toldAt(part)));
    expect(told.filter((at) => at !== undefined)).toHaveLength(2);
    expect(memory.requests.map(({ name }) => name)).toHaveLength(1);
    expect(await other.toldAt('part 7')).toBe(1_000_000);
    expect(memory.requests).toHaveLength(2);
  });

  test('is not taken for nothing where the table does not answer', async () => {
    const { other, memory } = opened();
    memory.fate = () => faultNamed('ThrottlingException');
    await expect(other.toldAt('a part')).rejects.toThrow('ThrottlingException');
    memory.fate = () => 'done';
    expect(await other.toldAt('a part')).toBeUndefined();
  });
});
