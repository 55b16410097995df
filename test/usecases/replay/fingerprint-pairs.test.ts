import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FingerprintPairs } from '../../../lib/usecases/replay/fingerprint-pairs.ts';

describe('pairs of fingerprints', () => {
  test('are known again, each with its place among those of the same first part', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6000), fc.nat(3)), { maxLength: 9000, minLength: 100 }), (added) => {
        const pairs = new FingerprintPairs();
        const seconds = new Map<number, number[]>();
        for (const [first, second] of added) {
          const known = seconds.get(first) ?? [];
          const at = known.indexOf(second);
          expect(pairs.add(first, second)).toEqual({ place: at < 0 ? known.length : at, isKnown: at >= 0 });
          if (at < 0) seconds.set(first, [...known, second]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('of which there are more than a million are forgotten, the oldest first', () => {
    const pairs = new FingerprintPairs();
    const last = 1_100_000;
    for (let first = 0; first <= last; first += 1) pairs.add(first, 1);
    expect(pairs.add(last - 500_000, 1).isKnown).toBe(true);
    expect(pairs.add(0, 1).isKnown).toBe(false);
  });
});
