import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { withEntry, withoutEntry } from '../../../lib/core/account/maps.ts';
import { namedIn } from '../../../lib/core/account/named-in.ts';
import { SharedMap } from '../../../lib/core/account/shared-map.ts';

/** So many entries that a change does not copy them. */
const MANY = 100;
const start = () => new Map(Array.from({ length: MANY }, (_, index) => [`Role-${index}`, -index]));

type Change = readonly ['with', string, number] | readonly ['without', string];

const key = fc.integer({ min: 0, max: MANY + 20 }).map((index) => `Role-${index}`);
const change = fc.oneof(
  fc.tuple(fc.constant('with' as const), key, fc.nat()),
  fc.tuple(fc.constant('without' as const), key),
);

function changed(map: ReadonlyMap<string, number>, made: Change): ReadonlyMap<string, number> {
  return made[0] === 'with' ? withEntry(map, made[1], made[2]) : withoutEntry(map, made[1]);
}

function changeInPlace(map: Map<string, number>, made: Change): void {
  if (made[0] === 'with') map.set(made[1], made[2]);
  else map.delete(made[1]);
}

test('a large map that is changed is what a map would be, entry by entry, also after it was copied', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 700 }), key, (changes, asked) => {
      const expected = start();
      let map: ReadonlyMap<string, number> = start();
      for (const each of changes) {
        changeInPlace(expected, each);
        map = changed(map, each);
      }
      expect([...map]).toEqual([...expected]);
      expect([...map.keys()]).toEqual([...expected.keys()]);
      expect([...map.values()]).toEqual([...expected.values()]);
      expect([map.size, map.get(asked), map.has(asked)]).toEqual([
        expected.size,
        expected.get(asked),
        expected.has(asked),
      ]);
      expect(namedIn(map, asked.toLowerCase())).toBe(namedIn(expected, asked.toLowerCase()));
    }),
    { numRuns: 60 },
  );
});

test('what a map was before a change stays as it was', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let map: ReadonlyMap<string, number> = start();
      for (const each of changes) {
        const before = [...map];
        const after = changed(map, each);
        expect([...map]).toEqual(before);
        map = after;
      }
    }),
    { numRuns: 20 },
  );
});

test('a value that is null is there', () => {
  const map = SharedMap.of(new Map<string, string | null>([['a', 'b']])).with('a', null);
  expect([...map]).toEqual([['a', null]]);
  expect([map.get('a'), map.has('a')]).toEqual([null, true]);
});
