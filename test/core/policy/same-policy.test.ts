import { expect, test } from '@jest/globals';
import { samePolicy } from '../../../lib/core/policy/same-policy.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

const ROOT = 'arn:aws:iam::111122223333:root';
const BASE: JsonObject = {
  Effect: 'Allow',
  Principal: { AWS: '111122223333' },
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: 'arn:aws:s3:::logs/*',
  Condition: { Bool: { 'aws:SecureTransport': 'true' } },
};
const of = (...statements: readonly JsonValue[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });
const OTHER = { ...BASE, Effect: 'Deny' };

test.each<[string, JsonValue, boolean]>([
  ['an account as the ARN of its root', of({ ...BASE, Principal: { AWS: [ROOT] } }), true],
  ['actions in another order', of({ ...BASE, Action: ['s3:PutObject', 's3:GetObject'] }), true],
  ['one resource as a list', of({ ...BASE, Resource: ['arn:aws:s3:::logs/*'] }), true],
  ['a condition as a boolean', of({ ...BASE, Condition: { Bool: { 'aws:SecureTransport': true } } }), true],
  [
    'a key of a condition in another case',
    of({ ...BASE, Condition: { Bool: { 'AWS:SecureTransport': 'true' } } }),
    true,
  ],
  [
    'a key of a condition twice, in two cases',
    of({ ...BASE, Condition: { Bool: { 'AWS:SecureTransport': 'true', 'aws:SecureTransport': 'true' } } }),
    false,
  ],
  ['one statement by itself, and an id of the policy', { ...of(), Id: 'x', Statement: BASE }, true],
  ['another effect', of(OTHER), false],
  ['one more statement', of(BASE, OTHER), false],
  ['another version', { ...of(BASE), Version: '2008-10-17' }, false],
  ['one action more', of({ ...BASE, Action: ['s3:GetObject', 's3:PutObject', 's3:*'] }), false],
  ['everybody', of({ ...BASE, Principal: '*' }), false],
  ['a text', 'no policy', false],
  ['nothing', null, false],
])('%s', (_, other, wanted) => {
  expect(samePolicy(of(BASE), other)).toBe(wanted);
  expect(samePolicy(other, of(BASE))).toBe(wanted);
});

test('two statements in another order say the same', () => {
  expect(samePolicy(of(BASE, OTHER), of(OTHER, BASE))).toBe(true);
});
