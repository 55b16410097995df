import { describe, expect, test } from '@jest/globals';
import { exponentOf, percentile, summaryOf } from '../../bench/statistics.ts';

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  test.each([
    [0.5, 50],
    [0.9, 90],
    [0.99, 99],
    [1, 100],
  ])('of the numbers 1 to 100 a share of %d is at most %d', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  test('of one value are that value', () => {
    expect(summaryOf([7])).toEqual({ count: 1, median: 7, p90: 7, p99: 7, max: 7, total: 7 });
  });

  test('do not depend on the order of the timings', () => {
    expect(summaryOf(hundred.toReversed())).toEqual(summaryOf(hundred));
  });
});

describe('the power with which a cost grows', () => {
  const sizes = [1, 2, 4, 8, 16];

  test.each([0, 1, 2])('is %d where the cost is that power of the size', (power) => {
    expect(exponentOf(sizes.map((size) => [size, 3 * size ** power]))).toBeCloseTo(power);
  });

  test('does not count what the smallest sizes cost anyway', () => {
    expect(exponentOf(sizes.map((size) => [size, size <= 2 ? 100 : size]))).toBeCloseTo(1);
  });
});
