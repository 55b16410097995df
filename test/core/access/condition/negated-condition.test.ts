import { describe, expect, test } from '@jest/globals';
import { passes, testOf, type TestAnswer } from '../../../../lib/core/access/condition/condition-test.ts';
import { negatedCondition } from '../../../../lib/core/access/condition/negated-condition.ts';
import type { Condition } from '../../../../lib/core/policy/statement.ts';
import { conditionOf } from './condition-of.ts';

const CONTEXT = { version: '2012-10-17', resolve: () => undefined, reading: 'segment-wise' } as const;
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:t';

function answer(condition: Condition, values: readonly string[] | undefined): TestAnswer {
  return passes(testOf(condition, CONTEXT), values);
}

/** As a policy writes it. */
function written({ operator, set, ifExists, values }: Condition): string {
  return `${set === undefined ? '' : `${set}:`}${operator}${ifExists ? 'IfExists' : ''} ${values.join()}`;
}

describe('the negation of a condition', () => {
  test.each([
    ['StringEquals', ['a', 'b'], ['StringNotEquals a,b'], ['a', 'b', 'c', 'A']],
    ['StringNotEquals', ['a'], ['StringEquals a'], ['a', 'b']],
    ['StringEqualsIgnoreCase', ['a'], ['StringNotEqualsIgnoreCase a'], ['a', 'A', 'b']],
    ['StringLike', ['a*'], ['StringNotLike a*'], ['a', 'ab', 'b']],
    ['ArnEquals', [TOPIC], [`ArnNotEquals ${TOPIC}`], [TOPIC, `${TOPIC}2`]],
    ['ArnLike', ['arn:aws:sns:*'], ['ArnNotLike arn:aws:sns:*'], [TOPIC, TOPIC.replace('sns', 'sqs')]],
    ['IpAddress', ['10.0.0.0/8'], ['NotIpAddress 10.0.0.0/8'], ['10.0.0.1', '11.0.0.1', '::1']],
    ['NumericEquals', ['1', '2'], ['NumericNotEquals 1,2'], ['1', '2', '3']],
    ['DateEquals', ['2020-01-01'], ['DateNotEquals 2020-01-01'], ['2020-01-01', '2021-01-01']],
    ['NumericLessThan', ['2'], ['NumericGreaterThanEqualsIfExists 2'], ['1', '2', '3']],
    ['NumericGreaterThanEquals', ['2'], ['NumericLessThanIfExists 2'], ['1', '2', '3']],
    ['NumericLessThanEquals', ['2'], ['NumericGreaterThanIfExists 2'], ['1', '2', '3']],
    ['NumericGreaterThanIfExists', ['2'], ['NumericLessThanEquals 2'], ['1', '2', '3']],
    ['DateLessThan', ['2020-01-01'], ['DateGreaterThanEqualsIfExists 2020-01-01'], ['2019-01-01', '2020-01-01']],
    ['DateLessThanEquals', ['2020-01-01'], ['DateGreaterThanIfExists 2020-01-01'], ['2020-01-01', '2021-01-01']],
    ['StringEqualsIfExists', ['a'], ['StringNotEquals a', 'Null false'], ['a', 'b']],
    ['StringNotEqualsIfExists', ['a'], ['StringEquals a'], ['a', 'b']],
    ['Bool', ['true'], ['BoolIfExists false'], ['true', 'false']],
    ['Bool', ['FALSE'], ['BoolIfExists true'], ['true', 'false']],
    ['BoolIfExists', ['true', 'TRUE'], ['Bool false'], ['true', 'false']],
    ['Null', ['true'], ['Null false'], ['a']],
    ['Null', ['False'], ['Null true'], ['a']],
    ['ForAllValues:StringEquals', ['a', 'b'], ['ForAnyValue:StringNotEquals a,b'], ['a', 'c']],
    ['ForAnyValue:StringLike', ['a*'], ['ForAllValues:StringNotLike a*'], ['ab', 'b']],
    ['ForAllValues:StringNotEquals', ['a'], ['ForAnyValue:StringEquals a'], ['a', 'b']],
  ])('of %s %j is %j', (operator, operands, expected, values) => {
    const condition = conditionOf(operator, operands);
    const negation = negatedCondition(condition) ?? [];
    expect(negation.map(written)).toEqual(expected);
    expect(new Set(negation.map(({ key }) => key))).toEqual(new Set(['aws:Key']));
    const choices = [undefined, ...values.map((value) => [value])];
    if (condition.set !== undefined) choices.push([...values]);
    for (const choice of choices) {
      expect([choice, answer(condition, choice)]).toEqual([
        choice,
        !negation.every((each) => answer(each, choice) === true),
      ]);
    }
  });

  test.each([
    ['NumericLessThan', ['1', '2']],
    ['Bool', ['true', 'false']],
    ['Bool', ['maybe']],
    ['ForAnyValue:Bool', ['true']],
    ['Null', ['true', 'false']],
    ['Null', ['maybe']],
    ['BinaryEquals', ['YQ==']],
    ['ForAllValues:StringEqualsIfExists', ['a']],
    ['ForAllValues:NumericLessThan', ['1']],
    ['ForAnyValue:BinaryEquals', ['YQ==']],
  ])('of %s %j is no condition', (operator, operands) => {
    expect(negatedCondition(conditionOf(operator, operands))).toBeUndefined();
  });

  test('of one without operands is no condition', () => {
    for (const operator of ['Bool', 'Null']) {
      expect(negatedCondition({ ...conditionOf(operator, ['true']), values: [] })).toBeUndefined();
    }
  });
});
