import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { sessionsBecome } from '../../../../lib/core/governance/holds/sessions/chained-roles.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { account, ADMIN, allow, role, roleArn, trustOf, user, userArn } from '../accounts.ts';
import { call, engineerSession, NOW } from '../cases.ts';
import { after } from '../../account/after.ts';
import { planOf, expectPlan, deploy, base, deniesEverything } from './planned.ts';

describe('a credential', () => {
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
    // so it is where a tool woke it, beside whose state nothing else is put
    const woken: IamCall = { ...key, status: 'Active' };
    const actor = { ...engineerSession, via: 'Terraform/1.9.5' };
    const byTool = holdPlanFor({
      call: call({ actor, name: woken.name, change: { kind: 'access', iam: woken } }),
      pair: { before: asleep, after: after(asleep, woken) },
      principalArn: userArn('rita'),
      kind: 'credential-created',
      limits: undefined,
      now: NOW,
    });
    expect(byTool).toMatchObject({ calls: plan.calls, restore: plan.restore, proof: { shown: 'credential-off' } });
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

  const hop = (Effect: string, rest: JsonObject) => ({
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'sts:AssumeRole', ...rest }],
  });
  const NEXT = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(roleArn);

  test.each<[string, string, JsonValue]>([
    ['others', roleArn('a'), allow('sts:*', roleArn('a'))],
    ['five others', NEXT.slice(0, 5).join(', '), hop('Allow', { Resource: NEXT.slice(0, 5) })],
    ['many others', `${NEXT.slice(0, 5).join(', ')} and 2 more`, hop('Allow', { Resource: NEXT })],
    ['all but one', `roles other than ${roleArn('a')}`, hop('Allow', { NotResource: roleArn('a') })],
    ['nobody knows whom', 'any role', 'no policy'],
    ['whoever is not named', 'any role', hop('Allow', { Principal: '*' })],
  ])('of a role that may become %s says whose sessions go on', (_, which, document) => {
    const inline = new Map([
      ['hop', document],
      ['not', hop('Deny', { Resource: roleArn('other') })],
    ]);
    const plan = expectPlan(planOf(account(role('deploy', { inline })), opened, deploy, 'excess-trust'));
    expect(plan.proof?.leaves).toEqual([
      `sessions of ${which}, which it may have become, go on for up to an hour: end them in the role itself`,
    ]);
  });

  test('of a role that is not there says of nobody that they go on', () => {
    expect(sessionsBecome({ kind: 'role' }, policySetOf(account(), deploy))).toEqual([]);
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
    const hops = new Map([['full', allow(['s3:GetObject', 'sts:AssumeRole'], resources)]]);
    const chaining = expectPlan(planOf(account(role('deploy', { inline: hops })), opened, deploy, 'excess-trust'));
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
