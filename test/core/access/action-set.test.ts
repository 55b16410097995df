import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shortNames } from '../../../lib/core/access/action-names.ts';
import {
  actionsMatching,
  actionsOf,
  has,
  differenceOf,
  intersectionOf,
  isEmptySet,
  setOf,
  unionOf,
} from '../../../lib/core/access/action-set.ts';
import { ACTION_COUNT, SERVICE_NAMES, actionName } from '../../../lib/core/access/catalogue.ts';
import { runs, SEED } from './reading-sets.ts';

const number = fc.nat(ACTION_COUNT - 1);
/** Some actions here and there, and whole runs of neighbours, which short names are made for. */
const numbers = fc
  .tuple(fc.array(number, { maxLength: 30 }), fc.array(fc.tuple(number, fc.nat(400)), { maxLength: 3 }))
  .map(([single, spans]) => [
    ...single,
    ...spans.flatMap(([from, length]) =>
      Array.from({ length }, (_, index) => Math.min(from + index, ACTION_COUNT - 1)),
    ),
  ]);
const numbersOf = (set: Iterable<number>): readonly number[] => [...set];
const names = (list: readonly number[]): readonly string[] => list.map(actionName);
const sorted = (list: readonly number[]): readonly number[] => [...new Set(list)].toSorted((a, b) => a - b);

describe(`sets of actions (seed ${SEED})`, () => {
  test('have in them what was put in', () => {
    fc.assert(
      fc.property(numbers, number, (list, one) => {
        const set = setOf(list);
        expect(numbersOf(set)).toEqual(sorted(list));
        expect(has(set, one)).toBe(list.includes(one));
        expect(isEmptySet(set)).toBe(list.length === 0);
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });

  test('are joined, cut and taken apart as sets are', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(numbersOf(unionOf([setOf(a), setOf(b)]))).toEqual(sorted([...a, ...b]));
        expect(numbersOf(intersectionOf(setOf(a), setOf(b)))).toEqual(sorted(a.filter((each) => b.includes(each))));
        expect(numbersOf(differenceOf(setOf(a), setOf(b)))).toEqual(sorted(a.filter((each) => !b.includes(each))));
      }),
      { numRuns: runs(60), seed: SEED },
    );
  });

  test('short names stand for exactly the set', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const set = setOf(list);
        expect(numbersOf(unionOf(shortNames(set).map(actionsMatching)))).toEqual(numbersOf(set));
      }),
      { numRuns: runs(60), seed: SEED },
    );
  });

  test('short names are short where they can be', () => {
    const of = (...patterns: readonly string[]): readonly string[] =>
      shortNames(unionOf(patterns.map(actionsMatching)));
    expect(of('*')).toEqual(['*']);
    expect(of('sqs:*')).toEqual(['sqs:*']);
    expect(of('sqs:SendMessage')).toEqual(['sqs:SendMessage']);
    expect(of('s3:Get*', 's3:ListBucket')).toEqual(['s3:Get*', 's3:ListBucket']);
    for (const service of SERVICE_NAMES) expect(of(`${service}:*`)).toEqual([`${service}:*`]);
  });

  test.each([
    [['s3:getobject'], ['s3:GetObject']],
    [['S3:GetObjectTagg???'], ['s3:GetObjectTagging']],
    [['*:AssumeRole'], ['sts:AssumeRole']],
    [['GetObject'], []],
    [['s3'], []],
    [['s3:GetObject:*'], []],
    [[], []],
  ])('%j takes %j', (patterns, expected) => {
    expect(names(numbersOf(actionsOf({ negated: false, patterns })))).toEqual(expected);
  });

  test('NotAction is all but the union of its patterns, and of malformed ones all', () => {
    const taken = actionsOf({ negated: true, patterns: ['s3:*', 'ec2:*'] });
    expect(numbersOf(intersectionOf(taken, unionOf(['s3:*', 'ec2:*'].map(actionsMatching))))).toEqual([]);
    expect(numbersOf(actionsOf({ negated: true, patterns: ['GetObject'] }))).toHaveLength(ACTION_COUNT);
    expect(numbersOf(actionsOf({ negated: true, patterns: [] }))).toHaveLength(ACTION_COUNT);
  });
});
