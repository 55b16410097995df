import { describe, expect, test } from '@jest/globals';
import { featuresOf } from '../../bench/features.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { setOf } from '../core/access/reading-sets.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const when = (condition: JsonObject): JsonObject => ({ ...ALLOW, Condition: condition });

const CASES: readonly (readonly [name: string, statement: JsonObject, features: readonly string[]])[] = [
  ['a plain Allow', ALLOW, []],
  ['a Deny of all but', { Effect: 'Deny', NotAction: 's3:*', NotResource: '*' }, ['NotAction', 'NotResource', 'Deny']],
  ['a star at the end only', { ...ALLOW, Resource: 'arn:aws:s3:::a/**' }, []],
  ['a star inside', { ...ALLOW, Resource: 'arn:aws:s3:::*/a' }, ['star inside a pattern']],
  ['a question mark in a resource', { ...ALLOW, Resource: 'arn:aws:s3:::a?' }, ['?']],
  ['a question mark that is a letter', { ...ALLOW, Resource: 'arn:aws:s3:::${?}' }, ['variables']],
  ['a question mark in StringEquals', when({ StringEquals: { 'aws:UserAgent': 'a?' } }), ['Condition', 'String']],
  ['one in StringLike', when({ StringLike: { 'aws:UserAgent': 'a?' } }), ['Condition', 'String', '?']],
  [
    'sets, negation and IfExists',
    when({ 'ForAnyValue:StringNotEqualsIfExists': { 'aws:TagKeys': 'a' }, Null: { 'aws:TagKeys': 'false' } }),
    ['Condition', 'ForAnyValue', 'IfExists', 'negated operator', 'Null', 'String'],
  ],
];

describe('the features that a policy uses', () => {
  test.each(CASES)('are found in %s', (_name, statement, features) => {
    expect(featuresOf(setOf({ Version: '2012-10-17', Statement: [statement] }))).toEqual(features);
  });

  test('have no variables before version 2012-10-17', () => {
    const document = { Version: '2008-10-17', Statement: [{ ...ALLOW, Resource: 'arn:aws:s3:::${aws:username}' }] };
    expect(featuresOf(setOf(document))).toEqual([]);
  });

  test('are those of all levels', () => {
    const scp = { Version: '2012-10-17', Statement: [{ ...ALLOW, Effect: 'Deny' }] };
    expect(featuresOf(setOf({ identity: [], scps: [[scp]] }))).toEqual(['Deny']);
  });
});
