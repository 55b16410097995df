import { describe, expect, test } from '@jest/globals';
import { RecentParts } from '../../../lib/adapters/aws/recent-parts.ts';

const MINUTE = 60_000;

/** Parts, and reads of one of them that answer when they are told to. */
function opened(keepFor = MINUTE) {
  const parts = new RecentParts<string>({ keepFor, clock: { now: () => 0 }, toldAt: async () => undefined });
  const reads: PromiseWithResolvers<string>[] = [];
  const read = () => {
    const reading = Promise.withResolvers<string>();
    reads.push(reading);
    return reading.promise;
  };
  return { parts, reads, ask: () => parts.recall({ key: 'part', owner: 'owner', read }) };
}

describe('a part that many ask for at once', () => {
  test('is read once, and remembered', async () => {
    const { reads, ask } = opened();
    const asked = Promise.all([ask(), ask(), ask()]);
    reads[0]?.resolve('as it is');
    expect(await asked).toEqual(['as it is', 'as it is', 'as it is']);
    expect(await ask()).toBe('as it is');
    expect(reads).toHaveLength(1);
  });

  test('is read anew by who asks after it changed', async () => {
    const { parts, reads, ask } = opened();
    const before = ask();
    parts.changed('part');
    const after = ask();
    reads[0]?.resolve('as it was');
    reads[1]?.resolve('as it is');
    expect([await before, await after]).toEqual(['as it was', 'as it is']);
  });

  test('is read by each for itself where a read fails, and where nothing is remembered', async () => {
    const { reads, ask } = opened();
    const [first, second] = [ask(), ask()];
    reads[0]?.reject(new Error('throttled'));
    await expect(first).rejects.toThrow('throttled');
    reads[1]?.resolve('as it is');
    expect(await second).toBe('as it is');
    const forgetful = opened(0);
    const all = Promise.all([forgetful.ask(), forgetful.ask()]);
    for (const reading of forgetful.reads) reading.resolve('now');
    expect(await all).toEqual(['now', 'now']);
    expect(forgetful.reads).toHaveLength(2);
  });
});
