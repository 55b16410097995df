import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  genericText,
  intersectGlobs,
  isSettledByGenericText,
  namesBothCases,
  surelyCovers,
} from '../../../../lib/core/access/ambit/glob-algebra.ts';
import { mayMeet } from '../../../../lib/core/access/ambit/fixed-parts.ts';
import {
  ANY,
  ANYTHING,
  ANY_IN_PART,
  COLON,
  FIRST_OPAQUE,
  FRESH,
  type Glob,
  STAR,
  STAR_IN_PART,
  anyCaseGlobOf,
  globOf,
  isStar,
  lettersOf,
  starTakes,
  takes,
} from '../../../../lib/core/policy/glob.ts';
import { arnGlobOfTemplate, parseTemplate } from '../../../../lib/core/policy/template.ts';
import { runs, SEED } from '../reading-sets.ts';

/** All texts of up to four letters; `z` stands for all that no pattern names. */
const TEXTS = Array.from({ length: 4 }).reduce<readonly string[]>(
  (texts) => ['', ...texts.flatMap((text) => ['a', 'A', ':', 'z'].map((letter) => text + letter))],
  [''],
);

function arnOf(source: string): Glob {
  const read = arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), () => undefined, 'segment-wise');
  return read.kind === 'glob' ? read.glob : [];
}

describe(`what two patterns share (seed ${SEED})`, () => {
  test.each([
    ['a*', '*b', ['a*b']],
    ['*ab*', '*ba*', ['*ab*ba*', '*aba*', '*ba*ab*', '*bab*']],
    ['a*', 'b*', []],
    ['*', 'ab', ['ab']],
    ['a?', '?b', ['ab']],
    ['', '', ['']],
    ['', '*', ['']],
    ['a', '', []],
    ['**', '*', ['*']],
  ])('%s and %s: %j', (a, b, expected) => {
    const { globs, complete } = intersectGlobs(globOf(a), globOf(b), 10);
    expect(globs.map((glob) => glob.join()).toSorted()).toEqual(expected.map((each) => globOf(each).join()).toSorted());
    expect(complete).toBe(true);
  });

  const [a = 0] = lettersOf('a');
  const [eitherA = 0] = anyCaseGlobOf([a]);

  test.each([
    [STAR, STAR_IN_PART, STAR_IN_PART],
    [STAR_IN_PART, STAR_IN_PART, STAR_IN_PART],
    [STAR, ANY_IN_PART, ANY_IN_PART],
    [STAR_IN_PART, ANY, ANY_IN_PART],
    [STAR_IN_PART, COLON, undefined],
    [ANY, ANY_IN_PART, ANY_IN_PART],
    [ANY, eitherA, eitherA],
    [ANY, COLON, COLON],
    [ANY_IN_PART, eitherA, eitherA],
    [ANY_IN_PART, a, a],
    [ANY_IN_PART, COLON, undefined],
    [eitherA, eitherA, eitherA],
    [eitherA, a, a],
    [eitherA, COLON, undefined],
  ])('of the marks %i and %i is %i', (one, other, expected) => {
    const globs = expected === undefined ? [] : [[expected]];
    expect(intersectGlobs([one], [other], 10)).toEqual({ globs, complete: true });
    expect(intersectGlobs([other], [one], 10)).toEqual({ globs, complete: true });
  });

  /** What a pattern matches, by the plainest rule there is. */
  function takesAll([mark, ...rest]: Glob, text: readonly number[]): boolean {
    const [first, ...others] = text;
    if (mark === undefined) return first === undefined;
    if (!isStar(mark)) return first !== undefined && takes(mark, first) && takesAll(rest, others);
    return takesAll(rest, text) || (first !== undefined && starTakes(mark, first) && takesAll([mark, ...rest], others));
  }

  test('is what both match, whatever the order of their marks, and each alternative is listed once', () => {
    const mark = fc.constantFrom(a, COLON, STAR, STAR_IN_PART, ANY, ANY_IN_PART, eitherA);
    const glob = fc.array(mark, { maxLength: 4 });
    const texts = TEXTS.map(lettersOf);
    fc.assert(
      fc.property(glob, glob, (one, other) => {
        const { globs, complete } = intersectGlobs(one, other, 1000);
        expect(complete).toBe(true);
        expect(new Set(globs.map((each) => each.join())).size).toBe(globs.length);
        const wrong = texts.filter(
          (text) => globs.some((each) => takesAll(each, text)) !== (takesAll(one, text) && takesAll(other, text)),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: runs(200), seed: SEED },
    );
  });

  test.each([
    ['at their end', globOf(`${'*a'.repeat(12)}*b`), globOf(`${'a*'.repeat(12)}c`)],
    ['at their start', globOf(`b${'*a'.repeat(12)}`), globOf(`c${'*a'.repeat(12)}*`)],
    [
      'at a colon that no star takes',
      Array.from({ length: 12 }, () => [STAR_IN_PART, a]).flat(),
      [...globOf('*a'.repeat(12)), COLON, STAR],
    ],
  ])('is nothing, which is seen without walking all ways, where they differ %s', (_where, one, other) => {
    expect(intersectGlobs(one, other, 10)).toEqual({ globs: [], complete: true });
    expect(intersectGlobs(other, one, 10)).toEqual({ globs: [], complete: true });
  });

  test('is listed as far as it may be', () => {
    const [one, other] = [globOf('*ab*'), globOf('*ba*')];
    for (const most of [0, 1, 2, 3]) {
      expect(intersectGlobs(one, other, most)).toMatchObject({ globs: { length: most }, complete: false });
    }
    expect(intersectGlobs(one, other, 5)).toMatchObject({ globs: { length: 4 }, complete: true });
  });

  test('is not listed where the patterns are longer than the walk goes deep', () => {
    const text = (length: number): Glob => globOf('a'.repeat(length));
    expect(intersectGlobs(text(1000), text(1000), 10)).toEqual({ globs: [text(1000)], complete: true });
    expect(intersectGlobs(text(1000), globOf(`${'a'.repeat(1000)}*`), 10)).toEqual({ globs: [], complete: false });
    expect(intersectGlobs(globOf(`${'a'.repeat(1000)}*`), text(1000), 10)).toEqual({ globs: [], complete: false });
  });

  test('is given up where there are too many ways through both', () => {
    const { globs, complete } = intersectGlobs(globOf('*a'.repeat(12)), globOf('a*'.repeat(12)), 1_000_000);
    expect(complete).toBe(false);
    expect(globs.length).toBeGreaterThan(0);
    expect(globs.length).toBeLessThan(4001);
  });
});

describe('whether two patterns may meet', () => {
  test.each([
    ['arn:aws:s3:::a*', 'arn:aws:sqs:*:*:*', false],
    ['arn:aws:s3:::a*', 'arn:aws:s*:::*', true],
    ['arn:aws:s3:::a*', 'arn:aws:e*:::*', false],
    ['arn:aws:s3:eu-*:*:*', 'arn:aws:s3:us-1:*:*', false],
    ['arn:aws:s3:us-?:*:*', 'arn:aws:s3:us-1:*:*', true],
    ['arn:aws:s3:us-?:*:*', 'arn:aws:s3:us-10:*:*', false],
    ['arn:aws:sqs:*:111122223333:*', 'arn:aws:sqs:*:444455556666:*', false],
    ['arn:aws:sqs:*:1111:*', 'arn:aws:sqs:*:111:*', false],
    ['arn:aws:s3:::reports/*', 'arn:aws:s3:::public/*', false],
    ['arn:aws:s3:::*/reports/*', 'arn:aws:s3:::public/*', true],
    ['arn:aws:s3:::*.csv', 'arn:aws:s3:::*.txt', false],
    ['arn:aws:s3:::*.csv', 'arn:aws:s3:::*v', true],
    ['arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*', false],
    ['arn:aws:iam::*:role/?', 'arn:aws:iam::*:*/a', true],
    ['arn:aws:sns:*:*:a:b*', 'arn:aws:sns:*:*:a:c*', false],
    ['arn:aws:sns:*:*:a?:b*', 'arn:aws:sns:*:*:a:c*', true],
  ])('%s and %s: %j', (one, other, expected) => {
    const [a, b] = [arnOf(one), arnOf(other)];
    expect([mayMeet(a, b), mayMeet(b, a)]).toEqual([expected, expected]);
    // the second answer is remembered
    expect([mayMeet(a, b), mayMeet(b, a)]).toEqual([expected, expected]);
  });

  test.each([
    ['ab*', 'ac*', false],
    ['*ab', '*cb', false],
    ['a*', '?b', true],
    ['a:*', 'b:*', false],
    ['*:a', 'b:*', true],
    ['a?:b', 'a:b', true],
    ['*:x', 'a:b:x', true],
    ['?:x', 'a:x', true],
    ['?:x', ':::x', true],
  ])('as texts, %s and %s: %j', (one, other, expected) => {
    expect([mayMeet(globOf(one), globOf(other)), mayMeet(globOf(other), globOf(one))]).toEqual([expected, expected]);
  });

  test('an unknown text may be anything, but for what stands around it', () => {
    const unknown = [FIRST_OPAQUE];
    for (const other of [globOf('abc'), globOf('a:b'), [FIRST_OPAQUE + 1]]) {
      expect([mayMeet(unknown, other), mayMeet(other, unknown)]).toEqual([true, true]);
    }
    const home = [...arnOf('arn:aws:s3:::home/'), ...unknown];
    expect(mayMeet(home, arnOf('arn:aws:s3:::home/ada/x'))).toBe(true);
    expect(mayMeet(home, arnOf('arn:aws:s3:::public/x'))).toBe(false);
    const before = [...unknown, ...globOf(':x')];
    expect([mayMeet(before, globOf('a:y:x')), mayMeet(globOf('a:y:x'), before)]).toEqual([true, true]);
  });
});

describe('whether a pattern covers another', () => {
  test.each([
    ['arn:aws:s3:::*', 'arn:aws:s3:::b/*', true],
    ['arn:aws:s*:::*', 'arn:aws:s?:::b', true],
    ['arn:aws:s?:::*', 'arn:aws:s?:::b', true],
    ['arn:aws:s?:::*', 'arn:aws:s*:::b', false],
    ['arn:aws:s?:::*', 'arn:aws:s3:::b*', false],
    ['arn:aws:*:::b', 'arn:aws:*:::b', true],
    ['arn:aws:*:::b', 'arn:aws:?*:::b', true],
    ['arn:aws:s3:::a*', 'arn:aws:s3:::b*', false],
  ])('%s covers %s: %j', (wide, narrow, expected) => {
    expect(surelyCovers(arnOf(wide), arnOf(narrow))).toBe(expected);
  });

  test.each([
    ['arn:aws:s3:?:c:d', 'arn:aws:s3:?:c:d', false],
    ['*:b:c:d:e:f', '?:b:c:d:e:f', false],
    ['arn:*:s3:::*', 'arn:aws:s3:::a?', true],
    ['arn:*:s3:::*', 'arn:aws:s3::?:a', false],
  ])('%s covers the text %s, whose ? may be a colon: %j', (wide, narrow, expected) => {
    expect(surelyCovers(arnOf(wide), globOf(narrow))).toBe(expected);
  });

  test('every pattern covers itself, also one whose letters are of either case', () => {
    const eitherA = anyCaseGlobOf(lettersOf('a'));
    for (const glob of [eitherA, globOf('a?'), globOf('')]) expect(surelyCovers(glob, glob)).toBe(true);
    expect(surelyCovers(eitherA, globOf('A'))).toBe(true);
    expect(surelyCovers(globOf('a'), eitherA)).toBe(false);
  });
});

describe('the most general text of a pattern', () => {
  const [A, B] = lettersOf('ab');
  const eitherA = anyCaseGlobOf(lettersOf('a'));

  test.each([
    ['of letters and wildcards', globOf('a?*'), [A, FRESH, ANYTHING], false, false],
    ['without a ?', globOf('*b'), [ANYTHING, B], true, false],
    ['with wildcards that stop at colons', [STAR_IN_PART, COLON], [FRESH, COLON], true, false],
    ['with a ? that is no colon', [ANY_IN_PART, COLON], [FRESH, COLON], false, false],
    ['with letters of either case', [...eitherA, ...globOf('b')], [A, B], false, true],
    ['of nothing', [], [], true, false],
  ])('%s', (_name, glob, text, settles, bothCases) => {
    expect(genericText(glob)).toEqual(text);
    expect(isSettledByGenericText(glob, globOf('a'))).toBe(settles);
    expect(namesBothCases(glob)).toBe(bothCases);
  });
});
