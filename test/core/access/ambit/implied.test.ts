import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { excludeEachOther, impliesAll } from '../../../../lib/core/access/ambit/implied.ts';
import { type Literal, resourceAtom } from '../../../../lib/core/access/ambit/literal.ts';
import { sharedArnGlob } from '../../../../lib/core/access/ambit/shared-globs.ts';
import { globMatchesLetters, lettersOf } from '../../../../lib/core/policy/glob.ts';
import { runs, SEED } from '../reading-sets.ts';
import { POINTS, holdsAt, literal } from './random-formulas.ts';

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });
const literals = fc.array(literal, { maxLength: 4 });

/** Resource patterns of all kinds, and ARNs that they tell apart. */
const PATTERNS = [
  '*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::a/?',
  'arn:aws:s3:::a/b',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a*',
  'arn:*:s3:::a/b',
  'arn:aws:s3:*:*:a/b',
  'arn:aws:*:::a/*',
  'arn:aws:s3',
  'arn:aws:s3:::a/*b*',

  'arn:aws:iam::1*:user/x',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::?:user/x',
  'arn:aws:s3:::?/b',
  'arn:aws:s3:::a/?*',
];
const ARNS = [
  '*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::ab',
  'arn:aws:s3:::a/',
  'arn:aws:s3:::a/b',
  'arn:aws:s3:::a/bb',
  'arn:aws:s3:::a/x',
  'arn:aws:s3:r:1:a/b',
  'arn:aws-cn:s3:::a/b',
  'arn:aws:sns:::a/b',
  'arn:aws:s3:::c/b',
  'arn:aws:s3:::a/a:b',

  'arn:aws:iam::1:user/x',
  'arn:aws:iam::12:user/x',
  'arn:aws:iam::2:user/y',
  'arn:aws:iam::1:user/x:y',
  'arn:a:s3:::a/b',
].map(lettersOf);

const onResources = fc
  .record({
    reading: fc.constantFrom('segment-wise', 'crossing'),
    lists: fc.array(
      fc.record({
        patterns: fc.array(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 3 }),
        holds: fc.boolean(),
      }),
      { minLength: 2, maxLength: 4 },
    ),
  })
  .map(({ reading, lists }) =>
    lists.map(({ patterns, holds }): Literal => {
      const globs = patterns.flatMap((pattern) => {
        const read = sharedArnGlob(pattern, reading);
        return read.kind === 'glob' ? [read.glob] : [];
      });
      return { atom: resourceAtom(globs), holds };
    }),
  );

function isTrueOn({ atom, holds }: Literal, arn: readonly number[]): boolean {
  return atom.kind === 'resource' && atom.globs.some((glob) => globMatchesLetters(glob, arn)) === holds;
}

describe(`what wording shows (seed ${SEED})`, () => {
  test('is implied at every point, and what excludes each other is true together at none', () => {
    fc.assert(
      fc.property(literals, literals, (given, wanted) => {
        const isTrue = (list: readonly Literal[]): ((point: (typeof POINTS)[number]) => boolean) => {
          return (point) => list.every(({ atom, holds }) => holdsAt(atom, point) === holds);
        };
        const where = POINTS.filter(isTrue(given));
        const both = where.filter(isTrue(wanted));
        expect(impliesAll(given, wanted) ? both.length : where.length).toBe(where.length);
        expect(excludeEachOther(given, wanted) ? both.length : 0).toBe(0);
      }),
      settings(80),
    );
  });

  test('is implied on every resource, however the stars of ARNs are read', () => {
    fc.assert(
      fc.property(onResources, fc.nat(3), (list, size) => {
        const [given, wanted] = [list.slice(0, size + 1), list.slice(size + 1)];
        const where = ARNS.filter((arn) => given.every((each) => isTrueOn(each, arn)));
        const both = where.filter((arn) => wanted.every((each) => isTrueOn(each, arn)));
        expect(impliesAll(given, wanted) ? both.length : where.length).toBe(where.length);
        expect(excludeEachOther(given, wanted) && wanted.length > 0 ? both.length : 0).toBe(0);
      }),
      settings(800),
    );
  });

  test('is seen where it is plain', () => {
    const on = (pattern: string, holds = true): Literal => {
      const read = sharedArnGlob(pattern, 'segment-wise');
      return { atom: resourceAtom(read.kind === 'glob' ? [read.glob] : []), holds };
    };
    expect(impliesAll([on('arn:aws:s3:::a/b*')], [on('arn:aws:s3:::a/*')])).toBe(true);
    expect(impliesAll([on('arn:aws:s3:::a/*', false)], [on('arn:aws:s3:::a/b*', false)])).toBe(true);
    expect(impliesAll([on('arn:aws:s3:::a/*')], [on('arn:aws:iam::1:user/*', false)])).toBe(true);
    expect(excludeEachOther([on('arn:aws:s3:::a/*')], [on('arn:aws:iam::1:user/*')])).toBe(true);
    expect(impliesAll([on('arn:aws:s3:::a/*')], [on('arn:aws:s3:::a/b*')])).toBe(false);
  });
});
