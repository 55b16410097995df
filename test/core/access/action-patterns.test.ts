import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takesName, withoutListed } from '../../../lib/core/access/action-patterns.ts';
import { globMatches } from '../../../lib/core/policy/glob.ts';
import type { PatternList } from '../../../lib/core/policy/statement.ts';
import { runs, SEED } from './reading-sets.ts';

const PATTERNS = ['s3:Get*', 'S3:get*', 's3:GetObject', 's3:*', '*', '*:GetObject', 's3:Get?bject', 'sns:*', 'bad'];
const NAMES = ['s3:getobject', 's3:getxbject', 's3:putobject', 'sns:getobject', 'sns:publish', 'bad', 'worse', ':'];

const element: fc.Arbitrary<PatternList> = fc.record({
  negated: fc.constantFrom(false, false, true),
  patterns: fc.array(fc.constantFrom(...PATTERNS), { maxLength: 4 }),
});
const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`the patterns of an Action element (seed ${SEED})`, () => {
  test('take a name when one of them matches it, whatever the case, and NotAction when none does', () => {
    fc.assert(
      fc.property(element, fc.constantFrom(...NAMES), (list, name) => {
        const isMatched = list.patterns.some((pattern) => globMatches(pattern.toLowerCase(), name));
        expect(takesName(list, name)).toBe(isMatched !== list.negated);
      }),
      settings(200),
    );
  });

  test('but for those that every list has take all that not every list takes, and nothing else', () => {
    fc.assert(
      fc.property(element, fc.array(fc.array(element, { maxLength: 3 }), { maxLength: 3 }), (list, lists) => {
        const left = withoutListed(list, lists);
        const taken = NAMES.filter((name) => takesName(list, name));
        const leftOver = NAMES.filter((name) => left !== undefined && takesName(left, name));
        const unlisted = taken.filter((name) => !lists.every((some) => some.some((other) => takesName(other, name))));
        expect(leftOver.filter((name) => !taken.includes(name))).toEqual([]);
        expect(unlisted.filter((name) => !leftOver.includes(name))).toEqual([]);
      }),
      settings(400),
    );
  });

  test.each([
    [['s3:Get*', 's3:Put*'], [['S3:get*']], ['s3:put*']],
    [['s3:Get*', 's3:Put*'], [['s3:Put*'], ['s3:Get*']], undefined],
    [['s3:Get*'], [['s3:*']], ['s3:Get*']],
  ] as const)('of %j but for those of %j are %j', (patterns, others, left) => {
    const lists = others.map((each) => ({ negated: false, patterns: each }));
    expect(withoutListed({ negated: false, patterns }, [lists])?.patterns).toEqual(left);
  });

  test('that NotAction leaves out may be fewer in the other element', () => {
    const not = (...patterns: readonly string[]): PatternList => ({ negated: true, patterns });
    expect(withoutListed(not('s3:*', 'sns:*'), [[not('SNS:*')]])).toBeUndefined();
    expect(withoutListed(not('s3:*'), [[not('s3:*', 'sns:*')]])).toEqual(not('s3:*'));
    expect(withoutListed(not('s3:*'), [[not('s3:*')], []])).toEqual(not('s3:*'));
  });
});
