import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { levelCountsOf, shortNames } from '../../../lib/core/access/action-names.ts';
import {
  EVERY_ACTION,
  areApart,
  has,
  differenceOf,
  intersectionOf,
  isEmptySet,
  placeIn,
  setOf,
  unionOf,
} from '../../../lib/core/access/action-set.ts';
import { actionElementOf, actionsMatching, actionsOf } from '../../../lib/core/access/named-actions.ts';
import { ACTION_COUNT, SERVICE_NAMES, accessLevelOf, actionName } from '../../../lib/core/access/catalogue.ts';
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
/** As text: of thousands of numbers jest compares that a hundred times as fast as the list. */
const listed = (set: Iterable<number>): string => numbersOf(set).join(' ');

describe(`sets of actions (seed ${SEED})`, () => {
  test('have in them what was put in', () => {
    fc.assert(
      fc.property(numbers, number, (list, one) => {
        const set = setOf(list);
        expect(listed(set)).toBe(listed(sorted(list)));
        expect(has(set, one)).toBe(list.includes(one));
        expect(isEmptySet(set)).toBe(list.length === 0);
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });

  test('are joined, cut and taken apart as sets are', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(listed(unionOf([setOf(a), setOf(b)]))).toBe(listed(sorted([...a, ...b])));
        expect(listed(intersectionOf(setOf(a), setOf(b)))).toBe(listed(sorted(a.filter((each) => b.includes(each)))));
        expect(listed(differenceOf(setOf(a), setOf(b)))).toBe(listed(sorted(a.filter((each) => !b.includes(each)))));
      }),
      { numRuns: runs(60), seed: SEED },
    );
  });

  test('are so whether they have few actions or nearly all', () => {
    const many = numbers.map((list) => differenceOf(EVERY_ACTION, setOf(list)));
    const few = numbers.map(setOf);
    fc.assert(
      fc.property(fc.array(fc.oneof(many, few), { minLength: 2, maxLength: 5 }), (sets) => {
        const [first = setOf([]), second = setOf([])] = sets;
        const inSecond = new Set(second);
        expect(listed(unionOf(sets))).toBe(listed(sorted(sets.flatMap(numbersOf))));
        expect(listed(differenceOf(first, second))).toBe(listed(first.filter((each) => !inSecond.has(each))));
        expect(listed(intersectionOf(first, second))).toBe(listed(first.filter((each) => inSecond.has(each))));
      }),
      { numRuns: runs(20), seed: SEED },
    );
  });

  test('are counted by access level', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        for (const set of [setOf(list), differenceOf(EVERY_ACTION, setOf(list))]) {
          const counts = new Map<string, number>();
          for (const action of set) counts.set(accessLevelOf(action), (counts.get(accessLevelOf(action)) ?? 0) + 1);
          expect(new Map(levelCountsOf(set).map(({ level, actions }) => [level, actions]))).toEqual(counts);
        }
      }),
      { numRuns: runs(20), seed: SEED },
    );
  });

  test('short names stand for exactly the set', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const set = setOf(list);
        expect(listed(unionOf(shortNames(set).map(actionsMatching)))).toBe(listed(set));
      }),
      { numRuns: runs(60), seed: SEED },
    );
  });

  test.each([
    ['glue:GetData*', ['glue:GetDatabase', 'glue:GetDatabases']],
    ['wellarchitected:ListLens*', ['wellarchitected:ListLenses']],
  ])('short names take no earlier name that begins alike in other words: %s', (pattern, without) => {
    const left = new Set(without.flatMap((name) => numbersOf(actionsMatching(name))));
    const list = numbersOf(actionsMatching(pattern)).filter((number) => !left.has(number));
    expect(numbersOf(unionOf(shortNames(setOf(list)).map(actionsMatching)))).toEqual(list);
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
    [['s3:NoSuchAction'], []],
    [['nosuch:Get*', 'nosuch:Get?', 'nosuch:*Get*'], []],
    [['s?s:SendMessage'], ['sms:SendMessage', 'sqs:SendMessage']],
    [['s*s:SendMessage'], ['sms:SendMessage', 'sqs:SendMessage']],
    [['*qs:Send?essage'], ['sqs:SendMessage']],
    [['sqs:*Send*Message'], ['sqs:SendMessage']],
    [['*sqs:Send*age'], ['sqs:SendMessage']],
    [['sqs:*Send**Message*'], ['sqs:SendMessage']],
    [['s3:Get*ectTagging'], ['s3:GetObjectTagging']],
    [['sqs:*SendMessage*Message'], []],
    [['sqs:*Message*Send*'], []],
    [[], []],
  ])('%j takes %j', (patterns, expected) => {
    expect(names(numbersOf(actionsOf({ negated: false, patterns })))).toEqual(expected);
  });

  test.each([
    ['s3:GetObject', ['s3:GetObject']],
    ['s3:GetObjec', []],
    ['s3:GetObjectT*', ['s3:GetObjectTagging', 's3:GetObjectTorrent']],
    ['nosuch:GetObject', []],
  ])('the pattern %s takes %j', (pattern, expected) => {
    expect(names(numbersOf(actionsMatching(pattern)))).toEqual(expected);
  });

  test.each([
    [[], [], [], []],
    [[1, 2, 3], [], [1, 2, 3], []],
    [[0, 2, 4], [2, 3], [0, 4], [2]],
    [[2, 3], [0, 2, 4], [3], [2]],
    [[5], [1, 2, 3, 4], [5], []],
    [[1], [5, 6], [1], []],
    [[1, 9], [2, 3, 9], [1], [9]],
    [[0, 7], [0, 7], [], [0, 7]],
    [[2, 4, 6], [1, 3, 5, 7], [2, 4, 6], []],
  ])('%j without %j is %j, and they share %j', (a, b, rest, shared) => {
    expect(numbersOf(differenceOf(setOf(a), setOf(b)))).toEqual(rest);
    expect(numbersOf(intersectionOf(setOf(a), setOf(b)))).toEqual(shared);
    expect(areApart(setOf(a), setOf(b))).toBe(shared.length === 0);
    expect(areApart(setOf(b), setOf(a))).toBe(shared.length === 0);
  });

  test('the union of sets that are large together has every action once', () => {
    const evens = EVERY_ACTION.filter((action) => action % 2 === 0);
    const odds = EVERY_ACTION.filter((action) => action % 2 === 1);
    const missing = EVERY_ACTION.filter((action) => action !== 6);
    expect(listed(unionOf([evens, odds, setOf([1, 6])]))).toBe(listed(EVERY_ACTION));
    expect(listed(unionOf([missing, missing]))).toBe(listed(missing));
  });

  test('an empty set has nothing in it, the set of all has everything', () => {
    expect([isEmptySet(setOf([])), isEmptySet(setOf([0])), isEmptySet(EVERY_ACTION)]).toEqual([true, false, false]);
    expect([has(setOf([]), 0), has(setOf([3]), 3), has(setOf([3]), 4), has(EVERY_ACTION, 0)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('the place of a number is how many are smaller', () => {
    const set = setOf([2, 4, 6]);
    expect([0, 2, 3, 6, 7].map((number) => placeIn(set, number))).toEqual([0, 0, 1, 2, 3]);
    expect([4, 5, 7].map((number) => placeIn(set, number, 1))).toEqual([1, 2, 3]);
  });

  test('names that the catalogue does not have are told, in lower case', () => {
    const patterns = ['s3:GetObject', 's3:GetNothing', 'nosuch:Get', 's3:No*', 's3:GetNothing'];
    expect(actionElementOf({ negated: false, patterns }).unknownNames).toEqual(['s3:getnothing', 'nosuch:get']);
    expect(actionElementOf({ negated: true, patterns: ['s3:GetObject'] }).unknownNames).toEqual([]);
  });

  test('NotAction is all but the union of its patterns, and of malformed ones all', () => {
    const taken = actionsOf({ negated: true, patterns: ['s3:*', 'ec2:*'] });
    expect(numbersOf(intersectionOf(taken, unionOf(['s3:*', 'ec2:*'].map(actionsMatching))))).toEqual([]);
    expect(numbersOf(actionsOf({ negated: true, patterns: ['GetObject'] }))).toHaveLength(ACTION_COUNT);
    expect(numbersOf(actionsOf({ negated: true, patterns: [] }))).toHaveLength(ACTION_COUNT);
  });
});
