import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ANY,
  ANYTHING,
  ANY_IN_PART,
  COLON,
  FIRST_OPAQUE,
  FIRST_OPAQUE_ANY_CASE,
  FRESH,
  type Glob,
  STAR,
  STAR_IN_PART,
  anyCaseGlobOf,
  globMatches,
  globMatchesLetters,
  isOpaque,
  lettersNamedBy,
  lettersOf,
  matchesEverything,
  starTakes,
  takes,
  textOf,
} from '../../../lib/core/policy/glob.ts';
import { arnGlobOfTemplate, parseTemplate } from '../../../lib/core/policy/template.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '[', '/'), maxLength: 8 });
const word = fc.string({ unit: fc.constantFrom('a', 'b', ':', '[', '/'), maxLength: 8 });

/** The regular expression that means the same; `inPart`: what wildcards take where colons stop them. */
function regexOf(source: string, star = '[^]*', one = '[^]'): RegExp {
  const parts = Array.from(source, (letter) => {
    if (letter === '*') return star;
    return letter === '?' ? one : letter.replace(/[[\]/$^.|+(){}\\]/, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'u');
}

describe('a glob', () => {
  test('matches as the regular expression does whose .* and . stand for its wildcards', () => {
    fc.assert(
      fc.property(pattern, word, (source, text) => {
        expect(globMatches(source, text)).toBe(regexOf(source).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['*', '', true],
    ['', '', true],
    ['?', '', false],
    ['?', '𝒳', true],
    ['**', 'ab', true],
    ['a', 'A', false],
    ['[a]', 'a', false],
    ['a*b*c', 'aXbYbZc', true],
  ])('%j on %j: %j', (source, text, expected) => {
    expect(globMatches(source, text)).toBe(expected);
  });

  test('takes linear time where a naive matcher would branch at every star', () => {
    const source = 'a*'.repeat(40);
    expect(globMatches(`${source}b`, 'a'.repeat(4000))).toBe(false);
  });

  test('only stars match everything', () => {
    expect([[STAR], [STAR, STAR], [STAR, ANY], []].map((glob) => matchesEverything(glob))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a text in any case', () => {
  test.each([
    ['straße', 'STRAße', true],
    ['aB', 'Ab', true],
    ['a*', 'ab', false],
    ['é', 'É', true],
    ['1', '1', true],
    ['a', 'b', false],
    ['ß', 'S', false],
    ['ß', 'ß', true],
  ])('%j takes %j: %j', (source, text, expected) => {
    expect(globMatchesLetters(anyCaseGlobOf(lettersOf(source)), lettersOf(text))).toBe(expected);
  });
});

describe('a pattern for ARNs', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '*', '?'), maxLength: 3 });
  const arnPattern = fc.array(part, { minLength: 6, maxLength: 8 }).map((parts) => parts.join(':'));
  const arnText = fc
    .array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }), { minLength: 4, maxLength: 9 })
    .map((parts) => parts.join(':'));

  function arnGlob(source: string, reading: 'segment-wise' | 'crossing'): Glob {
    const read = arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), () => undefined, reading);
    return read.kind === 'glob' ? read.glob : [];
  }

  test('is compared part by part under the segment-wise reading, its last part as a whole', () => {
    fc.assert(
      fc.property(arnPattern, arnText, (source, text) => {
        const [split, parts] = [source.split(':'), text.split(':')];
        const heads = [0, 1, 2, 3, 4].every((at) => regexOf(split[at] ?? '').test(parts[at] ?? ':'));
        const expected = parts.length >= 6 && heads && regexOf(split.slice(5).join(':')).test(parts.slice(5).join(':'));
        expect(globMatchesLetters(arnGlob(source, 'segment-wise'), lettersOf(text))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('is one pattern under the crossing reading', () => {
    fc.assert(
      fc.property(arnPattern, arnText, (source, text) => {
        expect(globMatchesLetters(arnGlob(source, 'crossing'), lettersOf(text))).toBe(regexOf(source).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('matches whatever is missing', () => {
    expect(globMatchesLetters(arnGlob('arn:aws:s3', 'segment-wise'), lettersOf('arn:aws:s3:::a:b/c'))).toBe(true);
    expect(globMatchesLetters(arnGlob('*', 'segment-wise'), lettersOf('*'))).toBe(true);
    expect(globMatchesLetters(arnGlob('arn:*', 'segment-wise'), [COLON])).toBe(false);
  });
});

describe('letters', () => {
  const [a = 0, upperA = 0, b = 0, one = 0] = lettersOf('aAb1');
  const [eitherA = 0] = anyCaseGlobOf([a]);

  test.each(['', 'abc', 'a𝒳b', '\uffffa'])('%j is read as code points and written again', (text) => {
    expect(lettersOf(text)).toEqual(Array.from(text, (letter) => letter.codePointAt(0)));
    expect(textOf(lettersOf(text))).toBe(text);
  });

  test.each([
    ['a letter', a, a, true],
    ['a letter', a, b, false],
    ['a letter', a, upperA, false],
    ['?', ANY, a, true],
    ['?', ANY, COLON, true],
    ['?', ANY, FRESH, true],
    ['?', ANY, FIRST_OPAQUE, false],
    ['?', ANY, ANYTHING, false],
    ['? in a part', ANY_IN_PART, a, true],
    ['? in a part', ANY_IN_PART, COLON, false],
    ['? in a part', ANY_IN_PART, FIRST_OPAQUE, false],
    ['a letter in either case', eitherA, a, true],
    ['a letter in either case', eitherA, upperA, true],
    ['a letter in either case', eitherA, b, false],
    ['an unknown text', FIRST_OPAQUE + 1, FIRST_OPAQUE + 1, true],
    ['an unknown text', FIRST_OPAQUE + 1, FIRST_OPAQUE, false],
    ['an unknown text in any case', FIRST_OPAQUE_ANY_CASE, FIRST_OPAQUE, true],
    ['an unknown text in any case', FIRST_OPAQUE_ANY_CASE + 1, FIRST_OPAQUE + 1, true],
    ['an unknown text in any case', FIRST_OPAQUE_ANY_CASE + 1, FIRST_OPAQUE, false],
    ['whatever a star took', ANYTHING, ANYTHING - FIRST_OPAQUE_ANY_CASE + FIRST_OPAQUE, false],
  ])('%s (%i) takes %i: %j', (_name, mark, letter, expected) => {
    expect(takes(mark, letter)).toBe(expected);
  });

  test.each([
    ['a *', STAR, a, true],
    ['a *', STAR, COLON, true],
    ['a *', STAR, FIRST_OPAQUE, true],
    ['a * in a part', STAR_IN_PART, a, true],
    ['a * in a part', STAR_IN_PART, COLON, false],
    ['a * in a part', STAR_IN_PART, FIRST_OPAQUE, false],
  ])('%s takes %i in: %j', (_name, star, letter, expected) => {
    expect(starTakes(star, letter)).toBe(expected);
  });

  test('stand for unknown texts in a plane of their own', () => {
    const letters = [FIRST_OPAQUE - 1, FIRST_OPAQUE, FIRST_OPAQUE_ANY_CASE, ANYTHING, ANYTHING + 1, FRESH];
    expect(letters.map(isOpaque)).toEqual([false, true, true, true, false, false]);
  });

  test('in any case keep what has none, and turn unknown texts into the same in any case', () => {
    expect(anyCaseGlobOf([one, FRESH])).toEqual([one, FRESH]);
    expect(anyCaseGlobOf([FIRST_OPAQUE, FIRST_OPAQUE + 2])).toEqual([FIRST_OPAQUE_ANY_CASE, FIRST_OPAQUE_ANY_CASE + 2]);
    expect(anyCaseGlobOf([FIRST_OPAQUE_ANY_CASE])).toEqual([FIRST_OPAQUE_ANY_CASE]);
  });

  test('are named by plain letters and those in either case, not by wildcards', () => {
    expect([a, 0, eitherA, ANY, STAR].map(lettersNamedBy)).toEqual([[a], [0], [a, upperA], [], []]);
  });
});
