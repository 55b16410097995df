import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../../../../lib/core/activity/call.ts';
import type { EnvironmentChange } from '../../../../../lib/core/activity/changes.ts';
import { assessEnvironment } from '../../../../../lib/core/governance/assess/environments/assess-environment.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../../../lib/core/governance/standards/standards.ts';
import { account, role } from '../../accounts.ts';
import { ACCOUNT, NOW, call, engineerSession, governance, principalClass } from '../../cases.ts';

const hours = 3_600_000;
const stackArn = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/cost-prod/11111111-2222-3333-4444-555555555555`;
const state = account(role('engineer'));

function stackCall(
  effect: EnvironmentChange['effect'],
  resources: readonly string[],
  change: Partial<Call> = {},
): Call {
  const name = { destroy: 'DeleteStack', create: 'CreateStack' }[effect];
  const source = 'cloudformation.amazonaws.com';
  return call({ id: `${name}-1`, name, source, change: { kind: 'environment', effect, resources }, ...change });
}

function assess(
  one: Call,
  { recent = [], rules = governance() }: { recent?: readonly Call[]; rules?: Governance } = {},
): readonly Finding[] {
  return assessEnvironment({ call: one, recent, governance: rules, state, now: NOW });
}

describe('the destruction of an environment', () => {
  test.each([
    ['named by its ARN', stackArn],
    ['named by its name, which a pattern for ARNs names', 'cost-test'],
    ['named by its name', 'cost-prod'],
  ])('is a critical finding where it is guarded and %s', (_, resource) => {
    expect(assess(stackCall('destroy', [resource]))).toEqual([
      expect.objectContaining({
        kind: 'unpermitted-destruction',
        severity: 'critical',
        verdict: 'exceeds',
        principal: engineerSession.principalArn,
        resources: ['cost', resource],
        class: 'engineers',
      }),
    ]);
  });

  test.each([
    ['of another name', stackCall('destroy', ['billing'])],
    ['that AWS refused', stackCall('destroy', [stackArn], { error: { code: 'AccessDenied', message: '' } })],
    ['that is a creation', stackCall('create', [stackArn])],
  ])('is none %s', (_, one) => {
    expect(assess(one)).toEqual([]);
  });

  test('is none in an account that the environment has no part in', () => {
    const environments = [{ name: 'cost', accounts: ['999988887777'], resources: ['*'] }];
    expect(assess(stackCall('destroy', [stackArn]), { rules: governance({ environments }) })).toEqual([]);
  });

  test('is undetermined, and held, where the record names no resource', () => {
    expect(assess(stackCall('destroy', []))).toEqual([
      expect.objectContaining({
        kind: 'unpermitted-destruction',
        verdict: 'undetermined',
        severity: 'critical',
        reasons: [expect.objectContaining({ rule: 'resource-unknown' })],
        response: expect.objectContaining({ kind: 'hold' }),
      }),
    ]);
  });

  test.each([
    ['rds', 'arn:aws:rds:*:*:db:Cost-*', `arn:aws:rds:us-east-1:${ACCOUNT}:db:cost-main`],
    ['rds', 'arn:aws:rds:*:*:db:cost-*', 'COST-main'],
    ['iam', 'arn:aws:iam::*:role/cost-*', `arn:aws:iam::${ACCOUNT}:role/COST-api`],
  ])('is one in any case where %s takes names in any: %s, %s', (service, pattern, resource) => {
    const rules = governance({ environments: [{ name: 'cost', accounts: [], resources: [pattern] }] });
    expect(assess(stackCall('destroy', [resource], { source: `${service}.amazonaws.com` }), { rules })).toHaveLength(1);
    expect(assess(stackCall('destroy', [resource], { source: 'dynamodb.amazonaws.com' }), { rules })).toEqual([]);
  });

  test('of every database of a service does not mean the names of other services', () => {
    const environments = [{ name: 'databases', accounts: [], resources: ['arn:aws:rds:*:*:db:*'] }];
    const rules = governance({ environments });
    expect(assess(stackCall('destroy', ['orders']), { rules })).toEqual([]);
    expect(assess(stackCall('destroy', ['orders'], { source: 'rds.amazonaws.com' }), { rules })).toHaveLength(1);
  });
});

describe('the session that destroyed', () => {
  test('is denied everything, alone, and its release takes the deny away', () => {
    const [finding] = assess(stackCall('destroy', [stackArn]));
    expect(finding?.response).toEqual({
      kind: 'hold',
      plan: expect.objectContaining({
        kind: 'contain',
        calls: [
          expect.objectContaining({
            name: 'PutRolePolicy',
            roleName: 'engineer',
            policyName: expect.stringMatching(/^AmbitHold-/),
            policyDocument: expect.objectContaining({
              Statement: [
                expect.objectContaining({ Condition: { StringEquals: { 'aws:userid': 'AROAENGINEER:rita' } } }),
              ],
            }),
          }),
        ],
        restore: [expect.objectContaining({ name: 'DeleteRolePolicy', roleName: 'engineer' })],
      }),
    });
  });

  test.each<[string, Partial<Call>, Partial<Governance>]>([
    ['its role is protected', {}, { protectedPrincipals: ['*:role/engineer'] }],
    ['a user acted', { actor: { ...withoutSession(), kind: 'user' } }, {}],
    [
      'its role is in another account',
      { actor: { ...engineerSession, principalArn: 'arn:aws:iam::999988887777:role/engineer' } },
      {},
    ],
    [
      'its role belongs to Identity Center',
      {
        actor: {
          ...engineerSession,
          principalArn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_engineer_0123456789abcdef`,
        },
      },
      {},
    ],
    ['its role is gone', { actor: { ...engineerSession, principalArn: `arn:aws:iam::${ACCOUNT}:role/engineer2` } }, {}],
    ['the call is a replay', { replayed: true }, {}],
    ['the call is old', { time: NOW - 2 * hours }, {}],
    [
      'the class is in warn mode',
      {},
      {
        classes: [principalClass({ mode: 'warn' })],
        unclassified: principalClass({ mode: 'warn' }),
      },
    ],
  ])('is left alone, with an alert that says why, where %s', (_, change, rules) => {
    const enforcing = governance(rules);
    const [finding] = assess(stackCall('destroy', [stackArn], change), { rules: enforcing });
    expect(finding?.response).toEqual({ kind: 'alert', why: expect.stringMatching(/\w/) });
  });

  test('is contained at once, even where the class would wait for an approval', () => {
    const patient = principalClass({ response: { kind: 'hold-unless-approved', withinMinutes: 30 } });
    const [finding] = assess(stackCall('destroy', [stackArn]), { rules: governance({ classes: [patient] }) });
    expect(finding?.response.kind).toBe('hold');
  });
});

describe('the second life of an environment', () => {
  const destroyed = stackCall('destroy', [stackArn], { id: 'd', time: NOW - 2 * hours });
  const created = stackCall('create', ['cost-prod'], { id: 'c', time: NOW - hours });

  test('is found whichever call arrives first, with the same id', () => {
    const inOrder = assess(created, { recent: [destroyed] });
    const late = assess(destroyed, { recent: [created] });
    expect(inOrder).toMatchObject([{ kind: 'environment-recreated', severity: 'critical', call: { id: 'c' } }]);
    expect(late.map(({ kind }) => kind)).toEqual(['unpermitted-destruction', 'environment-recreated']);
    expect(late[1]?.id).toBe(inOrder[0]?.id);
  });

  test.each<[string, Partial<Call>]>([
    ['more than a day later', { time: NOW - 2 * hours + 24 * hours + 1 }],
    ['before it was destroyed', { time: NOW - 3 * hours }],
    ['under another name', { change: { kind: 'environment', effect: 'create', resources: ['cost-test'] } }],
    ['in another account', { account: '999988887777' }],
    ['by another service', { source: 's3.amazonaws.com' }],
    ['without success', { error: { code: 'AlreadyExists', message: '' } }],
  ])('is none for what was created %s', (_, change) => {
    expect(assess({ ...created, ...change }, { recent: [destroyed] })).toEqual([]);
  });

  test('is none after a destruction that was refused', () => {
    const refused = { ...destroyed, error: { code: 'AccessDenied', message: '' } };
    expect(assess(created, { recent: [refused] })).toEqual([]);
  });

  test('is only observed where no guarded environment lives again', () => {
    const rules = governance({ environments: [] });
    expect(assess(created, { recent: [destroyed], rules })).toMatchObject([
      { kind: 'environment-recreated', severity: 'low', response: { kind: 'observe' } },
    ]);
  });
});

test('a call that is delivered again gives the same finding', () => {
  const one = stackCall('destroy', [stackArn]);
  expect(assess(one)).toEqual(assess(one));
});

test('a call on access is no concern of environments', () => {
  expect(assess(call())).toEqual([]);
});

function withoutSession(): typeof engineerSession {
  const { session: _, ...rest } = engineerSession;
  return rest;
}
