import { expect, test } from '@jest/globals';
import { readOptions } from '../../bench/options.ts';

test('without options everything is asked', () => {
  const read = readOptions([]);
  expect(read).toMatchObject({ ok: true, options: { only: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], oneOf: 1 } });
});

test('parts, a small sample and a seed can be chosen', () => {
  const read = readOptions(['--only', 'a,c', '--quick', '--seed', '5', '--json', 'out.json']);
  expect(read).toEqual({ ok: true, options: { only: ['a', 'c'], oneOf: 20, seed: 5, json: 'out.json' } });
});

test.each([[['--only', 'a,x']], [['--seed', 'often']], [['--fast']], [['a']]])('%j is refused', (args) => {
  expect(readOptions(args)).toMatchObject({ ok: false });
});
