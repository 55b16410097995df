import { describe, expect, test } from '@jest/globals';
import { DISTURBANCES, inOrder } from './disturbances.ts';
import { RUNS, RUNS_TOLD_TOGETHER } from './runs-of-families.ts';
import { RUNS_OF_STATES } from './runs-of-states.ts';
import { type Found, gistOf, lived, replayed } from './worlds.ts';

describe.each(Object.entries({ ...RUNS, ...RUNS_TOLD_TOGETHER, ...RUNS_OF_STATES }))(
  'what is found of %s',
  (family, records) => {
    const clean = {
      replayed: once(() => replayed(inOrder(records))),
      lived: once(() => lived(records, inOrder(records))),
    };
    const least = family === 'session' ? 0 : 1;

    test('is something', async () => {
      expect((await clean.replayed()).length).toBeGreaterThanOrEqual(least);
      expect((await clean.lived()).length).toBeGreaterThanOrEqual(least);
    });

    test.each(Object.entries(DISTURBANCES))('is the same in a replay where the records come %s', async (_, disturb) => {
      expect(await replayed(disturb(records))).toEqual(await clean.replayed());
    });

    test.each(Object.entries(DISTURBANCES))('is the same, raised once, where the calls come %s', async (_, disturb) => {
      const said = SAID[family in RUNS ? 'each' : family in RUNS_OF_STATES ? 'as known' : 'together'];
      expect(said(await lived(records, disturb(records)))).toEqual(said(await clean.lived()));
    });
  },
);

/** What of the findings has to be the same. */
const SAID = {
  each: (found: Found) => found,
  // what several calls lead to together names the one that was handled first
  together: gistOf,
  // where what was before is not known (yet), it is said that it was not assessed
  'as known': (found: Found) => gistOf(found.filter(({ kind }) => kind !== 'unassessed-change')),
} as const;

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
