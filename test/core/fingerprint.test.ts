import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from '../../lib/core/fingerprint.ts';
import { canonicalText } from '../../lib/core/digest.ts';
import { jsonForm } from '../../lib/core/json.ts';

describe('the fingerprint of a JSON value', () => {
  test('is a whole number of 53 bits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const fingerprint = fingerprintOf(value);
        expect(Number.isSafeInteger(fingerprint) && fingerprint >= 0).toBe(true);
      }),
    );
  });

  test('does not hang on the order of members, nor on those without a value', () => {
    expect(fingerprintOf({ a: 1, b: { c: [2], d: undefined } })).toBe(fingerprintOf({ b: { c: [2] }, a: 1 }));
  });

  test('is the same for the same value, and another for another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = canonicalText(jsonForm(one)) === canonicalText(jsonForm(other));
        expect(fingerprintOf(one) === fingerprintOf(other)).toBe(same);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['1'], [1]],
    [[null], ['null']],
    [[], {}],
    [[[], []], [[[]]]],
    [{ a: 'b' }, { b: 'a' }],
    [{ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
  ])('tells %j from %j', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  test('of a hundred thousand texts that differ in a digit are a hundred thousand', () => {
    const fingerprints = Array.from({ length: 100_000 }, (_, index) => fingerprintOf({ id: `call-${index}` }));
    expect(new Set(fingerprints).size).toBe(100_000);
  });
});
