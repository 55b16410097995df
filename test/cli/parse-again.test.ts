import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsingAgain } from '../../cli/parse-again.ts';
import { parsePolicySet } from '../../lib/core/access/parse-policy-set.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import { setSource } from '../core/access/random-policies.ts';
import { runs, SEED } from '../core/access/reading-sets.ts';

/** A parser that notes what it was asked, and gives an object of its own each time. */
function noting(): { readonly parse: (source: JsonValue) => object; readonly asked: JsonValue[] } {
  const asked: JsonValue[] = [];
  return { asked, parse: (source) => ({ number: asked.push(source) }) };
}

describe(`parsing again (seed ${SEED})`, () => {
  test('gives what parsing afresh gives, in any order', () => {
    const source = fc.oneof(setSource, fc.constantFrom<JsonValue>(null, 'no policy', { identity: 5 }, []));
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (sources, order) => {
          const again = parsingAgain(parsePolicySet);
          for (const place of order) {
            const one = sources[place % sources.length] ?? null;
            expect(again(structuredClone(one))).toEqual(parsePolicySet(one));
          }
        },
      ),
      { numRuns: runs(30), seed: SEED },
    );
  });

  test('gives the same object for the same source, also where nothing came of it', () => {
    const again = parsingAgain(parsePolicySet);
    const source = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    expect(again(structuredClone(source))).toBe(again(source));
    expect(again('{')).toBe(again('{'));
    const { parse, asked } = noting();
    const nothing = parsingAgain((read) => (parse(read), undefined));
    expect([nothing('a'), nothing('a')]).toEqual([undefined, undefined]);
    expect(asked).toEqual(['a']);
  });

  test('tells sources apart that look alike', () => {
    const { parse } = noting();
    const again = parsingAgain(parse);
    const sources: readonly JsonValue[] = [
      1,
      '1',
      ['1'],
      [1],
      '[1]',
      null,
      'null',
      true,
      'true',
      '',
      [],
      {},
      [''],
      '\ud800',
      '\ud801',
      { a: 'x', b: 'y' },
      { a: 'y', b: 'x' },
      { a: 'x,"b":"y' },
      { b: 'y', a: 'x' },
      { a: ['x'] },
      { a: { x: '' } },
    ];
    expect(new Set(sources.map(again)).size).toBe(sources.length);
    expect(sources.map(again)).toEqual(sources.map((_source, index) => ({ number: index + 1 })));
  });

  test('forgets rather than holding ever more, and does not hold on to what is long', () => {
    const { parse, asked } = noting();
    const again = parsingAgain(parse);
    const long = 'x'.repeat(262_143);
    expect(again(long)).not.toBe(again(long));
    const parts = Array.from({ length: 40 }, (_none, index) => String(index).padStart(262_000, 'x'));
    const first = again(parts[0] ?? '');
    expect(again(parts[0] ?? '')).toBe(first);
    for (const part of parts) again(part);
    expect(again(parts[0] ?? '')).not.toBe(first);
    expect(asked.length).toBe(2 + parts.length + 1);
  });

  test('asks again where parsing failed with an exception', () => {
    let calls = 0;
    const again = parsingAgain((source) => {
      calls += 1;
      if (calls === 1) throw new Error('not yet');
      return source;
    });
    expect(() => again('a')).toThrow('not yet');
    expect(again('a')).toBe('a');
  });
});
