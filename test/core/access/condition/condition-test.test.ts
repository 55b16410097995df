import { describe, expect, test } from '@jest/globals';
import { passes, testOf, type TestAnswer } from '../../../../lib/core/access/condition/condition-test.ts';
import { predicateOf } from '../../../../lib/core/access/condition/predicate.ts';
import { conditionOf } from './condition-of.ts';

const CONTEXT = { version: '2012-10-17', resolve: () => undefined, reading: 'segment-wise' } as const;

function answer(operator: string, operands: readonly string[], values: readonly string[] | undefined): TestAnswer {
  return passes(testOf(conditionOf(operator, operands), CONTEXT), values);
}

const [TOPIC, QUEUE] = ['arn:aws:sns:eu-west-1:111122223333:t', 'arn:aws:sqs:eu-west-1:111122223333:q'];
const NO_ARN = 'arn:aws:sns:eu-west-1:111122223333';
const OF_OTHER_TYPE = { unclear: 'negated-operator-on-value-of-other-type' };
const VARIABLE_ELSEWHERE = { unclear: 'variable-outside-string-and-arn' };

describe('a condition and the values of its key', () => {
  test.each([
    ['StringEquals', ['a', 'b'], ['b'], true],
    ['StringEquals', ['a*'], ['ab'], false],
    ['StringEquals', ['a*'], ['a*'], true],
    ['StringLike', ['a*'], ['ab'], true],
    ['StringEqualsIgnoreCase', ['aB*'], ['Ab*'], true],
    ['StringEqualsIgnoreCase', ['aB*'], ['Abc'], false],
    ['StringNotEquals', ['a'], ['A'], true],
    ['StringNotEqualsIgnoreCase', ['a'], ['A'], false],
    ['StringNotEqualsIgnoreCase', ['a'], ['b'], true],
    ['StringNotLike', ['a*'], ['ab'], false],
    ['StringNotLike', ['a*'], ['b'], true],
    ['StringEquals', [''], [''], true],
    ['StringEquals', ['a'], [], false],
    ['StringEquals', ['a'], undefined, false],
    ['StringNotEquals', ['a'], undefined, true],
    ['StringEqualsIfExists', ['a'], [], true],
    ['StringEquals', ['a'], ['a', 'b'], { unclear: 'several-values-without-set-operator' }],
    ['StringEquals', ['${aws:username}'], [''], false],
    ['StringNotEquals', ['${aws:username}'], ['a'], true],
  ])('of text: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['NumericEquals', ['1', '2'], ['2.0'], true],
    ['NumericEquals', ['1', '2'], ['3'], false],
    ['NumericNotEquals', ['1'], ['2'], true],
    ['NumericNotEquals', ['1'], ['1.0'], false],
    ['NumericLessThan', ['2'], ['2'], false],
    ['NumericLessThan', ['2'], ['1'], true],
    ['NumericLessThanEquals', ['2'], ['2'], true],
    ['NumericLessThanEquals', ['2'], ['3'], false],
    ['NumericGreaterThan', ['2'], ['2'], false],
    ['NumericGreaterThan', ['2'], ['3'], true],
    ['NumericGreaterThanEquals', ['2'], ['2'], true],
    ['NumericGreaterThanEquals', ['2'], ['1'], false],
    ['NumericLessThan', ['many', '2'], ['1'], true],
    ['NumericLessThan', ['many'], ['1'], false],
    ['NumericLessThan', ['2'], ['many'], false],
    ['NumericNotEquals', ['2'], ['many'], OF_OTHER_TYPE],
    ['NumericLessThan', ['1', '${aws:username}'], ['0'], VARIABLE_ELSEWHERE],
  ])('of numbers: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['DateEquals', ['2020-01-01', '2021-01-01'], ['2021-01-01'], true],
    ['DateEquals', ['2020-01-01', '2021-01-01'], ['2022-01-01'], false],
    ['DateLessThan', ['2020-01-01'], ['2020-01-01'], false],
    ['DateLessThanEquals', ['2020-01-01'], ['2020-01-01'], true],
    ['DateLessThanEquals', ['2020-01-01'], ['2020-01-02'], false],
    ['DateGreaterThan', ['2020-01-01'], ['2020-01-01'], false],
    ['DateGreaterThanEquals', ['2020-01-01'], ['2020-01-01'], true],
    ['DateGreaterThanEquals', ['2020-01-01'], ['2019-12-31'], false],
    ['DateGreaterThan', ['someday', '2020-01-01'], ['2021-01-01'], true],
    ['DateGreaterThan', ['someday'], ['2021-01-01'], false],
    ['DateGreaterThan', ['2020-01-01'], ['someday'], false],
    ['DateNotEquals', ['2020-01-01'], ['2021-01-01'], true],
    ['DateNotEquals', ['2020-01-01'], ['someday'], OF_OTHER_TYPE],
  ])('of dates: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['Bool', ['TRUE'], ['true'], true],
    ['Bool', ['true'], ['TRUE'], true],
    ['Bool', ['true'], ['False'], false],
    ['Bool', ['${aws:username}'], ['true'], VARIABLE_ELSEWHERE],
    ['BinaryEquals', ['YQ=='], ['YQ=='], true],
    ['BinaryEquals', ['YQ=='], ['yq=='], false],
    ['IpAddress', ['10.0.0.0/8', '::1'], ['::1'], true],
    ['IpAddress', ['10.0.0.0/8'], ['11.0.0.0'], false],
    ['IpAddress', ['10.0.0.0/8'], ['9.255.255.255'], false],
    ['IpAddress', ['0.0.0.0/0'], ['::1'], false],
    ['IpAddress', ['::/0'], ['10.0.0.1'], false],
    ['IpAddress', ['home', '10.0.0.0/8'], ['10.0.0.1'], true],
    ['IpAddress', ['home'], ['10.0.0.1'], false],
    ['IpAddress', ['0.0.0.0/0'], ['home'], false],
    ['NotIpAddress', ['10.0.0.0/8'], ['11.0.0.0'], true],
    ['NotIpAddress', ['10.0.0.0/8'], ['home'], OF_OTHER_TYPE],
  ])('of other types: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['ArnEquals', [QUEUE, 'arn:aws:sns:*:*:t'], [TOPIC], true],
    ['ArnLike', ['arn:aws:*'], [TOPIC], true],
    ['ArnLike', ['*'], [TOPIC], true],
    ['ArnLike', ['*'], ['topic'], false],
    ['ArnLike', ['*'], [NO_ARN], false],
    ['ArnLike', ['*'], ['urn:aws:sns:eu-west-1:111122223333:t'], false],
    ['ArnNotLike', ['arn:aws:sqs:*'], [TOPIC], true],
    ['ArnNotEquals', [TOPIC], [TOPIC], false],
    ['ArnNotEquals', [TOPIC], [QUEUE], true],
    ['ArnNotLike', ['*'], ['topic'], OF_OTHER_TYPE],
    ['ArnNotLike', ['*'], [NO_ARN], OF_OTHER_TYPE],
    ['ArnNotLike', ['*'], ['urn:aws:sns:eu-west-1:111122223333:t'], OF_OTHER_TYPE],
    ['ArnLike', ['arn:aws:sns'], [TOPIC], { unclear: 'short-arn-operand' }],
    ['ArnLike', ['arn:aws:sns:*:${aws:PrincipalAccount}:t'], [TOPIC], { unclear: 'variable-in-arn-prefix' }],
    ['ArnLike', ['arn:aws:sns:*:*:${aws:username}'], [TOPIC], false],
    ['ArnLike', ['arn:aws:sns:*:*:${aws:username}', TOPIC], [TOPIC], true],
  ])('of ARNs: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['Null', ['true'], [], true],
    ['Null', ['true'], undefined, true],
    ['Null', ['TRUE'], ['a'], false],
    ['Null', ['false'], ['a'], true],
    ['Null', ['false'], undefined, false],
    ['Null', ['true', 'false'], undefined, true],
    ['Null', ['true', 'false'], ['a'], true],
    ['Null', ['maybe'], undefined, false],
    ['Null', ['maybe'], ['a'], false],
  ])('of presence: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues:StringEquals', ['a'], ['', ''], true],
    ['ForAllValues:StringEquals', ['a'], ['', 'a'], false],
    ['ForAllValues:StringEquals', ['a'], ['', 'b'], false],
    ['ForAnyValue:StringEquals', ['a'], ['b', 'a'], true],
    ['ForAnyValue:StringEquals', ['a'], ['b', 'c'], false],
    ['ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue:StringEquals', ['a', ''], ['', ''], false],
    ['ForAnyValue:StringEquals', ['a'], ['', 'a'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
    ['ForAllValues:StringNotEquals', ['a'], undefined, true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
    ['ForAllValues:NumericNotEquals', ['1'], ['2', 'many'], OF_OTHER_TYPE],
    ['ForAllValues:StringEqualsIfExists', ['a'], undefined, true],
    ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, { unclear: 'for-any-value-if-exists' }],
  ])('of several values: %s %j on %j: %j', (operator, operands, values, expected) => {
    expect(answer(operator, operands, values)).toEqual(expected);
  });

  test.each(['Null', 'StringEquals', 'ForAnyValue:StringEquals', 'NumericEquals'])(
    '%s: case of the key does not matter',
    (operator) => {
      expect(testOf(conditionOf(operator, ['${aws:username}']), CONTEXT).key).toBe('aws:key');
    },
  );

  test('variables are plain text before Version 2012-10-17', () => {
    const condition = conditionOf('NumericEquals', ['${aws:username}', '1']);
    expect(passes(testOf(condition, { ...CONTEXT, version: '2008-10-17' }), ['1'])).toBe(true);
  });

  test('what Null asks is no predicate', () => {
    expect(predicateOf(conditionOf('Null', ['true']), CONTEXT)).toEqual({ ok: false, rule: 'null-has-no-operand' });
  });
});
