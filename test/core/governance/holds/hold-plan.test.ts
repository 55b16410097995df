import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lib/core/access/compare.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import { applyCall } from '../../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import { sliceOf } from '../../../../lib/core/account/slice.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { FindingKind, HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import { standingPlanFor } from '../../../../lib/core/governance/holds/standing-plan.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import {
  ADMIN,
  FENCE,
  READ,
  SHARED,
  account,
  allow,
  deny,
  group,
  role,
  roleArn,
  trustOf,
  user,
  userArn,
} from '../accounts.ts';
import { ACCOUNT, call, engineerSession, NOW } from '../cases.ts';

function after(state: AccountState, ...calls: readonly IamCall[]): AccountState {
  return calls.reduce((current, each) => {
    const next = applyCall(current, each);
    if (!next.ok) throw new Error(`${each.name}: ${next.error.detail}`);
    return next.value;
  }, state);
}

function planOf(
  before: AccountState,
  iam: IamCall,
  principalArn: string,
  kind: FindingKind = 'excess-access',
): ReturnType<typeof holdPlanFor> {
  const pair = { before, after: after(before, iam) };
  const held = policySetOf(before, principalArn);
  const limits = kind === 'excess-trust' || held === undefined ? undefined : [held];
  const made = call({ name: iam.name, change: { kind: 'access', iam } });
  return holdPlanFor({ call: made, pair, principalArn, kind, limits, now: NOW });
}

function expectPlan(plan: ReturnType<typeof holdPlanFor>): HoldPlan<IamCall> {
  if ('none' in plan) throw new Error(`no plan: ${plan.none}`);
  return plan;
}

/** Allows under a condition whose opposite IAM cannot say. */
const ODD = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { BinaryEquals: { 'example:Blob': 'YQ==' } } },
  ],
};
const FULL = allow(
  's3:GetObject',
  [...Array(60).keys()].map((index) => `arn:aws:s3:::reports-${index}/*`),
);

/** Allows more, and denies what was allowed. */
const FENCED = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
  ],
};

const deploy = roleArn('deploy');
const base = account(
  role('deploy', { boundary: FENCE, inline: new Map([['no-delete', deny('s3:Delete*')]]) }),
  role('other', { attached: [SHARED] }),
  user('rita', { groups: ['team'] }),
  user('sam', { groups: ['team'] }),
  user('solo', { groups: ['alone'] }),
  group('team'),
  group('alone'),
);

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

  test.each<[string, AccountState, IamCall, string, string]>([
    [
      'IAM has no words for it',
      account(role('odd', { inline: new Map([['odd', ODD]]) }), role('twin')),
      { name: 'CreatePolicyVersion', policyArn: READ, policyDocument: allow('s3:*'), setAsDefault: true },
      roleArn('odd'),
      'no words',
    ],
    [
      'a policy cannot be read',
      account(role('odd', { inline: new Map([['broken', 'no policy']]) }), role('twin')),
      { name: 'CreatePolicyVersion', policyArn: READ, policyDocument: allow('s3:*'), setAsDefault: true },
      roleArn('odd'),
      'cannot be read',
    ],
    [
      'its inline policies leave no room',
      account(
        user('full', { inline: new Map([['full', FULL]]), groups: ['team'] }),
        user('sam', { groups: ['team'] }),
        group('team'),
      ),
      { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN },
      userArn('full'),
      'room for',
    ],
  ])('denies everything where %s, and says so', (_, before, iam, principalArn, why) => {
    const plan = expectPlan(planOf(before, iam, principalArn));
    expect(plan.calls).toEqual([expect.objectContaining({ policyDocument: deniesEverything })]);
    expect(plan.proof).toEqual({
      shown: 'nothing-left',
      passedOver: expect.arrayContaining([{ plan: 'exact-deny', why: expect.stringContaining(why) }]),
    });
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

  test('of who has no room for an inline policy attaches the policy of AWS that denies everything', () => {
    const resources = [...Array(69).keys()].map((index) => `arn:aws:s3:::reports-${index}/*`);
    const full = user('full', { inline: new Map([['full', allow('s3:GetObject', resources)]]), groups: ['team'] });
    const before = account(full, user('sam', { groups: ['team'] }), group('team'));
    const iam: IamCall = { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN };
    const denyAll = { userName: 'full', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' };
    expect(planOf(before, iam, userArn('full'))).toMatchObject({
      calls: [{ name: 'AttachUserPolicy', ...denyAll }],
      restore: [{ name: 'DetachUserPolicy', ...denyAll }],
      proof: {
        shown: 'nothing-left',
        passedOver: expect.arrayContaining([expect.objectContaining({ plan: 'inline-deny' })]),
      },
    });
  });

  test('of who has no room attaches it also where no single call gave the excess', () => {
    const resources = [...Array(69).keys()].map((index) => `arn:aws:s3:::reports-${index}/*`);
    const full = user('full', { inline: new Map([['full', allow('s3:GetObject', resources)]]), attached: [ADMIN] });
    const plan = standingPlanFor(full, account(full), { limits: [], cause: 'a sweep' });
    const denyAll = { userName: 'full', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' };
    expect(plan).toMatchObject({
      calls: [{ name: 'AttachUserPolicy', ...denyAll }],
      restore: [{ name: 'DetachUserPolicy', ...denyAll }],
    });
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

  test('of a key deactivates it and ends what was made with it; the restore wakes it', () => {
    const iam: IamCall = { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' };
    const plan = expectPlan(planOf(base, iam, userArn('rita'), 'credential-created'));
    expect(plan).toMatchObject({
      kind: 'contain',
      calls: [
        { name: 'UpdateAccessKey', userName: 'rita', accessKeyId: 'AKIA1', status: 'Inactive' },
        { name: 'PutUserPolicy' },
      ],
      restore: [
        { name: 'UpdateAccessKey', userName: 'rita', accessKeyId: 'AKIA1', status: 'Active' },
        { name: 'DeleteUserPolicy' },
      ],
      proof: { shown: 'credential-off' },
    });
    expect(plan.proof).not.toHaveProperty('leaves');
    expectSessions(after(base, iam, ...plan.calls), userArn('rita'), {
      before: 'allow',
      since: 'deny',
      later: 'allow',
    });
  });

  test('of the key of a user who may become roles says whose sessions go on', () => {
    const hopping = account(user('rita', { inline: new Map([['hop', allow('sts:AssumeRole', roleArn('next'))]]) }));
    const iam: IamCall = { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' };
    const plan = expectPlan(planOf(hopping, iam, userArn('rita'), 'credential-created'));
    const leaves = `sessions of ${roleArn('next')}, which it may have become, go on for up to 12 hours: end them in the role itself`;
    expect(plan.proof?.leaves).toEqual([leaves]);
  });

  test('of a key that was woken puts it to sleep again, and ends what was made with it', () => {
    const key = { name: 'UpdateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' } as const;
    const asleep = after(
      base,
      { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' },
      { ...key, status: 'Inactive' },
    );
    const plan = expectPlan(planOf(asleep, { ...key, status: 'Active' }, userArn('rita'), 'credential-created'));
    expect(plan.calls).toMatchObject([{ ...key, status: 'Inactive' }, { name: 'PutUserPolicy' }]);
    expect(plan.restore).toMatchObject([{ ...key, status: 'Active' }, { name: 'DeleteUserPolicy' }]);
  });

  test.each<[IamCall, IamCall['name']]>([
    [
      {
        name: 'CreateServiceSpecificCredential',
        userName: 'rita',
        serviceName: 'bedrock.amazonaws.com',
        serviceSpecificCredentialId: 'ACCA1',
      },
      'UpdateServiceSpecificCredential',
    ],
    [
      { name: 'ResetServiceSpecificCredential', userName: 'rita', serviceSpecificCredentialId: 'ACCA1' },
      'UpdateServiceSpecificCredential',
    ],
    [{ name: 'UploadSSHPublicKey', userName: 'rita', sSHPublicKeyId: 'APKA1' }, 'UpdateSSHPublicKey'],
    [{ name: 'UploadSigningCertificate', userName: 'rita', certificateId: 'TA7' }, 'UpdateSigningCertificate'],
  ])('of $name deactivates it', (iam, name) => {
    const plan = expectPlan(planOf(base, iam, userArn('rita'), 'credential-created'));
    expect([plan.calls, plan.restore]).toEqual([
      [expect.objectContaining({ name, userName: 'rita', status: 'Inactive' })],
      [expect.objectContaining({ name, userName: 'rita', status: 'Active' })],
    ]);
  });

  test.each<IamCall>([
    { name: 'CreateLoginProfile', userName: 'rita' },
    { name: 'UploadSSHPublicKey', userName: 'rita' },
  ])('of $name, which nothing deactivates, is a deny: a password is never deleted', (iam) => {
    const plan = expectPlan(planOf(base, iam, userArn('rita'), 'credential-created'));
    expect(plan.calls.map(({ name }) => name)).toEqual(['PutUserPolicy']);
  });

  test('of access that came along with a key denies the user, for the key alone would not stop it', () => {
    const iam: IamCall = { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' };
    expect(planOf(base, iam, userArn('rita'), 'excess-access')).toMatchObject({ calls: [{ name: 'PutUserPolicy' }] });
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

describe('a trust policy that let somebody in', () => {
  const opened: IamCall = {
    name: 'UpdateAssumeRolePolicy',
    roleName: 'deploy',
    policyDocument: trustOf({ AWS: '444455556666' }),
  };

  test('is put back, and who came in meanwhile is out; older sessions and later ones work', () => {
    const plan = expectPlan(planOf(base, opened, deploy, 'excess-trust'));
    expect(plan.calls.map(({ name }) => name)).toEqual(['UpdateAssumeRolePolicy', 'PutRolePolicy']);
    expect(plan.restore).toEqual([opened, expect.objectContaining({ name: 'DeleteRolePolicy' })]);
    const held = after(base, opened, ...plan.calls);
    expect(plan.proof).toEqual({ shown: 'as-before', passedOver: [] });
    expect(held.roles.get('deploy')?.trust).toEqual(base.roles.get('deploy')?.trust);
    expectSessions(held, deploy, { before: 'allow', since: 'deny', later: 'allow' });
    expect(sameAccessState(after(base, opened, ...plan.calls, ...plan.restore), after(base, opened), deploy)).toBe(
      true,
    );
  });

  test('and that a tool keeps stays, and nobody comes in until it is released', () => {
    const made = call({
      actor: { ...engineerSession, via: 'Terraform/1.9.5' },
      change: { kind: 'access', iam: opened },
    });
    const pair = { before: base, after: after(base, opened) };
    const question = {
      call: made,
      pair,
      principalArn: deploy,
      kind: 'excess-trust',
      limits: undefined,
      now: NOW,
    } as const;
    const plan = expectPlan(holdPlanFor(question));
    expect(plan.proof).toEqual({
      shown: 'no-new-session',
      passedOver: ['exact-inverse', 'exact-deny'].map((passed) => ({ plan: passed, why: expect.any(String) })),
    });
    expect(plan.summary).toBe(
      'denies role deploy to all who assumed it since the call, and who will, until it is released',
    );
    const held = after(base, opened, ...plan.calls);
    expectSessions(held, deploy, { before: 'allow', since: 'deny', later: 'deny' });
  });

  test('and is not what the call changed is no matter of new sessions: everything is denied', () => {
    const iam: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
    const actor = { ...engineerSession, via: 'Terraform/1.9.5' };
    const question = { principalArn: deploy, kind: 'excess-trust', limits: undefined, now: NOW } as const;
    const pair = { before: base, after: after(base, iam) };
    const plan = holdPlanFor({ ...question, pair, call: call({ actor, change: { kind: 'access', iam } }) });
    // nor is it for a finding of another kind, whatever became of the trust meanwhile
    const meanwhile = {
      ...question,
      kind: 'excess-access',
      pair: { ...pair, after: after(base, iam, opened) },
    } as const;
    const other = holdPlanFor({ ...meanwhile, call: call({ actor, change: { kind: 'access', iam } }) });
    for (const each of [plan, other]) {
      expect(each).toMatchObject({ calls: [{ policyDocument: deniesEverything }], proof: { shown: 'nothing-left' } });
    }
  });

  test('of a role that may become others says whose sessions go on', () => {
    const chaining = account(role('deploy', { inline: new Map([['hop', allow('sts:AssumeRole', roleArn('next'))]]) }));
    const plan = expectPlan(planOf(chaining, opened, deploy, 'excess-trust'));
    expect(plan.proof?.leaves).toEqual([expect.stringMatching(/role\/next, which .* go on for up to an hour: /)]);
  });

  test('of a role whose inline policies are full is put back, and the plan says what it leaves', () => {
    const resources = [...Array(250).keys()].map((index) => `arn:aws:s3:::reports-of-the-company-${index}/*`);
    const full = account(role('deploy', { inline: new Map([['full', allow('s3:GetObject', resources)]]) }));
    const plan = expectPlan(planOf(full, opened, deploy, 'excess-trust'));
    expect(plan.restore).toEqual([opened]);
    expect(plan.calls.map(({ name }) => name)).toEqual(['UpdateAssumeRolePolicy']);
    const why =
      'sessions that began since the call go on until they expire: the inline policies leave no room to end them';
    expect(plan.proof).toEqual({ shown: 'as-before', passedOver: [], leaves: [why] });
    const hop = new Map([['full', allow(['s3:GetObject', 'sts:AssumeRole'], resources)]]);
    const chaining = expectPlan(planOf(account(role('deploy', { inline: hop })), opened, deploy, 'excess-trust'));
    expect(chaining.proof?.leaves).toEqual([why, expect.stringContaining('which it may have become')]);
  });
});

/** What sessions may do that began a minute before the call, half a minute after it, and an hour after the hold. */
function expectSessions(
  state: AccountState,
  principalArn: string,
  expected: { readonly before: string; readonly since: string; readonly later: string },
): void {
  const held = policySetOf(state, principalArn);
  if (held === undefined) throw new Error(`${principalArn} is not there`);
  const begun = { before: NOW - 120_000, since: NOW - 30_000, later: NOW + 3_600_000 };
  const answers = Object.entries(begun).map(([when, at]) => {
    const context = { 'aws:TokenIssueTime': new Date(at).toISOString() };
    const { decision } = decide(held, { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', context });
    return [when, decision.replace(/^.*-deny$/, 'deny')];
  });
  expect(Object.fromEntries(answers)).toEqual(expected);
}

/** Both ways: nothing is gained, and nothing lost. */
function expectSameAccess(one: AccountState, other: AccountState, principalArn: string): void {
  const [left, right] = [policySetOf(one, principalArn), policySetOf(other, principalArn)];
  if (left === undefined || right === undefined) throw new Error(`${principalArn} is not there`);
  expect(compare(left, [right])).toMatchObject({ verdict: 'within', futureOnly: false });
  expect(compare(right, [left])).toMatchObject({ verdict: 'within', futureOnly: false });
}

const deniesEverything = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*' }],
};

function put(policyName: string, policyDocument: ReturnType<typeof allow>): IamCall {
  return { name: 'PutRolePolicy', roleName: 'deploy', policyName, policyDocument };
}
