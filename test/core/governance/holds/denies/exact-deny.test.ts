import { describe, expect, test } from '@jest/globals';
import { DENY_ALL } from '../../../../../lib/core/account/hold-policy.ts';
import type { PolicySet } from '../../../../../lib/core/access/policy-set.ts';
import { denyEverything } from '../../../../../lib/core/governance/holds/denies/deny-everything.ts';
import { type Denied, exactDeny } from '../../../../../lib/core/governance/holds/denies/exact-deny.ts';
import { fitsInline, inlineRoomOf } from '../../../../../lib/core/governance/holds/denies/inline-room.ts';
import type { JsonObject } from '../../../../../lib/core/json.ts';
import { compare } from '../../../../../lib/core/access/compare.ts';
import { policySetOf } from '../../../../../lib/core/account/effective.ts';
import { after } from '../../../account/after.ts';
import { setOf } from '../../../access/reading-sets.ts';
import { account, ADMIN, allow, deny, group, READ, role, roleArn, user, userArn } from '../../accounts.ts';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { AccountState, Role } from '../../../../../lib/core/account/state.ts';
import { standingPlanFor } from '../../../../../lib/core/governance/holds/standing-plan.ts';
import { planOf, expectPlan, deniesEverything } from '../planned.ts';

const all = setOf(allow('*'));
const reads = setOf(allow('s3:GetObject'));
const unreadable: PolicySet = { principal: {}, identity: [{ name: 'broken', document: { unreadable: 'no policy' } }] };
const ODD = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { BinaryEquals: { 'example:Blob': 'YQ==' } } },
  ],
};

/** Names what it leaves out, of a service that grows. */
const ALL_BUT = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', NotAction: 's3:Delete*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:Get*', Resource: '*' },
  ],
};

describe('what a principal holds beyond its limits', () => {
  test('is denied, and nothing else', () => {
    const granted = setOf(allow(['s3:GetObject', 'sqs:SendMessage']));
    expect(exactDeny({ granted, limits: [reads], room: 1000 })).toEqual({
      ok: true,
      value: expect.objectContaining({ Statement: [expect.objectContaining({ Effect: 'Deny' })] }),
    });
  });

  const NOT_OF_POLICIES = 'the excess is not one of what the policies of the principal allow';
  test.each<[string, Denied, string]>([
    ['where it is no excess of policies', { granted: all, limits: undefined, room: 1000 }, NOT_OF_POLICIES],
    ['where it is not known what it holds', { granted: undefined, limits: [reads], room: 1000 }, NOT_OF_POLICIES],
    ['where there is nothing', { granted: reads, limits: [all], room: 1000 }, 'there is nothing of it to deny'],
    ['where the room is too small', { granted: all, limits: [reads], room: 7 }, 'characters, and there is room for 7'],
    [
      'where IAM has no words',
      { granted: setOf(allow('s3:*')), limits: [setOf(ODD)], room: 9000 },
      'IAM has no words for the opposite of ',
    ],
    [
      'where nobody can say what it may hold',
      { granted: reads, limits: [unreadable], room: 9000 },
      'IAM has no words for the opposite of broken, which cannot be read',
    ],
    [
      'where what AWS may add would stay',
      { granted: setOf(allow('s3:*')), limits: [setOf(ALL_BUT)], room: 9000 },
      'it is not proved: actions that AWS may add would stay allowed',
    ],
  ])('is not denied exactly %s', (_, denied, why) => {
    expect(exactDeny(denied)).toEqual({ ok: false, error: expect.stringContaining(why) });
  });
});

describe('the room for a deny among inline policies', () => {
  /** Takes so many characters, as IAM counts them. */
  const taking = (characters: number): JsonObject => {
    const empty = JSON.stringify(deny('s3:')).length;
    return deny(`s3:${'a'.repeat(characters - empty)}`);
  };

  test.each([
    ['of a role', role('deploy'), 9216],
    ['of a user', user('rita'), 1536],
    [
      'of a role that has some',
      role('deploy', {
        inline: new Map([
          ['a', taking(1000)],
          ['b', taking(500)],
        ]),
      }),
      7716,
    ],
    ['of a user that has nearly all', user('rita', { inline: new Map([['a', taking(1536)]]) }), 0],
    ['of a user that has more than is left for others', user('rita', { inline: new Map([['a', taking(2000)]]) }), 0],
  ])('%s, with some left for others', (_, principal, room) => {
    expect(inlineRoomOf(principal)).toBe(room);
  });

  test('may be used to its last character', () => {
    const full = user('rita', { inline: new Map([['a', taking(1948)]]) });
    expect([100, 101].map((characters) => fitsInline(taking(characters), full))).toEqual([true, false]);
  });
});

describe('a deny of everything', () => {
  const roomless = new Map([['full', { Statement: 'a'.repeat(10_200) }]]);

  test('is an inline policy where there is room', () => {
    const { deny: made, summary, passed } = denyEverything(user('rita'), 'aws', 'call-1');
    expect(made.put).toMatchObject({ name: 'PutUserPolicy', userName: 'rita', policyDocument: DENY_ALL });
    expect({ summary, passed }).toEqual({ summary: 'denies user rita everything until it is released', passed: [] });
  });

  test.each([
    [role('deploy', { inline: roomless }), 'AttachRolePolicy', 'DetachRolePolicy', { roleName: 'deploy' }],
    [user('rita', { inline: roomless }), 'AttachUserPolicy', 'DetachUserPolicy', { userName: 'rita' }],
  ])('is the policy of AWS where there is none, in its partition: %#', (principal, put, remove, whose) => {
    const policyArn = 'arn:aws-cn:iam::aws:policy/AWSDenyAll';
    const { kind, name } = principal;
    expect(denyEverything(principal, 'aws-cn', 'call-1')).toEqual({
      deny: { put: { name: put, ...whose, policyArn }, remove: { name: remove, ...whose, policyArn } },
      summary: `attaches AWSDenyAll to ${kind} ${name}, which denies everything until it is released`,
      passed: [{ plan: 'inline-deny', why: 'its inline policies leave no room' }],
    });
  });
});

const FULL = allow(
  's3:GetObject',
  [...Array(60).keys()].map((index) => `arn:aws:s3:::reports-${index}/*`),
);

describe('a containment that cannot be exact', () => {
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
});

describe('what no single call gave', () => {
  const standing = (holder: Role, limits: readonly PolicySet[] = [reads]) =>
    standingPlanFor(holder, account(holder), { limits, cause: 'a sweep' });
  const deploy = role('deploy', { attached: [READ, ADMIN] });

  test('is denied exactly, with nothing that was passed over', () => {
    const plan = standing(deploy);
    const policyName = expect.stringMatching(/^AmbitHold-[0-9a-f]{12}$/);
    expect(plan).toEqual({
      kind: 'contain',
      account: deploy.arn.split(':')[4],
      calls: [expect.objectContaining({ name: 'PutRolePolicy', roleName: 'deploy', policyName })],
      restore: [{ name: 'DeleteRolePolicy', roleName: 'deploy', policyName }],
      summary: 'denies role deploy exactly the excess until it is released',
      proof: { shown: 'within-limits', passedOver: [] },
    });
    const held = policySetOf(after(account(deploy), ...('calls' in plan ? plan.calls : [])), deploy.arn);
    expect(held && compare(held, [reads])).toMatchObject({ verdict: 'within' });
    expect(held && compare(reads, [held])).toMatchObject({ verdict: 'within' });
  });

  test('and has no exact deny is denied with everything, and why is said', () => {
    expect(standing(deploy, [setOf(ODD)])).toMatchObject({
      calls: [{ name: 'PutRolePolicy', policyDocument: DENY_ALL }],
      summary: 'denies role deploy everything until it is released',
      proof: {
        shown: 'nothing-left',
        passedOver: [{ plan: 'exact-deny', why: expect.stringContaining('no words') }],
      },
    });
  });

  test.each<[string, Partial<Role>, string]>([
    ['is of its service', { arn: roleArn('aws-service-role/rds.amazonaws.com/deploy') }, 'is a service-linked role'],
    ['has a name of AWS’s own', { name: 'AWSServiceRoleForRDS', seenOnlyInCalls: true }, 'belongs to AWS'],
  ])('of a role that %s is not held', (_, change, none) => {
    expect(standing({ ...deploy, ...change })).toEqual({ none: expect.stringContaining(none) });
  });
});
