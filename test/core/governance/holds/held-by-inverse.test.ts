import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { account, ADMIN, allow, group, role, trustOf, user, userArn } from '../accounts.ts';
import { call, NOW } from '../cases.ts';
import { after } from '../../account/after.ts';
import { compare } from '../../../../lib/core/access/compare.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import { sliceOf } from '../../../../lib/core/account/slice.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import { planOf, expectPlan, deploy, base, put } from './planned.ts';

describe('an exact inverse', () => {
  test.each<[string, IamCall, string]>([
    ['an attachment', { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN }, deploy],
    ['a new inline policy', put('extra', allow('*')), deploy],
    ['an inline policy that was overwritten', put('no-delete', allow('*')), deploy],
    ['the loss of a deny', { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'no-delete' }, deploy],
    ['the loss of a boundary', { name: 'DeleteRolePermissionsBoundary', roleName: 'deploy' }, deploy],
    [
      'another boundary',
      { name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: ADMIN },
      deploy,
    ],
    [
      'a trust policy',
      { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trustOf({ AWS: '*' }) },
      deploy,
    ],
    ['a new member of a group', { name: 'AddUserToGroup', groupName: 'team', userName: 'solo' }, userArn('solo')],
    ['a group with one member', { name: 'AttachGroupPolicy', groupName: 'alone', policyArn: ADMIN }, userArn('solo')],
  ])('holds %s: the state is then as it was, and the restore is the call itself', (_, iam, principalArn) => {
    const plan = expectPlan(planOf(base, iam, principalArn));
    expect(plan.kind).toBe('exact-inverse');
    expect(plan.restore).toEqual([iam]);
    const held = after(base, iam, ...plan.calls);
    expect(sameAccessState(held, base, principalArn)).toBe(true);
  });

  test('works on slices, as the account reader gives them', () => {
    const iam: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
    const slice = sliceOf(base, deploy) ?? base;
    const whole = sliceOf(after(base, iam), deploy) ?? base;
    const question = { call: call({ change: { kind: 'access', iam } }), principalArn: deploy } as const;
    const plan = holdPlanFor({
      ...question,
      pair: { before: slice, after: whole },
      kind: 'excess-access',
      limits: [],
      now: NOW,
    });
    expect(plan).toMatchObject({ kind: 'exact-inverse', calls: [{ name: 'DetachRolePolicy' }] });
  });
});

describe('an inverse that would give something', () => {
  const mixed = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
    ],
  };
  const before = account(
    role('deploy'),
    role('other'),
    user('solo'),
    group('mixed', { inline: new Map([['m', mixed]]) }),
  );

  test.each<[string, IamCall, string]>([
    ['a policy that denies as well', put('mixed', mixed), deploy],
    ['a group that denies as well', { name: 'AddUserToGroup', groupName: 'mixed', userName: 'solo' }, userArn('solo')],
  ])('is passed over: %s stays, and exactly the excess is denied', (_, iam, principalArn) => {
    const plan = expectPlan(planOf(before, iam, principalArn));
    expect(plan.proof?.passedOver).toEqual([
      { plan: 'exact-inverse', why: expect.stringContaining('would give s3:GetObject again') },
    ]);
    const held = policySetOf(after(before, iam, ...plan.calls), principalArn);
    expect(held && compare(held, [])).toMatchObject({ verdict: 'within' });
  });
});
