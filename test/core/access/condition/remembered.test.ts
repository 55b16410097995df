import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIp } from '../../../../lib/core/access/condition/ip.ts';
import { remembered } from '../../../../lib/core/access/condition/remembered.ts';
import { runs, SEED } from '../reading-sets.ts';

const texts = fc.array(fc.string({ unit: fc.constantFrom('1', '0', '.', ':', 'a'), maxLength: 70, size: 'max' }), {
  maxLength: 40,
});

describe(`a function that remembers its answers (seed ${SEED})`, () => {
  test('answers as one that does not, however often and in whatever order it is asked', () => {
    const find = (text: string): string | undefined => (text.includes('a') ? undefined : text.toUpperCase());
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (list, most) => {
        const quick = remembered(find, most);
        for (const text of [...list, ...list.toReversed()]) expect(quick(text)).toBe(find(text));
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });

  test('is asked once for the same text, also where the answer is that there is none', () => {
    const asked: string[] = [];
    const quick = remembered((text) => (asked.push(text), undefined));
    for (const text of ['a', 'b', 'a', '', '', 'b']) expect(quick(text)).toBeUndefined();
    expect(asked).toEqual(['a', 'b', '']);
  });

  test('forgets what it was asked before there was too much of it', () => {
    const asked: string[] = [];
    const quick = remembered((text) => asked.push(text), 2);
    for (const text of ['a', 'b', 'c', 'c', 'a']) quick(text);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  test('does not hold on to long texts', () => {
    const asked: string[] = [];
    const quick = remembered((text) => asked.push(text));
    for (const length of [64, 64, 65, 65]) quick('x'.repeat(length));
    expect(asked.map(({ length }) => length)).toEqual([64, 65, 65]);
  });

  test('gives one address for one text, and not the same for another', () => {
    expect(parseIp('10.0.0.7')).toEqual({ version: 4, address: 0x0a_00_00_07n });
    expect(parseIp('10.0.0.7')).toBe(parseIp('10.0.0.7'));
    expect(parseIp('::a00:7')).not.toEqual(parseIp('10.0.0.7'));
  });
});
