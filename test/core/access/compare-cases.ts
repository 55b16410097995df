import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** Where the names of buckets stand. */
export const S3 = 'arn:aws:s3:::';

const BOB = 'arn:aws:iam::111122223333:user/bob';

/** A statement that lets an object be read. */
export function allow(resource: string | readonly string[], condition: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: resource, Condition: condition };
}

const deny = (resource: string): JsonObject => ({ ...allow(resource), Effect: 'Deny' });

/** A policy of these statements. */
export const policy = (...statements: readonly JsonValue[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A policy that lets everything be read where this condition holds. */
export const when = (condition: JsonObject): JsonObject => policy(allow('*', condition));

/** What is granted, and what limits it. */
export type Case = readonly [name: string, granted: JsonValue, limit: JsonValue];

/** Grants that go beyond their limit, */
export const EXCEEDS: readonly Case[] = [
  [
    'a tag with a letter that stands for the unknown in a search is no variable',
    {
      principal: { arn: 'arn:aws:iam::111122223333:role/b', tags: { t: '\u{F0000}' } },
      identity: [when({ StringEquals: { 'aws:UserAgent': '${aws:PrincipalTag/t}' } })],
    },
    when({ StringEquals: { 'aws:UserAgent': '${aws:PrincipalTag/q}' } }),
  ],
  [
    'ForAllValues is met by empty text, which is no value',
    when({ Null: { 'aws:UserAgent': 'false' }, 'ForAllValues:StringEquals': { 'aws:UserAgent': 'a' } }),
    when({ StringEquals: { 'aws:UserAgent': 'a' } }),
  ],
  ['one letter does not hold a variable', policy(allow(`${S3}a/\${aws:username}`)), policy(allow(`${S3}a/?`))],
  [
    'nor in a condition',
    when({ StringEquals: { 'aws:UserAgent': '${aws:username}' } }),
    when({ StringLike: { 'aws:UserAgent': '?' } }),
  ],
  [
    'a variable in any case is more than the variable',
    when({ StringEqualsIgnoreCase: { 'aws:UserAgent': '${aws:username}' } }),
    when({ StringEquals: { 'aws:UserAgent': '${aws:username}' } }),
  ],
  [
    'other than a variable is more than other than it in any case',
    when({ StringNotEquals: { 'aws:UserAgent': '${aws:username}' } }),
    when({ StringNotEqualsIgnoreCase: { 'aws:UserAgent': '${aws:username}' } }),
  ],
  [
    'Bool compares with whatever is written',
    when({ Bool: { 'aws:UserAgent': 'yes' } }),
    when({ Bool: { 'aws:UserAgent': 'true' } }),
  ],
  ['a Deny that only one value meets', policy(allow(`${S3}a/*`)), policy(allow(`${S3}a/*`), deny(`${S3}a/x`))],
  [
    'ranges of addresses with a gap',
    when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/24' } }),
    when({
      IpAddress: { 'aws:SourceIp': ['10.0.0.0/25', '10.0.0.129/32'] },
    }),
  ],
  [
    'addresses of the other family',
    when({ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }),
    when({
      IpAddress: { 'aws:SourceIp': '0.0.0.0/0' },
    }),
  ],
  [
    'numbers between two bounds',
    when({ NumericGreaterThan: { 's3:max-keys': '5' } }),
    when({
      NumericGreaterThanEquals: { 's3:max-keys': '6' },
    }),
  ],
  [
    'a missing key satisfies a negated operator',
    when({ StringNotEquals: { 'aws:UserAgent': 'a' } }),
    when({
      StringNotEquals: { 'aws:UserAgent': 'a' },
      Null: { 'aws:UserAgent': 'false' },
    }),
  ],
  [
    'ForAllValues is met by no value',
    when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
    when({
      'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' },
    }),
  ],
  [
    'one of several values is not all of them',
    when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }),
    when({
      'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' },
    }),
  ],
  [
    'a document without Version has no variables',
    { Statement: allow(`${S3}a/\${aws:username}`) },
    policy(allow(`${S3}a/\${aws:username}`)),
  ],
  ['nothing is within no limit', policy(allow('*')), { identity: [] }],
  ['a boundary of nothing takes all away', policy(allow('*')), { identity: [policy(allow('*'))], boundary: [] }],
];

/** that stay within it, */
export const WITHIN: readonly Case[] = [
  [
    'two halves of a range are the whole',
    when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/24' } }),
    when({
      IpAddress: { 'aws:SourceIp': ['10.0.0.0/25', '10.0.0.128/25'] },
    }),
  ],
  [
    'at most ten or more than ten is any number',
    when({ Null: { 's3:max-keys': 'false' } }),
    policy(
      allow('*', { NumericLessThanEquals: { 's3:max-keys': '10' } }),
      allow('*', { NumericGreaterThan: { 's3:max-keys': '10' } }),
    ),
  ],
  [
    'equal numbers are written in several ways',
    when({ NumericEquals: { 's3:max-keys': '5.0' } }),
    when({
      NumericEquals: { 's3:max-keys': '5' },
    }),
  ],
  [
    'true or false is any Bool',
    when({ Null: { 'aws:SecureTransport': 'false' } }),
    when({
      Bool: { 'aws:SecureTransport': ['true', 'false'] },
    }),
  ],
  [
    'equal dates are written in several ways',
    when({ DateEquals: { 'aws:CurrentTime': '2020-01-01T01:00:00+01:00' } }),
    when({
      DateEquals: { 'aws:CurrentTime': '1577836800' },
    }),
  ],
  [
    'not some value other than a is every value a',
    when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
    policy(allow('*'), { ...allow('*', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }), Effect: 'Deny' }),
  ],
  ['three letters are two and one', policy(allow(`${S3}a/???`)), policy(allow([`${S3}a/??*`, `${S3}a/?`]))],
  [
    'any text is empty, one letter or more',
    policy(allow(`${S3}a/*`)),
    policy(allow([`${S3}a/`, `${S3}a/?`, `${S3}a/??*`])),
  ],
  [
    'Allow b/x* minus Deny b/*y, both sides',
    policy(allow(`${S3}b/x*`), deny(`${S3}b/*y`)),
    policy(allow(`${S3}b/*`), deny(`${S3}b/*y`)),
  ],
  ['what cannot match allows nothing', policy({ ...allow('*'), Action: 'GetObject' }), { identity: [] }],
  [
    'a value that is a pattern where no wildcards are',
    when({ StringEquals: { 'aws:UserAgent': 'a*' } }),
    when({
      StringLike: { 'aws:UserAgent': 'a${*}' },
    }),
  ],
  [
    'what a known name makes of a variable',
    {
      principal: { arn: BOB },
      identity: [policy(allow(`${S3}a/\${aws:username}/*`))],
    },
    policy(allow(`${S3}a/bob/*`)),
  ],
  [
    'the same variable on both sides',
    policy(allow(`${S3}a/\${aws:username}/x`)),
    policy(allow(`${S3}a/\${aws:username}/*`)),
  ],
  [
    "in one account the user's policies or the resource's are enough",
    {
      principal: { arn: BOB },
      identity: [policy(allow('*'))],
      resource: {
        arn: `${S3}a`,
        account: '111122223333',
        document: policy({ ...allow(`${S3}a/*`), Action: 's3:PutObject', Principal: { AWS: BOB } }),
      },
    },
    {
      principal: { arn: BOB },
      identity: [policy(allow('*'))],
      resource: {
        arn: `${S3}a`,
        account: '111122223333',
        document: policy({ ...allow(`${S3}a/*`), Action: 's3:PutObject', Principal: { AWS: BOB } }),
      },
    },
  ],
];

/** With the rule that leaves it open. */
export const UNDETERMINED: readonly (readonly [...Case, rule: string])[] = [
  [
    'a star of StringLike crosses colons, a star of ArnLike may',
    when({ StringLike: { 'aws:UserAgent': 'arn:*:s3:*:*:b' } }),
    when({ ArnLike: { 'aws:UserAgent': 'arn:*:s3:*:*:b' } }),
    'arn-colon-crossing',
  ],
  [
    'a variable before the fifth colon of an ARN, where AWS allows none',
    policy(allow('*')),
    policy(allow('arn:${aws:PrincipalTag/partition}:s3:::a')),
    'variable-in-arn-prefix',
  ],
];
