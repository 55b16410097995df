import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Budget } from '../../../../lib/core/access/ambit/budget.ts';
import { findText } from '../../../../lib/core/access/ambit/text-search.ts';
import {
  ANYTHING,
  FRESH,
  type Glob,
  anyCaseGlobOf,
  globMatchesLetters,
  globOf,
  lettersOf,
} from '../../../../lib/core/policy/glob.ts';
import { arnGlobOfTemplate, parseTemplate } from '../../../../lib/core/policy/template.ts';
import { runs, SEED } from '../reading-sets.ts';

/** Stands for all letters that no pattern names. */
const OTHER = 'z';
const LETTERS = ['a', 'b', 'A', ':', OTHER];

/** All texts of up to five letters. */
const TEXTS = [0, 1, 2, 3, 4].reduce(
  (texts) => [...texts, ...texts.filter(({ length }) => length === (texts.at(-1)?.length ?? 0)).flatMap(extended)],
  [''],
);
const TEXTS_AS_LETTERS = TEXTS.map(lettersOf);

function extended(text: string): readonly string[] {
  return LETTERS.map((letter) => text + letter);
}

function plenty(): Budget {
  return new Budget(1_000_000);
}

const textOf = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '*', '?', ':'), maxLength: most });
const glob: fc.Arbitrary<Glob> = fc.oneof(
  { weight: 5, arbitrary: textOf(4).map(globOf) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 })
      .map((text) => anyCaseGlobOf(lettersOf(text))),
  },
);
const globs = fc.array(glob, { minLength: 1, maxLength: 3 });

function meets(text: readonly number[], all: readonly (readonly Glob[])[], none: readonly Glob[]): boolean {
  const matched = all.every((list) => list.some((each) => globMatchesLetters(each, text)));
  return matched && !none.some((each) => globMatchesLetters(each, text));
}

/** What the search found, with something for whatever a star took. */
function writings(letters: readonly number[]): readonly (readonly number[])[] {
  return ['', 'z', 'z:z', 'zzzzzz'].map((taken) =>
    letters.flatMap((letter) => {
      if (letter === ANYTHING) return lettersOf(taken);
      return letter === FRESH ? lettersOf(OTHER) : [letter];
    }),
  );
}

describe(`a text that some patterns match and others do not (seed ${SEED})`, () => {
  test('is said not to exist only where no text of up to five letters is one', () => {
    fc.assert(
      fc.property(fc.array(globs, { maxLength: 2 }), fc.array(glob, { maxLength: 3 }), (all, none) => {
        if (findText({ all, none }, plenty()) !== 'none') return;
        expect(TEXTS_AS_LETTERS.filter((text) => meets(text, all, none))).toEqual([]);
      }),
      { numRuns: runs(600), seed: SEED },
    );
  });

  test('meets what was asked where one is found, and the search does not give up on small patterns', () => {
    fc.assert(
      fc.property(fc.array(globs, { maxLength: 2 }), fc.array(glob, { maxLength: 3 }), (all, none) => {
        const found = findText({ all, none }, plenty());
        expect(found).not.toBe('cap');
        if (typeof found === 'string') return;
        expect(writings(found.letters).some((text) => meets(text, all, none))).toBe(true);
      }),
      { numRuns: runs(1500), seed: SEED },
    );
  });

  test('respects the parts of ARNs', () => {
    const arn = (source: string): Glob => {
      const read = arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), () => undefined, 'segment-wise');
      return read.kind === 'glob' ? read.glob : [];
    };
    const ask = (all: readonly string[], none: readonly string[]): unknown =>
      findText({ all: all.map((each) => [arn(each)]), none: none.map(arn) }, plenty());
    expect(ask(['arn:aws:s3:*:*:b'], ['arn:aws:*:*:*:b'])).toBe('none');
    expect(ask(['arn:aws:*:b:c:d'], ['arn:aws:s*:b:c:d', 'arn:aws:?*:b:c:d'])).toMatchObject({
      letters: lettersOf('arn:aws::b:c:d'),
    });
    expect(ask(['arn:a:b:c:d:*x*', 'arn:a:b:c:d:*y*'], ['arn:a:b:c:d:*x*y*', 'arn:a:b:c:d:*y*x*'])).toBe('none');
  });

  test('keeps a letter that stands for an unknown value away from what takes one letter', () => {
    const [unknown] = lettersOf('\u{F0000}');
    const variable: Glob = [...globOf('a/'), unknown ?? 0];
    expect(findText({ all: [[variable]], none: [globOf('a/?')] }, plenty())).not.toBe('none');
    expect(findText({ all: [[variable]], none: [globOf('a/*')] }, plenty())).toBe('none');
    expect(findText({ all: [[variable]], none: [variable] }, plenty())).toBe('none');
    const before: Glob = [unknown ?? 0, ...globOf(':x')];
    expect(findText({ all: [[before], [globOf('alice:*')]], none: [] }, plenty())).not.toBe('none');
  });
});
