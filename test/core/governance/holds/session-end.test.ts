import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { endSessions, isMadeOf, isSessionEnd, madeAt } from '../../../../lib/core/governance/holds/session-end.ts';
import { reservedDeny } from '../../../../lib/core/governance/holds/reserved-deny.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { allow, trustOf } from '../accounts.ts';
import { NOW } from '../cases.ts';

const MINUTE = 60_000;
const deploy = { kind: 'role', name: 'deploy' } as const;
const { put } = endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW });
const back: IamCall = { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trustOf({ Service: 'x' }) };
const plan = [back, put];
const wide: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'more', policyDocument: allow('*') };

describe('a hold that ends sessions', () => {
  const denying = (when: JsonObject, action = '*'): JsonObject => ({
    Version: '2012-10-17',
    Statement: [{ Sid: 'AmbitHoldSessions', Effect: 'Deny', Action: action, Resource: '*', Condition: when }],
  });
  const from = { DateGreaterThanEquals: { 'aws:TokenIssueTime': '2026-01-05T11:58:30.000Z' } };
  const upTo = (until: string) => ({ ...from, DateLessThan: { 'aws:TokenIssueTime': until } });
  const window = denying(upTo('2026-01-05T12:00:30.000Z'));

  test('denies everything to those that began within a time, half a minute wider at both ends', () => {
    expect(put).toMatchObject({ name: 'PutRolePolicy', roleName: 'deploy', policyDocument: window });
    const open = endSessions(deploy, 'call-1', { since: NOW - MINUTE }).put;
    expect(open).toEqual({ ...put, policyDocument: denying(from) });
  });

  test('of another cause has another name', () => {
    const names = ['call-1', 'call-2'].map((cause) => endSessions(deploy, cause, { since: NOW }).remove);
    expect(names[0]).not.toEqual(names[1]);
    expect(names[0]).not.toEqual(reservedDeny(deploy, 'call-1').remove);
  });

  test('of a user is made when it is made, too', () => {
    const ofUser = endSessions({ kind: 'user', name: 'rita' }, 'call-1', { since: NOW - MINUTE, until: NOW }).put;
    expect(ofUser).toMatchObject({ name: 'PutUserPolicy', policyDocument: window });
    const policyDocument = denying(upTo('2026-01-05T13:00:30.000Z'));
    expect(madeAt([ofUser], NOW + 60 * MINUTE)).toEqual([{ ...ofUser, policyDocument }]);
  });

  test.each<[string, JsonValue]>([
    ['that denies less', denying(upTo('2026-01-05T12:00:30.000Z'), 's3:*')],
    ['that begins at no time', denying({ DateLessThan: { 'aws:TokenIssueTime': '2026-01-05T12:00:30.000Z' } })],
    ['that ends at no moment', denying(upTo('soon'))],
    ['that has no list of statements', { Version: '2012-10-17', Statement: { Effect: 'Deny' } }],
    ['that has no statement', { Version: '2012-10-17', Statement: [] }],
    ['that is none', 'no policy'],
  ])('is no policy %s', (_, policyDocument) => {
    expect(isSessionEnd({ name: 'PutRolePolicy', roleName: 'deploy', policyName: 'x', policyDocument })).toBe(false);
  });

  test('is no version of a managed policy, whatever that says', () => {
    const policyArn = 'arn:aws:iam::111122223333:policy/shared';
    const version = { name: 'CreatePolicyVersion', policyArn, policyDocument: window, setAsDefault: true } as const;
    expect([version, { name: 'DeleteRole', roleName: 'deploy' } as const].map(isSessionEnd)).toEqual([false, false]);
  });

  test('ends those that begin until it is made, half a minute for the clocks, by a policy of the same name', () => {
    const [first, made] = madeAt(plan, NOW + 60 * MINUTE);
    expect(first).toEqual(back);
    expect(made).toMatchObject({
      policyName: 'policyName' in put ? put.policyName : '',
      policyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Condition: {
              DateGreaterThanEquals: { 'aws:TokenIssueTime': '2026-01-05T11:58:30.000Z' },
              DateLessThan: { 'aws:TokenIssueTime': '2026-01-05T13:00:30.000Z' },
            },
          },
        ],
      },
    });
  });

  test('is told from other denies, also from one of all sessions that are to come', () => {
    const open = endSessions(deploy, 'call-1', { since: NOW }).put;
    expect([put, open, wide, back].map(isSessionEnd)).toEqual([true, false, false, false]);
    expect(madeAt([open, wide], NOW + MINUTE)).toEqual([open, wide]);
  });

  test.each<[string, readonly IamCall[], number, boolean]>([
    ['the plan itself', plan, NOW, true],
    ['the plan as it is made later', [back, later(30 * MINUTE)], NOW + 30 * MINUTE, true],
    ['one that ends fewer sessions than planned', [back, later(-30 * MINUTE)], NOW, false],
    ['one that ends sessions which are still to come', [back, later(30 * MINUTE)], NOW, false],
    ['one with another call', [wide, put], NOW, false],
    ['one with a call more', [...plan, wide], NOW, false],
    ['one with a call less', [put], NOW, false],
    ['one without its last call', [back], NOW, false],
    ['an end of sessions in place of another call', [put, put], NOW, false],
    ['another policy in its place', [back, wide], NOW, false],
  ])('is of a plan, or not: %s', (_, calls, at, expected) => {
    expect(isMadeOf(calls, plan, at)).toBe(expected);
  });
});

function later(by: number): IamCall {
  return endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW + by }).put;
}
