import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import { DENY_ALL } from '../../../../../lib/core/account/hold-policy.ts';
import type { JsonValue } from '../../../../../lib/core/json.ts';
import { deniesAll, standInFor, standInOf } from '../../../../../lib/core/governance/holds/denies/stand-in.ts';
import { allow, deny } from '../../accounts.ts';
import { findingWith } from '../../approval-fixtures.ts';
import { FINDING, putOf, SERVICE } from './put-of.ts';

const OF_USER = findingWith({ principal: 'arn:aws:iam::111122223333:user/people/rita' });

const BOTH = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    { Effect: 'Allow', Action: '*', Resource: '*' },
  ],
};

describe('a deny that stands in for a plan', () => {
  test('is of the role or user by its name, whatever its path, and lifted under the same name', () => {
    const colons = 'arn:aws:iam::111122223333:role/x:user/deploy';
    for (const [finding, who, kind] of [
      [FINDING, { roleName: 'deploy' }, 'Role'],
      [{ ...FINDING, principal: 'arn:aws:iam::111122223333:role/deploy' }, { roleName: 'deploy' }, 'Role'],
      [{ ...FINDING, principal: colons }, { roleName: 'deploy' }, 'Role'],
      [OF_USER, { userName: 'rita' }, 'User'],
    ] as const) {
      const { put, remove } = standInFor(finding) ?? {};
      expect(put).toMatchObject({ name: `Put${kind}Policy`, ...who, policyDocument: DENY_ALL });
      expect(remove).toEqual({ name: `Delete${kind}Policy`, ...who, policyName: put?.policyName });
    }
  });

  test('has a name that the finding alone leads to', () => {
    expect(putOf()).toEqual(putOf());
    expect(putOf(undefined, { ...FINDING, id: 'F-000000000002' })).not.toEqual(putOf());
    // accounts have denies of this name, which a restore has to find
    expect(putOf()).toMatchObject({ policyName: 'AmbitHold-0aca02d0dc59' });
  });

  test('has another name for each document', () => {
    const names = [putOf(), putOf(deny('s3:*')), putOf(deny('sqs:*'))].map(
      (put) => 'policyName' in put && put.policyName,
    );
    expect(new Set(names).size).toBe(3);
  });

  test.each([
    'arn:aws:iam::111122223333:group/team',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam::111122223333:role/deploy/',
    'arn:aws:iam::111122223333:role',
    'role/deploy',
    'arn:aws:iam::111122223333:root',
    'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
    'arn:aws:iam::111122223333:user-role/x',
  ])('is none for %s', (principal) => {
    expect(standInFor(findingWith({ principal }))).toBeUndefined();
  });

  test('is none for what is held by calls of another service', () => {
    const plan = { kind: 'exact-inverse', account: '111122223333', restore: [], summary: '' } as const;
    const held = (calls: readonly PlanCall[]) => findingWith({ response: { kind: 'hold', plan: { ...plan, calls } } });
    expect(standInFor(held([SERVICE]))).toBeUndefined();
    expect(standInFor(held([putOf(), SERVICE]))).toBeUndefined();
    expect(standInFor(held([]))).toBeDefined();
    expect(standInFor(findingWith({ response: { kind: 'alert', why: 'it only alerts' } }))).toBeDefined();
  });
});

describe('the calls of a hold', () => {
  const exact = putOf(deny('s3:Put*'));
  const rita = putOf(deny('s3:Put*'), OF_USER);
  const written = (policyDocument: JsonValue): IamCall =>
    'policyDocument' in exact && exact.name === 'PutRolePolicy' ? { ...exact, policyDocument } : exact;
  const lifted: IamCall = { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'x' };

  const attached: IamCall = {
    name: 'AttachRolePolicy',
    roleName: 'deploy',
    policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
  };

  test('are a stand-in, with what lifts it', () => {
    expect(standInOf([attached], FINDING)).toEqual({
      put: attached,
      remove: { ...attached, name: 'DetachRolePolicy' },
    });
    expect(standInOf([putOf()], FINDING)).toEqual(standInFor(FINDING));
    expect(standInOf([exact], FINDING)).toEqual(standInFor(FINDING, deny('s3:Put*')));
    expect(standInOf([rita], OF_USER)).toEqual(standInFor(OF_USER, deny('s3:Put*')));
  });

  test.each<[string, readonly PlanCall[]]>([
    ['there are none', []],
    ['there are more', [exact, exact]],
    ['one is of another service', [SERVICE]],
    ['one writes no policy', [lifted]],
    ['it allows', [putOf(allow('s3:*'))]],
    ['it allows as well', [putOf(BOTH)]],
    ['it denies nothing', [putOf({ ...deny('s3:*'), Statement: [] })]],
    ['its statements are no list', [putOf({ ...deny('s3:*'), Statement: 'Deny' })]],
    ['a statement of it is none', [putOf({ ...deny('s3:*'), Statement: ['Deny'] })]],
    ['it is no document', [written('Deny')]],
    ['it is nothing', [written(null)]],
    ['another policy is attached', [{ ...attached, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }]],
    ['AWS’s own policy is attached to another principal', [{ ...attached, roleName: 'other' }]],
    ['it is of another finding', [putOf(undefined, { ...FINDING, id: 'F-000000000002' })]],
    ['it is of another principal', [rita]],
    ['another document was written under its name', [written(deny('s3:Get*'))]],
  ])('are none where %s', (_, calls) => {
    expect(standInOf(calls, FINDING)).toBeUndefined();
  });

  test('are none where they are the plan, whose own restore lifts them', () => {
    const plan = { kind: 'contain', account: '111122223333', calls: [attached], restore: [], summary: '' } as const;
    expect(standInOf([attached], findingWith({ response: { kind: 'hold', plan } }))).toBeUndefined();
  });

  test.each<[string, readonly PlanCall[], boolean]>([
    ['it denies everything', [putOf()], true],
    ['AWS’s own policy does', [attached], true],
    ['it denies a part', [exact], false],
    ['there is more', [putOf(), putOf()], false],
    ['there are none', [], false],
  ])('deny everything, or not, where %s', (_, calls, expected) => {
    expect(deniesAll(calls, FINDING)).toBe(expected);
  });

  test('deny nobody everything who is no principal', () => {
    expect(deniesAll([putOf()], findingWith({ principal: 'arn:aws:iam::111122223333:root' }))).toBe(false);
  });
});
