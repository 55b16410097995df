import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Budget } from '../../../../lib/core/access/ambit/budget.ts';
import {
  genericText,
  intersectGlobs,
  isSettledByGenericText,
  namesBothCases,
  surelyCovers,
} from '../../../../lib/core/access/ambit/glob-algebra.ts';
import { differInFixedPart, mayMeet } from '../../../../lib/core/access/ambit/fixed-parts.ts';
import { shortestText } from '../../../../lib/core/access/ambit/glob-automaton.ts';
import { findText } from '../../../../lib/core/access/ambit/text-search.ts';
import {
  FRESH,
  type Glob,
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
      settings(100),
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
