import { describe, expect, test } from '@jest/globals';
import { remembered } from '../../../../lib/core/access/condition/remembered.ts';

/** The texts that had to be looked at, when these are asked for one after the other. */
function lookedAt(asked: readonly string[], most: number): readonly string[] {
  const seen: string[] = [];
  const lengthOf = remembered((text) => {
    seen.push(text);
    return text.length;
  }, most);
  expect(asked.map(lengthOf)).toEqual(asked.map((text) => text.length));
  return seen;
}

describe('a function of a text that remembers its answers', () => {
  test.each([
    ['a text that comes again is not looked at again', ['a', 'b', 'a', 'b'], 2, ['a', 'b']],
    ['where there are too many, all are forgotten', ['a', 'b', 'c', 'c', 'a'], 2, ['a', 'b', 'c', 'a']],
  ] as const)('%s', (_name, asked, most, expected) => {
    expect(lookedAt(asked, most)).toEqual(expected);
  });

  test('long texts are not held on to', () => {
    const [short, long] = ['x'.repeat(64), 'x'.repeat(65)];
    expect(lookedAt([short, short, long, long], 10)).toEqual([short, long, long]);
  });
});
