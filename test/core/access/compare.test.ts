import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../lib/core/access/compare.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { actionsMatching } from '../../../lib/core/access/action-set.ts';
import { actionName } from '../../../lib/core/access/catalogue.ts';
import type { Comparison } from '../../../lib/core/access/excess.ts';
import { compared, isOutside, setOf } from './reading-sets.ts';

const S3 = 'arn:aws:s3:::';
const BOB = 'arn:aws:iam::111122223333:user/bob';

function allow(resource: string | readonly string[], condition: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: resource, Condition: condition };
}

const forNew = (action: string): JsonObject => ({ Effect: 'Allow', Action: action, Resource: '*' });
const deny = (resource: string): JsonObject => ({ ...allow(resource), Effect: 'Deny' });
const policy = (...statements: readonly JsonValue[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });
const when = (condition: JsonObject): JsonObject => policy(allow('*', condition));

type Case = readonly [name: string, granted: JsonValue, limit: JsonValue];

const EXCEEDS: readonly Case[] = [
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

const WITHIN: readonly Case[] = [
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
const UNDETERMINED: readonly (readonly [...Case, rule: string])[] = [
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

/** The actions of each box, one by one. */
function actionsBeyond(comparison: Comparison): readonly (readonly string[])[] {
  if (comparison.verdict !== 'exceeds') return [];
  return comparison.excess.map(({ actions }) =>
    actions.flatMap((name) => [...actionsMatching(name)].map(actionName)).toSorted(),
  );
}

describe('exceeds', () => {
  test.each(EXCEEDS)('%s', (_name, granted, limit) => {
    const comparison = compared(granted, limit);
    expect(comparison.verdict).toBe('exceeds');
    if (comparison.verdict !== 'exceeds') return;
    expect(isOutside(comparison.witness, setOf(granted), [setOf(limit)])).toBe(true);
  });

  test('says what is beyond once, also where a statement or a set says the same twice', () => {
    const table = 'arn:aws:dynamodb:us-east-1:111122223333:table/x';
    const granted = (action: string | readonly string[], ...resource: readonly string[]) =>
      policy({ Effect: 'Allow', Action: action, Resource: resource });
    const onTables = [...actionsMatching('dynamodb:*')]
      .map(actionName)
      .filter((name) => compare(setOf(granted(name, table)), []).verdict === 'exceeds');
    const actions = onTables.slice(0, 52);
    const limit = granted(actions.slice(0, 26), '*');
    const once = setOf(granted(actions, table));
    const wanted = [actions.slice(26).toSorted()];
    expect(actionsBeyond(compare(once, [setOf(limit)]))).toEqual(wanted);
    expect(actionsBeyond(compared(granted(actions, table, table), limit))).toEqual(wanted);
    const twice = { ...once, identity: [...once.identity, ...once.identity] };
    expect(actionsBeyond(compare(twice, [setOf(limit)]))).toEqual(wanted);
  });

  test.each([
    ['a numeric key', 's3:max-keys', /^\d+$/],
    ['a Bool key', 'aws:SecureTransport', /^(true|false)$/],
    ['a date', 'aws:CurrentTime', /^\d{4}-\d\d-\d\d/],
    ['an address', 'aws:SourceIp', /^[\d.]+$|:/],
    ['an ARN', 'aws:SourceArn', /^arn:/],
  ])('the witness gives %s a value that such a key can have', (_name, key, form) => {
    const comparison = compared(when({ Null: { [key]: 'false' } }), { identity: [] });
    expect(comparison).toMatchObject({ witness: { context: { [key.toLowerCase()]: expect.stringMatching(form) } } });
  });

  test('a witness spells unknown values in plain letters', () => {
    const comparison = compared(when({ StringLike: { 'aws:username': '${aws:username}' } }), { identity: [] });
    expect(comparison).toMatchObject({ witness: { context: { 'aws:username': expect.stringMatching(/^[a-z]+$/) } } });
  });
});

describe('within', () => {
  test.each(WITHIN)('%s', (_name, granted, limit) => {
    expect(compared(granted, limit)).toMatchObject({ verdict: 'within' });
  });

  test('what two limits allow is within their union only', () => {
    const granted = policy(allow([`${S3}a/*`, `${S3}b/*`]));
    const [one, other] = [policy(allow(`${S3}a/*`)), policy(allow(`${S3}b/*`))];
    expect(compared(granted, one, other).verdict).toBe('within');
    expect(compared(granted, one).verdict).toBe('exceeds');
    expect(compare(setOf(granted), []).verdict).toBe('exceeds');
  });

  test('actions that AWS may add later are told apart', () => {
    const granted = policy({ ...allow('*'), Action: 'sts:GetCallerIdentit*' });
    const limit = policy({ ...allow('*'), Action: 'sts:GetCallerIdentity' });
    expect(compared(granted, limit)).toMatchObject({ verdict: 'within', futureOnly: true });
    expect(compared(granted, granted)).toMatchObject({ verdict: 'within', futureOnly: false });
  });

  test.each([
    ['the limit denies', policy(forNew('s3:Get*')), policy(forNew('s3:*'), { ...forNew('s3:*Zebra'), Effect: 'Deny' })],
    [
      'the limit denies in any service',
      policy(forNew('s3:*')),
      policy(forNew('s3:*'), { ...forNew('*:Zeb*'), Effect: 'Deny' }),
    ],
    [
      'also a boundary allows',
      { identity: [policy(forNew('s3:Get*'))], boundary: [policy(forNew('s3:*Zebra'))] },
      { identity: [] },
    ],
  ])('and so are those that two patterns take, of which one is what %s', (_name, granted, limit) => {
    expect(compared(granted, limit)).toMatchObject({ verdict: 'within', futureOnly: true });
    expect(compared(granted, granted)).toMatchObject({ verdict: 'within', futureOnly: false });
  });
});

describe('undetermined', () => {
  test.each(UNDETERMINED)('%s', (_name, granted, limit, rule) => {
    const comparison = compared(granted, limit);
    expect(comparison).toMatchObject({ verdict: 'undetermined' });
    expect(comparison.reasons.map((reason) => reason.rule)).toContain(rule);
  });
});
