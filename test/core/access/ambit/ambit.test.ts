import { describe, expect, test } from '@jest/globals';
import {
  type Ambit,
  ambitOf,
  asOf,
  contains,
  containsBy,
  intersect,
  policySetsOf,
  subtract,
  union,
} from '../../../../lib/core/access/ambit/ambit.ts';
import type { Membership } from '../../../../lib/core/access/ambit/membership.ts';
import { setOf } from '../reading-sets.ts';

const OPEN = { unclear: 'some-rule' };

/** Sets of which it is known, or open, whether something is in them. */
const [INSIDE, OUTSIDE, UNCLEAR] = [setOf([]), setOf([]), setOf([])];
const [yes, no, open] = [ambitOf(INSIDE), ambitOf(OUTSIDE), ambitOf(UNCLEAR)];
const ANSWERS = new Map<object, Membership>([
  [INSIDE, 'yes'],
  [OUTSIDE, 'no'],
  [UNCLEAR, OPEN],
]);

describe('whether something is in a set that is made of others', () => {
  test.each<readonly [string, Ambit, Membership]>([
    ['a union of none', union(), 'no'],
    ['a union with one that has it', union(no, open, yes), 'yes'],
    ['a union of such that do not', union(no, no), 'no'],
    ['a union where one is open', union(no, open), OPEN],
    ['an intersection of such that have it', intersect(yes, yes), 'yes'],
    ['an intersection with one that does not', intersect(yes, open, no), 'no'],
    ['an intersection where one is open', intersect(yes, open), OPEN],
    ['a difference', subtract(yes, no), 'yes'],
    ['a difference that takes it away', subtract(yes, yes), 'no'],
    ['a difference that may take it away', subtract(yes, open), OPEN],
    ['a difference of a set that may have it', subtract(open, no), OPEN],
    ['a difference that takes away what may be in it', subtract(open, yes), 'no'],
    ['a difference of a set that does not have it', subtract(no, open), 'no'],
    ['sets within sets', subtract(union(no, intersect(yes, yes)), union(no, no)), 'yes'],
  ])('%s', (_name, ambit, expected) => {
    expect(containsBy(ambit, (policies) => ANSWERS.get(policies) ?? 'no')).toEqual(expected);
  });
});

describe('a set of requests', () => {
  const topic = (resource: string, condition: object = {}): Ambit =>
    ambitOf(
      setOf({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'sns:Publish', Resource: resource, ...condition },
      }),
    );
  const request = {
    action: 'sns:Publish',
    resource: 'arn:aws:sns:eu-west-1:444455556666:x:111122223333:t',
    context: {},
  };
  const isOpen = { Condition: { 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } } };

  test.each<readonly [string, Ambit, Membership]>([
    ['has what is allowed under both readings', topic('arn:aws:sns:*'), 'yes'],
    ['does not have what is denied under both', topic('arn:aws:sns:*:*:y'), 'no'],
    ['may have what is allowed under one', topic('arn:aws:sns:*:111122223333:t'), { unclear: 'arn-colon-crossing' }],
    ['may have what a rule leaves open', topic('arn:aws:sns:*', isOpen), { unclear: 'for-any-value-if-exists' }],
  ])('%s', (_name, ambit, expected) => {
    expect(contains(ambit, request)).toEqual(expected);
  });

  test('is made of policy sets', () => {
    expect(policySetsOf(subtract(union(yes, no), intersect(open, yes)))).toEqual([INSIDE, OUTSIDE, UNCLEAR, INSIDE]);
  });

  test('belongs to another principal, but for what resources offer to anyone', () => {
    const ada = { arn: 'arn:aws:iam::111122223333:user/ada' };
    const offer = ambitOf(
      setOf({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' } }),
    );
    const own = ambitOf({ ...INSIDE, principal: ada });
    expect(asOf(ada, subtract(union(yes, offer), intersect(no, offer)))).toEqual(
      subtract(union(own, offer), intersect(own, offer)),
    );
  });
});
