import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lib/core/access/compare.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { FindingKind } from '../../../../lib/core/governance/finding.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import { ADMIN, READ, SHARED, account, allow, role, roleArn, trustOf, userArn } from '../accounts.ts';
import { ACCOUNT, call, engineerSession, NOW } from '../cases.ts';
import { after } from '../../account/after.ts';
import { planOf, expectPlan, deploy, base, deniesEverything, put } from './planned.ts';

/** Allows more, and denies what was allowed. */
const FENCED = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
  ],
};

describe('a containment', () => {
  test('is what is left where the inverse does not give the state before', () => {
    const iam: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
    const elsewhere = put('late', allow('sqs:*'));
    const pair = { before: base, after: after(base, iam, elsewhere) };
    const question = { call: call({ change: { kind: 'access', iam } }), pair, principalArn: deploy } as const;
    expect(holdPlanFor({ ...question, kind: 'excess-access', limits: [], now: NOW })).toMatchObject({
      kind: 'contain',
    });
  });

  test.each<[string, IamCall, string]>([
    [
      'a policy that others hold too',
      {
        name: 'CreatePolicyVersion',
        policyArn: READ,
        policyDocument: allow('*'),
        setAsDefault: true,
        versionId: 'v2',
      },
      deploy,
    ],
    ['a group with other members', { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN }, userArn('rita')],
  ])('denies the one principal what it gained, and nothing else, for %s', (_, iam, principalArn) => {
    const plan = expectPlan(planOf(base, iam, principalArn));
    expect(plan).toMatchObject({
      kind: 'contain',
      calls: [
        {
          name: expect.stringMatching(/^Put(Role|User)Policy$/),
          policyName: expect.stringMatching(/^AmbitHold-[0-9a-f]{12}$/),
        },
      ],
      proof: {
        shown: 'within-limits',
        passedOver: [{ plan: 'exact-inverse', why: expect.stringContaining('others') }],
      },
    });
    expectSameAccess(after(base, iam, ...plan.calls), base, principalArn);
  });

  test.each<[string, IamCall]>([
    ['written over a policy that allowed', put('extra', FENCED)],
    ['written over one that denied something else', put('no-delete', FENCED)],
  ])('keeps what the call denied as well, %s', (_, iam) => {
    const before = after(base, put('extra', allow('s3:GetObject')));
    const { calls, proof } = expectPlan(planOf(before, iam, deploy));
    expect(proof?.passedOver).toContainEqual({
      plan: 'exact-inverse',
      why: 'it would take back what the call denied as well',
    });
    const held = policySetOf(after(before, iam, ...calls), deploy);
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', context: {} };
    expect(held && decide(held, request).decision).toBe('explicit-deny');
  });

  test('is chosen for a policy where nobody can say who else holds it', () => {
    const iam: IamCall = {
      name: 'CreatePolicyVersion',
      policyArn: SHARED,
      policyDocument: allow('*'),
      setAsDefault: true,
      versionId: 'v2',
    };
    expect(planOf(base, iam, roleArn('other'))).toMatchObject({ kind: 'exact-inverse' });
    expect(planOf({ ...base, coverage: 'partial' }, iam, roleArn('other'))).toMatchObject({ kind: 'contain' });
  });

  test('is lifted by its restore', () => {
    const iam: IamCall = { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN };
    const granted = after(base, iam);
    const plan = expectPlan(planOf(base, iam, userArn('rita')));
    const restored = after(granted, ...plan.calls, ...plan.restore);
    expect(sameAccessState(restored, granted, userArn('rita'))).toBe(true);
  });

  test('of a created role does not delete it', () => {
    const iam: IamCall = {
      name: 'CreateRole',
      roleName: 'new',
      path: '/',
      assumeRolePolicyDocument: trustOf({ AWS: '*' }),
      tags: [],
    };
    const plan = expectPlan(planOf(base, iam, roleArn('new'), 'excess-trust'));
    expect(plan.calls).toEqual([expect.objectContaining({ name: 'PutRolePolicy', policyDocument: deniesEverything })]);
    expect(plan.proof?.shown).toBe('nothing-left');
  });

  test('of two calls has two names, of one call always the same', () => {
    const iam: IamCall = { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN };
    const pair = { before: base, after: after(base, iam) };
    const plans = ['one', 'one', 'two'].map((id) =>
      expectPlan(
        holdPlanFor({
          call: call({ id, change: { kind: 'access', iam } }),
          pair,
          principalArn: userArn('rita'),
          kind: 'excess-access',
          limits: undefined,
          now: NOW,
        }),
      ),
    );
    expect(plans[0]).toEqual(plans[1]);
    expect(plans[0]).not.toEqual(plans[2]);
  });
});

describe('what a plan says for people', () => {
  const made: IamCall = { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' };
  const shared: IamCall = { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN };
  const attached: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
  const ends = ', and ends the sessions that began since the call';
  const credential = { userName: 'rita', serviceSpecificCredentialId: 'ACCA1' };

  test.each<[string, IamCall, string, FindingKind]>([
    ['undoes AttachRolePolicy by DetachRolePolicy', attached, deploy, 'excess-access'],
    ['denies user rita exactly the excess until it is released', shared, userArn('rita'), 'excess-access'],
    [
      'undoes CreatePolicyVersion by SetDefaultPolicyVersion, DeletePolicyVersion',
      {
        name: 'CreatePolicyVersion',
        policyArn: SHARED,
        policyDocument: allow('*'),
        setAsDefault: true,
        versionId: 'v2',
      },
      roleArn('other'),
      'excess-access',
    ],
    [`deactivates access key AKIA1 of rita${ends}`, made, userArn('rita'), 'credential-created'],
    [
      'deactivates the credential ACCA1 of rita',
      { name: 'ResetServiceSpecificCredential', ...credential },
      userArn('rita'),
      'credential-created',
    ],
    [
      'deactivates the SSH key APKA1 of rita',
      { name: 'UploadSSHPublicKey', userName: 'rita', sSHPublicKeyId: 'APKA1' },
      userArn('rita'),
      'credential-created',
    ],
    [
      'deactivates the certificate TA7 of rita',
      { name: 'UploadSigningCertificate', userName: 'rita', certificateId: 'TA7' },
      userArn('rita'),
      'credential-created',
    ],
  ])('%s', (summary, iam, principalArn, kind) => {
    expect(planOf(base, iam, principalArn, kind)).toMatchObject({ summary, account: ACCOUNT });
  });

  test('is that nothing was passed over where the call is taken back', () => {
    expect(expectPlan(planOf(base, attached, deploy)).proof).toEqual({ shown: 'as-before', passedOver: [] });
  });

  test('is why the call is not taken back where a key is put to sleep, a tool keeps it, or nobody knows the call', () => {
    const pair = { before: base, after: after(base, attached) };
    const question = { pair, principalArn: deploy, kind: 'excess-access', limits: undefined, now: NOW } as const;
    const actor = { ...engineerSession, via: 'Terraform/1.9.5' };
    const unknown = holdPlanFor({ ...question, call: call() });
    const kept = holdPlanFor({ ...question, call: call({ actor, change: { kind: 'access', iam: attached } }) });
    const reasons = [unknown, kept, planOf(base, made, userArn('rita'), 'credential-created')].map((plan) =>
      expectPlan(plan).proof?.passedOver.map(({ plan: passed, why }) => `${passed}: ${why}`),
    );
    const noPolicies = 'exact-deny: the excess is not one of what the policies of the principal allow';
    expect(reasons).toEqual([
      ['exact-inverse: what was called is not known', noPolicies],
      ['exact-inverse: Terraform keeps it in its state, which would drift, or do it again', noPolicies],
      [expect.stringMatching(/^exact-inverse: ./)],
    ]);
  });
});

describe('no plan is made', () => {
  test.each([
    ['a service-linked role', 'aws-service-role/rds.amazonaws.com/', 'AWSServiceRoleForRDS', 'service-linked'],
    [
      'a role of Identity Center',
      'aws-reserved/sso.amazonaws.com/eu-west-1/',
      'AWSReservedSSO_Admin_0123456789abcdef',
      'permission set',
    ],
  ])('for %s', (_, path, name, why) => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/${path}${name}`;
    const state = account(role(name, { arn, path: `/${path}` }));
    const plan = planOf(state, { name: 'AttachRolePolicy', roleName: name, policyArn: ADMIN }, arn);
    expect(plan).toEqual({ none: expect.stringContaining(why) });
  });

  test('for a principal that is gone', () => {
    expect(planOf(base, { name: 'DetachRolePolicy', roleName: 'other', policyArn: SHARED }, roleArn('gone'))).toEqual({
      none: `${roleArn('gone')} is gone`,
    });
  });

  test('for a role of AWS that is known by its name alone', () => {
    const name = 'AWSServiceRoleForRDS';
    const state = account(role(name, { seenOnlyInCalls: true }));
    const plan = planOf(state, { name: 'AttachRolePolicy', roleName: name, policyArn: ADMIN }, roleArn(name));
    expect(plan).toEqual({ none: `the role "${name}" belongs to AWS and cannot be changed from the account` });
  });
});

/** Both ways: nothing is gained, and nothing lost. */
function expectSameAccess(one: AccountState, other: AccountState, principalArn: string): void {
  const [left, right] = [policySetOf(one, principalArn), policySetOf(other, principalArn)];
  if (left === undefined || right === undefined) throw new Error(`${principalArn} is not there`);
  expect(compare(left, [right])).toMatchObject({ verdict: 'within', futureOnly: false });
  expect(compare(right, [left])).toMatchObject({ verdict: 'within', futureOnly: false });
}
