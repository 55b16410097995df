import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { endSessions, isMadeOf, isSessionEnd, madeAt } from '../../../../lib/core/governance/holds/session-end.ts';
import { allow, trustOf } from '../accounts.ts';
import { NOW } from '../cases.ts';

const MINUTE = 60_000;
const deploy = { kind: 'role', name: 'deploy' } as const;
const { put } = endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW });
const back: IamCall = { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trustOf({ Service: 'x' }) };
const plan = [back, put];
const wide: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'more', policyDocument: allow('*') };

describe('a hold that ends sessions', () => {
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
    ['another policy in its place', [back, wide], NOW, false],
  ])('is of a plan, or not: %s', (_, calls, at, expected) => {
    expect(isMadeOf(calls, plan, at)).toBe(expected);
  });
});

function later(by: number): IamCall {
  return endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW + by }).put;
}
