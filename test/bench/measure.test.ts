import { expect, test } from '@jest/globals';
import { allocated } from '../../bench/measure.ts';

test('what is allocated is counted although it is garbage at once', () => {
  const rounds = 400;
  const [, bytes] = allocated(() => {
    for (let round = 0; round < rounds; round += 1) Array.from({ length: 10_000 }, (_, index) => index + 0.5);
  });
  // eight bytes for each number
  expect(bytes).toBeGreaterThan(rounds * 10_000 * 8);
});
