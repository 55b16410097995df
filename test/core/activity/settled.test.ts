import { describe, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { isSettled } from '../../../lib/core/activity/settled.ts';
import { hasUnresolved, readTemplate } from '../../../lib/core/activity/template.ts';

const RESOURCES: JsonObject = {
  Same: { Type: 'A', Properties: { Name: { 'Fn::Sub': '${AWS::StackName}-x' } } },
  Chained: { Type: 'A', Properties: { Of: { 'Fn::GetAtt': ['Same', 'Arn'] } } },
  Loop: { Type: 'A', Properties: { Of: { Ref: 'Loop' } } },
  ByParameter: { Type: 'A', Properties: { Name: { Ref: 'Size' } } },
  Sometimes: { Type: 'A', Condition: 'IsLive' },
};

function pairOf(before: JsonObject, after: JsonObject) {
  const [one, other] = [before, after].map((parts) =>
    readTemplate({ Parameters: { Size: {} }, Mappings: { M: { a: { b: 'c' } } }, ...parts }),
  );
  if (one === undefined || other === undefined) throw new Error('these are templates');
  return { before: one, after: other };
}

const PAIR = pairOf(
  { Resources: { ...RESOURCES, Changed: { Type: 'A', Properties: { Name: 'one' } } } },
  { Resources: { ...RESOURCES, Changed: { Type: 'A', Properties: { Name: 'two' } } } },
);

describe('what both templates write in the same words', () => {
  test.each<readonly [string, JsonValue]>([
    ['a text', 'x'],
    ['a number', 3],
    ['a list', ['x', { Ref: 'AWS::Region' }]],
    ['a name of the stack', { Ref: 'AWS::StackName' }],
    ['a resource that stays as it is', { Ref: 'Same' }],
    ['a resource that hangs on one that stays', { 'Fn::GetAtt': 'Chained.Arn' }],
    ['a resource that names itself', { Ref: 'Loop' }],
    ['a text with names in it', { 'Fn::Sub': 'a-${AWS::AccountId}-${Same.Arn}-${!Literal}' }],
    ['a text with values of its own', { 'Fn::Sub': ['${x}', { x: 'y' }] }],
    ['joined texts', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }],
    ['a row of a map', { 'Fn::FindInMap': ['M', 'a', 'b'] }],
    ['what another stack exports', { 'Fn::ImportValue': 'other' }],
  ])('also means the same: %s', (_, value) => {
    expect(isSettled(value, PAIR)).toBe(true);
  });

  test.each<readonly [string, JsonValue]>([
    ['a parameter', { Ref: 'Size' }],
    ['a resource that is not there', { Ref: 'Gone' }],
    ['a resource that changes', { 'Fn::GetAtt': ['Changed', 'Arn'] }],
    ['a resource that hangs on a parameter', { Ref: 'ByParameter' }],
    ['a resource that is there on a condition', { Ref: 'Sometimes' }],
    ['a condition', { 'Fn::If': ['IsLive', 'a', 'b'] }],
    ['a text with a parameter in it', { 'Fn::Sub': 'a-${Size}' }],
    ['a text whose own value is a parameter', { 'Fn::Sub': ['${x}', { x: { Ref: 'Size' } }] }],
    ['joined texts with a parameter', { 'Fn::Join': ['-', [{ Ref: 'Size' }]] }],
    ['a row of a map that a parameter chooses', { 'Fn::FindInMap': ['M', { Ref: 'Size' }, 'b'] }],
    ['a value that is kept elsewhere', '{{resolve:ssm:name}}'],
    ['such a value in a text', { 'Fn::Sub': '{{resolve:ssm:name}}' }],
    ['a function that nobody knows', { 'Fn::Guess': [] }],
    ['deep inside', { a: [{ b: { Ref: 'Size' } }] }],
  ])('may mean something else: %s', (_, value) => {
    expect(isSettled(value, PAIR)).toBe(false);
  });

  test('a row of a map that changes may mean something else', () => {
    const pair = pairOf({ Resources: {} }, { Resources: {}, Mappings: { M: { a: { b: 'd' } } } });
    expect(isSettled({ 'Fn::FindInMap': ['M', 'a', 'b'] }, pair)).toBe(false);
  });
});

test.each<readonly [JsonValue, boolean]>([
  [{ Version: '2012-10-17', Statement: [{ Condition: { StringEquals: { a: 'b' } } }] }, false],
  [{ a: [{ Ref: 'x' }] }, true],
  [{ a: { 'Fn::Sub': 'x' } }, true],
  ['{{changeSet:KNOWN_AFTER_APPLY}}', true],
  [{ Ref: 'x', other: 'y' }, false],
])('functions that are left in %j: %s', (value, expected) => {
  expect(hasUnresolved(value)).toBe(expected);
});

test.each<readonly [string, JsonValue]>([
  ['a list', []],
  ['a list of resources', { Resources: [] }],
  ['a resource without a type', { Resources: { A: {} } }],
  ['a resource whose properties are a text', { Resources: { A: { Type: 'A', Properties: 'x' } } }],
])('%s is no template', (_, json) => {
  expect(readTemplate(json)).toBeUndefined();
});
