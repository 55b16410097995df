import { describe, expect, test } from '@jest/globals';
import { RememberedByText } from '../../../lib/core/access/remembered-by-text.ts';

/** The texts that had to be looked at when these are asked for, one after the other. */
function lookedAt(asked: readonly string[], most: number, sizeOf: (answer: string) => number = () => 0): string {
  const looked: string[] = [];
  const memory = new RememberedByText<string>(most, sizeOf);
  for (const text of asked) {
    const answer = memory.of(text, () => {
      looked.push(text);
      return text.toUpperCase();
    });
    expect(answer).toBe(text.toUpperCase());
  }
  return looked.join(' ');
}

describe('what is remembered by text', () => {
  test.each([
    ['is found once', ['a', 'b', 'a', 'b', ''], 100, 'a b '],
    [
      'is all forgotten when there is too much of it',
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'i', 'a'],
      8,
      'a b c d e f g h i a',
    ],
    ['is not held on to where it is large', ['aa', 'aa', 'b', 'b'], 8, 'aa aa b'],
  ])('%s', (_what, asked, most, looked) => {
    expect(lookedAt(asked, most)).toBe(looked);
  });

  test('counts by what was found as well, which may be large for a short text', () => {
    expect(lookedAt(['a', 'b', 'c', 'c', 'a'], 80, () => 9)).toBe('a b c');
    expect(lookedAt(['a', 'a'], 80, () => 10)).toBe('a a');
    expect(lookedAt(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'a'], 80, () => 9)).toBe('a b c d e f g h i a');
  });

  test('tells there is nothing from not having looked', () => {
    const memory = new RememberedByText<undefined>(8, () => 0);
    let looks = 0;
    for (const text of ['a', 'a']) {
      const look = (): undefined => {
        looks += 1;
      };
      expect(memory.of(text, look)).toBeUndefined();
    }
    expect(looks).toBe(1);
  });
});
