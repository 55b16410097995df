import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Budget } from '../../../../lib/core/access/ambit/budget.ts';
import {
  differInFixedPart,
  genericText,
  intersectGlobs,
  isSettledByGenericText,
  mayMeet,
  namesBothCases,
  surelyCovers,
} from '../../../../lib/core/access/ambit/glob-algebra.ts';
import { shortestText } from '../../../../lib/core/access/ambit/glob-automaton.ts';
import { findText } from '../../../../lib/core/access/ambit/text-search.ts';
import {
  ANYTHING,
  ANY_IN_PART,
  COLON,
  FIRST_OPAQUE,
  FRESH,
  type Glob,
  STAR_IN_PART,
  anyCaseGlobOf,
  globMatchesLetters,
  globOf,
  lettersOf,
} from '../../../../lib/core/policy/glob.ts';
import { type ArnReading, arnGlobOfTemplate, parseTemplate } from '../../../../lib/core/policy/template.ts';
import { runs, SEED } from '../reading-sets.ts';

/** Stands for all letters that no pattern names. */
const OTHER = 'z';

/** All texts of up to so many of these letters. */
function textsOf(letters: readonly string[], most: number): readonly (readonly number[])[] {
  let [texts, last] = [[''], ['']];
  for (let length = 1; length <= most; length += 1) {
    last = last.flatMap((text) => letters.map((letter) => text + letter));
    texts = [...texts, ...last];
  }
  return texts.map(lettersOf);
}

function matches(glob: Glob, text: readonly number[]): boolean {
  return globMatchesLetters(glob, text);
}

/** A text of the automaton, with another letter for the one that stands for all others. */
function written(letters: readonly number[]): readonly number[] {
  return letters.map((letter) => (letter === FRESH ? (lettersOf(OTHER)[0] ?? letter) : letter));
}

const plain = fc.string({ unit: fc.constantFrom('a', 'b', '*', '*', '?'), maxLength: 5 }).map(globOf);
const eitherCase = fc
  .string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 })
  .map((text) => anyCaseGlobOf(lettersOf(text)));

/** ARNs cut short: all that matters are the five colons, at which some wildcards stop. */
const arnSource = fc
  .array(fc.string({ unit: fc.constantFrom('a', '*', '*', '?'), maxLength: 2 }), { minLength: 4, maxLength: 7 })
  .map((parts) => parts.join(':'));
function arnOf(source: string, reading: ArnReading): Glob {
  const read = arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), () => undefined, reading);
  return read.kind === 'glob' ? read.glob : [];
}
/** What stands beside an ARN pattern in the conditions of one key: a pattern for text, whose wildcards take colons. */
const colonText = fc.string({ unit: fc.constantFrom('a', ':', ':', ':', '*', '?'), maxLength: 8 }).map(globOf);
const arn = (reading: ArnReading): fc.Arbitrary<Glob> => arnSource.map((source) => arnOf(source, reading));

/** Patterns and all texts by which they are told from what they are not. */
const FAMILIES = [
  [
    'plain patterns',
    fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: eitherCase }),
    textsOf(['a', 'b', 'A', OTHER], 5),
  ],
  ['ARN patterns whose stars stop at colons', arn('segment-wise'), textsOf(['a', ':', OTHER], 7)],
  ['ARN patterns whose stars cross colons', arn('crossing'), textsOf(['a', ':', OTHER], 7)],
  ['ARN patterns beside patterns for text', fc.oneof(arn('segment-wise'), colonText), textsOf(['a', ':', OTHER], 7)],
] as const;

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe.each(FAMILIES)(`%s against all short texts (seed ${SEED})`, (_name, glob, texts) => {
  test('meet in the patterns that are listed, in all of them where the list is complete', () => {
    fc.assert(
      fc.property(glob, glob, fc.constantFrom(1, 2, 24), (a, b, most) => {
        const { globs, complete } = intersectGlobs(a, b, most);
        expect(globs.length).toBeLessThanOrEqual(most);
        const wrong = texts.filter((text) => {
          const inBoth = matches(a, text) && matches(b, text);
          const isListed = globs.some((each) => matches(each, text));
          return inBoth ? complete && !isListed : isListed;
        });
        expect(wrong).toEqual([]);
      }),
      settings(60),
    );
  });

  test('are kept apart and called covered only where no text says otherwise', () => {
    fc.assert(
      fc.property(glob, glob, (a, b) => {
        const both = texts.filter((text) => matches(a, text) && matches(b, text));
        expect(differInFixedPart(a, b) ? both : []).toEqual([]);
        expect(mayMeet(a, b)).toBe(!differInFixedPart(a, b));
        const outside = texts.filter((text) => matches(b, text) && !matches(a, text));
        expect(surelyCovers(a, b) ? outside : []).toEqual([]);
        const isSettled = matches(a, genericText(b)) && isSettledByGenericText(a, b) && !namesBothCases(b);
        expect(isSettled ? outside : []).toEqual([]);
      }),
      settings(150),
    );
  });

  test('have a text that matches all that is wanted and nothing excluded, the shortest, or none at all', () => {
    const list = fc.array(glob, { maxLength: 2 });
    fc.assert(
      fc.property(list, fc.array(glob, { maxLength: 4 }), (wanted, excluded) => {
        const isFound = (text: readonly number[]): boolean =>
          wanted.every((each) => matches(each, text)) && !excluded.some((each) => matches(each, text));
        const shortest = texts.find(isFound);
        const found = shortestText(wanted, excluded, new Budget(1_000_000));
        expect(found).not.toBe('cap');
        // a text that is longer than all that were tried can only be looked at by itself
        expect(typeof found === 'string' ? undefined : written(found).length).toBe(
          shortest?.length ?? (typeof found === 'string' ? undefined : found.length),
        );
        expect(typeof found === 'string' || isFound(written(found))).toBe(true);
      }),
      settings(80),
    );
  });

  test('are not said to have no text outside others that have one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(glob, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
        fc.array(glob, { maxLength: 3 }),
        (all, none) => {
          const found = findText({ all, none }, new Budget(1_000_000));
          const outside = texts.filter(
            (text) =>
              all.every((any) => any.some((each) => matches(each, text))) && !none.some((each) => matches(each, text)),
          );
          expect(found === 'none' ? outside : []).toEqual([]);
        },
      ),
      settings(80),
    );
  });

  test('are not decided where there is nothing left to spend', () => {
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 2 }),
        fc.array(glob, { maxLength: 3 }),
        fc.nat(30),
        (all, none, steps) => {
          const found = shortestText(all, none, new Budget(steps / 10));
          expect(['cap', JSON.stringify(shortestText(all, none, new Budget(1_000_000)))]).toContain(
            found === 'cap' ? found : JSON.stringify(found),
          );
          const lists = all.map((each) => [each]);
          const quick = findText({ all: lists, none }, new Budget(steps / 10));
          const slow = findText({ all: lists, none }, new Budget(1_000_000));
          expect(quick === 'none' ? slow : 'none').toBe('none');
        },
      ),
      settings(60),
    );
  });
});

describe('patterns with letters in either case', () => {
  test.each([
    ['ſ', 's', 'S'],
    ['ı', 'i', 'I'],
    ['K', 'k', 'k'],
  ])('meet in the letter that both take: %s and %s', (one, other, shared) => {
    const [a, b] = [anyCaseGlobOf(lettersOf(one)), anyCaseGlobOf(lettersOf(other))];
    const { globs, complete } = intersectGlobs(a, b, 24);
    expect(complete).toBe(true);
    expect(globs.some((each) => matches(each, lettersOf(shared)))).toBe(true);
    expect(findText({ all: [[a], [b]], none: [] }, new Budget(1000))).not.toBe('none');
  });
});

describe('a pattern whose `?` may be a colon', () => {
  const text = globOf('arn:aws:s3:a?b:c:d');

  test('is not within one whose star stops there', () => {
    const wide = arnOf('arn:aws:s3:*:c:d', 'segment-wise');
    expect(surelyCovers(wide, text)).toBe(false);
    expect(findText({ all: [[text]], none: [wide] }, new Budget(1000))).toMatchObject({
      letters: lettersOf('arn:aws:s3:a:b:c:d'),
    });
  });

  test('is within one whose star goes on', () => {
    const wide = arnOf('arn:aws:s3:*:c:d', 'crossing');
    expect(surelyCovers(wide, text)).toBe(true);
    expect(findText({ all: [[text]], none: [wide] }, new Budget(1000))).toBe('none');
  });
});

describe('what two patterns share', () => {
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

  test('is listed as far as it may be', () => {
    const [a, b] = [globOf('*ab*'), globOf('*ba*')];
    for (const most of [0, 1, 2, 3]) {
      expect(intersectGlobs(a, b, most)).toMatchObject({ globs: { length: most }, complete: false });
    }
    expect(intersectGlobs(a, b, 5)).toMatchObject({ globs: { length: 4 }, complete: true });
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
    const [a, b] = [arnOf(one, 'segment-wise'), arnOf(other, 'segment-wise')];
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
  ])('as texts, %s and %s: %j', (one, other, expected) => {
    expect([mayMeet(globOf(one), globOf(other)), mayMeet(globOf(other), globOf(one))]).toEqual([expected, expected]);
  });

  test('an unknown text may be anything, but for what stands around it', () => {
    const unknown = [FIRST_OPAQUE];
    for (const other of [globOf('abc'), globOf('a:b'), [FIRST_OPAQUE + 1]]) {
      expect([mayMeet(unknown, other), mayMeet(other, unknown)]).toEqual([true, true]);
    }
    const home = [...arnOf('arn:aws:s3:::home/', 'segment-wise'), ...unknown];
    expect(mayMeet(home, arnOf('arn:aws:s3:::home/ada/x', 'segment-wise'))).toBe(true);
    expect(mayMeet(home, arnOf('arn:aws:s3:::public/x', 'segment-wise'))).toBe(false);
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
    expect(surelyCovers(arnOf(wide, 'segment-wise'), arnOf(narrow, 'segment-wise'))).toBe(expected);
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
