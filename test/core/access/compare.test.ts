import { describe, expect, test } from '@jest/globals';
import { compare, compareWithUnknown } from '../../../lib/core/access/compare.ts';
import { actionsMatching } from '../../../lib/core/access/named-actions.ts';
import { actionName } from '../../../lib/core/access/catalogue.ts';
import type { Comparison } from '../../../lib/core/access/excess.ts';
import { compared, isOutside, setOf } from './reading-sets.ts';
import { allow, EXCEEDS, policy, S3, UNDETERMINED, when, WITHIN } from './compare-cases.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

const forNew = (action: string): JsonObject => ({ Effect: 'Allow', Action: action, Resource: '*' });

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

describe('an action that is named and that the catalogue does not know', () => {
  const named = (...actions: readonly string[]): JsonObject => policy(...actions.map(forNew));
  const closely = (granted: JsonValue, limit: JsonValue) => compareWithUnknown(setOf(granted), [setOf(limit)]);
  const denied = (action: string): JsonObject => ({ ...forNew(action), Effect: 'Deny' });

  test.each<readonly [string, JsonValue, JsonValue, readonly string[]]>([
    ['of a service that it does not know', named('s3:Get*', 'newsvc:DoIt'), named('s3:*'), ['newsvc:DoIt']],
    ['of one that it knows', named('s3:GetObject', 's3:DoIt'), named('s3:Get*'), ['s3:DoIt']],
    ['by all actions of a service', named('newsvc:*'), named('newsvc:Get*'), ['newsvc:*']],
    [
      'on more than the limit',
      named('newsvc:DoIt'),
      policy({ ...forNew('newsvc:DoIt'), Resource: `${S3}a` }),
      ['newsvc:DoIt'],
    ],
    ['that the limit denies', named('newsvc:DoIt'), policy(forNew('*'), denied('newsvc:Do*')), ['newsvc:DoIt']],
    ['where the limit allows nothing', named('newsvc:DoIt'), policy(denied('*')), ['newsvc:DoIt']],
  ])('is undetermined, and named, for who acts on it: %s', (_, granted, limit, actions) => {
    expect(compared(granted, limit)).toMatchObject({ verdict: 'within', futureOnly: true });
    const comparison = closely(granted, limit);
    expect(comparison).toMatchObject({ verdict: 'undetermined', excess: [{ actions, accessLevels: ['Unknown'] }] });
    expect(comparison.reasons).toMatchObject([
      { rule: 'unknown-action', detail: expect.stringContaining(actions[0] ?? '') },
    ]);
  });

  test.each<readonly [string, JsonValue, JsonValue]>([
    ['by its service', named('newsvc:DoIt'), named('newsvc:*')],
    ['by everything', named('newsvc:DoIt', 'newsvc:*'), named('*')],
    ['by everything but', named('newsvc:DoIt'), policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })],
    ['in another case', named('newsvc:DoIt'), named('NewSvc:doit')],
  ])('is within where the limit allows it %s', (_, granted, limit) => {
    expect(closely(granted, limit)).toMatchObject({ verdict: 'within' });
  });

  test('is within where the granted side denies it, or its boundary does not allow it', () => {
    expect(closely(policy(forNew('newsvc:DoIt'), denied('newsvc:*')), named('s3:*')).verdict).toBe('within');
    const bounded = { identity: [named('newsvc:DoIt')], boundary: [named('s3:*')] };
    expect(closely(bounded, named('s3:*')).verdict).toBe('within');
  });

  test('is said beside an excess of known actions, which is then not all', () => {
    const { verdict, reasons } = closely(named('iam:PassRole', 'newsvc:DoIt'), named('s3:*'));
    expect(verdict).toBe('exceeds');
    expect(reasons.map(({ rule }) => rule)).toEqual(['unknown-action', 'partly-decided']);
  });
});
