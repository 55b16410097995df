import { describe, expect, test } from '@jest/globals';
import type { HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { unmodifiable } from '../../../../lib/core/governance/holds/unmodifiable.ts';
import { isLeftAlone, isProtected } from '../../../../lib/core/governance/holds/protected.ts';
import { atOnce, respond, type Situation } from '../../../../lib/core/governance/holds/respond.ts';
import { respondsLess } from '../../../../lib/core/governance/holds/responds-less.ts';
import { unprompted } from '../../../../lib/core/governance/holds/unprompted.ts';
import type { Mode } from '../../../../lib/core/governance/standards/standards.ts';
import { ACCOUNT, NOW, call, draft, governance, principalClass } from '../cases.ts';

const plan: HoldPlan = {
  kind: 'exact-inverse',
  account: ACCOUNT,
  calls: [{ name: 'DetachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  restore: [{ name: 'AttachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  summary: 'detaches it',
};
const usual: Situation = {
  finding: draft(),
  plan,
  principalClass: principalClass(),
  governance: governance(),
  call: call(),
  now: NOW,
};
const minutes = 60_000;
const inMode = (accounts: readonly string[], mode: Mode) => governance({ accountModes: [{ accounts, mode }] });

describe('the response to a finding', () => {
  test.each<[string, Partial<Situation>, string]>([
    ['in observe mode observes', { principalClass: principalClass({ mode: 'observe' }) }, 'observe'],
    ['in warn mode alerts', { principalClass: principalClass({ mode: 'warn' }) }, 'alert'],
    ['in enforce mode holds', {}, 'hold'],
    ['alerts where the account is in warn mode', { governance: inMode([ACCOUNT], 'warn') }, 'alert'],
    ['observes where a pattern puts the account in observe mode', { governance: inMode(['*'], 'observe') }, 'observe'],
    ['holds where another account is in warn mode', { governance: inMode(['444455556666'], 'warn') }, 'hold'],
    [
      'does no more than the class where the account may have more done',
      { principalClass: principalClass({ mode: 'observe' }), governance: inMode([ACCOUNT], 'enforce') },
      'observe',
    ],
    [
      'goes by the first entry that matches the account',
      {
        governance: governance({
          accountModes: [
            { accounts: [ACCOUNT], mode: 'enforce' },
            { accounts: ['*'], mode: 'observe' },
          ],
        }),
      },
      'hold',
    ],
    ['holds what is undetermined as well', { finding: draft({ verdict: 'undetermined' }) }, 'hold'],
    [
      'alerts where the class only alerts',
      { principalClass: principalClass({ response: { kind: 'alert' } }) },
      'alert',
    ],
    [
      'alerts where the principal is protected',
      { governance: governance({ protectedPrincipals: ['arn:aws:iam::*:role/dep*'] }) },
      'alert',
    ],
    ['alerts for a replayed call', { call: call({ replayed: true }) }, 'alert'],
    ['alerts for a call that is too old', { call: call({ time: NOW - 30 * minutes - 1 }) }, 'alert'],
    ['holds for a call that is just not too old', { call: call({ time: NOW - 30 * minutes }) }, 'hold'],
    ['holds for a call from a clock that runs ahead', { call: call({ time: NOW + minutes }) }, 'hold'],
    ['alerts where there is no plan', { plan: { none: 'nothing can be done' } }, 'alert'],
  ])('%s', (_, change, expected) => {
    expect(respond({ ...usual, ...change }).kind).toBe(expected);
  });

  test('waits for an approval until the deadline of the class', () => {
    const patient = principalClass({ response: { kind: 'hold-unless-approved', withinMinutes: 15 } });
    expect(respond({ ...usual, principalClass: patient })).toEqual({
      kind: 'hold-unless-approved',
      plan,
      deadline: NOW + 15 * minutes,
    });
  });

  test('of what no call gave, as in a sweep, is a hold as well', () => {
    expect(respond({ ...usual, call: undefined })).toEqual({ kind: 'hold', plan });
  });

  test.each<[string, Partial<Situation>]>([
    ['class "engineers" is in observe mode', { principalClass: principalClass({ mode: 'observe' }) }],
    ['class "engineers" is in warn mode', { principalClass: principalClass({ mode: 'warn' }) }],
    [`account ${ACCOUNT} is in warn mode`, { governance: inMode(['*'], 'warn') }],
    [`account ${ACCOUNT} is in observe mode`, { governance: inMode(['*'], 'observe') }],
    ['class "engineers" only alerts', { principalClass: principalClass({ response: { kind: 'alert' } }) }],
    [`${draft().principal} is protected`, { governance: governance({ protectedPrincipals: [draft().principal] }) }],
    ['a service-linked role cannot be changed', { plan: { none: 'a service-linked role cannot be changed' } }],
    ['the call came out of a replay, which never acts on its own', { call: call({ replayed: true }) }],
    ['the call is 90 minutes old, calls older than 30 only alert', { call: call({ time: NOW - 90 * minutes }) }],
  ])('says why nothing is held: %s', (why, change) => {
    expect(respond({ ...usual, ...change })).toMatchObject({ why });
  });

  test('to what a session did waits for nobody, and is no more than an alert where the class only alerts', () => {
    const responses = [
      { kind: 'hold-unless-approved', withinMinutes: 15 },
      { kind: 'hold' },
      { kind: 'alert' },
    ] as const;
    const kinds = responses.map((response) => atOnce(principalClass({ response })).response);
    expect(kinds).toEqual([{ kind: 'hold' }, { kind: 'hold' }, { kind: 'alert' }]);
  });
});

describe('a permission set', () => {
  const principal = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
  const finding = draft({ principal, resources: ['BreakGlass'] });
  const sso = 'role/aws-reserved/sso.amazonaws.com';

  test.each([
    [`arn:aws:iam::*:${sso}/eu-west-1/AWSReservedSSO_BreakGlass_*`, 'alert'],
    [`arn:aws:iam::${ACCOUNT}:${sso}/AWSReservedSSO_BreakGlass_0123456789abcdef`, 'alert'],
    [`arn:aws:iam::*:${sso}/*/AWSReservedSSO_Break*`, 'alert'],
    [`arn:aws:iam::*:${sso}/AWSReservedSSO_Breaks_*`, 'hold'],
    ['arn:*:iam::*:role/aws-reserved/*', 'hold'],
  ])('whose roles %s names leads to: %s', (pattern, kind) => {
    const rules = governance({ protectedPrincipals: [pattern] });
    expect(respond({ ...usual, finding, governance: rules }).kind).toBe(kind);
  });
});

describe('a pattern of protected principals', () => {
  const set = 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_BreakGlass_*';

  test.each([
    [`arn:aws:iam::${ACCOUNT}:role/deploy`, true],
    ['arn:aws:iam::444455556666:role/deploy', false],
    [`arn:aws-cn:iam::${ACCOUNT}:role/deploy`, false],
    [`arn:aws:iam:eu-west-1:${ACCOUNT}:role/deploy`, false],
    [`arn:aws:sts::${ACCOUNT}:role/deploy`, false],
    [`arn:aws:iam::${ACCOUNT}:role/deploy-2`, false],
    ['*:role/deploy', true],
    ['arn:*:role/deploy', false],
    ['*:role/other', false],
  ])('names the role, in all of its parts: %s', (pattern, expected) => {
    expect(isProtected(draft().principal, governance({ protectedPrincipals: [pattern] }))).toBe(expected);
  });

  test('names who has no ARN by the whole of its text', () => {
    const rules = (pattern: string) => governance({ protectedPrincipals: [pattern] });
    expect(isProtected('somebody', rules('some*'))).toBe(true);
    expect(isProtected('somebody', rules('arn:*'))).toBe(false);
  });

  test('of a permission set protects no role that has a resource of its name, and no set of another name', () => {
    const rules = governance({ protectedPrincipals: [set] });
    expect(isLeftAlone({ principal: draft().principal, resources: ['BreakGlass'] }, rules)).toBe(false);
    const principal = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
    expect(isLeftAlone({ principal, resources: [] }, rules)).toBe(false);
    expect(isLeftAlone({ principal, resources: ['Admin'] }, rules)).toBe(false);
    expect(isLeftAlone({ principal, resources: ['BreakGlass'] }, rules)).toBe(true);
    const protects = (name: string | undefined, pattern: string) =>
      isLeftAlone(
        { principal, resources: name === undefined ? [] : [name] },
        governance({ protectedPrincipals: [`arn:aws:iam::*:role/AWSReservedSSO_${pattern}`] }),
      );
    expect(protects('BreakGlass', `BreakGlass_${'?'.repeat(16)}`)).toBe(true);
    expect(protects('Team_x_Admin', 'Team_0123456789abcdef_Admin_*')).toBe(false);
    expect(protects(undefined, 'undefined_*')).toBe(false);
  });
});

describe('a class in which Ambit does less', () => {
  const hold = { mode: 'enforce', response: { kind: 'hold' } } as const;
  const patient = { mode: 'enforce', response: { kind: 'hold-unless-approved', withinMinutes: 15 } } as const;
  const alert = { mode: 'enforce', response: { kind: 'alert' } } as const;
  const warned = { ...hold, mode: 'warn' } as const;

  test.each([
    ['alerts, not holds', alert, hold, true],
    ['waits, not holds', patient, hold, true],
    ['alerts, not waits', alert, patient, true],
    ['holds, as the other', hold, hold, false],
    ['holds, not alerts', hold, alert, false],
    ['only warns', warned, alert, true],
    ['only observes', { ...hold, mode: 'observe' }, warned, true],
    ['enforces', alert, warned, false],
    ['warns, as the other, whatever both would respond', { ...alert, mode: 'warn' }, warned, false],
  ] as const)('is one that %s', (_, one, other, expected) => {
    expect(respondsLess(one, other)).toBe(expected);
  });
});

test('a call is one that nobody asked for where a service made it, by itself or in its own role', () => {
  const { actor } = call();
  const by = (change: Partial<typeof actor>) => unprompted(call({ actor: { ...actor, ...change } }));
  const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
  expect(by({ kind: 'service', name: 'ecs.amazonaws.com' })).toBe('ecs.amazonaws.com did it on its own');
  expect(by({ principalArn: linked })).toBe('the service that owns the role did it');
  expect(by({})).toBeUndefined();
  const { principalArn: _arn, ...unnamed } = actor;
  expect(unprompted(call({ actor: unnamed }))).toBeUndefined();
});

test('what AWS lets nobody change says who does', () => {
  const why = (path: string) => unmodifiable(`arn:aws:iam::${ACCOUNT}:role/${path}`);
  expect(why('aws-service-role/ecs.amazonaws.com/x')).toContain('is a service-linked role, which only its service');
  expect(why('aws-reserved/sso.amazonaws.com/x')).toContain('belongs to Identity Center: change its permission set');
  expect(unmodifiable(`x${ACCOUNT} arn:aws:iam::${ACCOUNT}:role/aws-service-role/x`)).toBeUndefined();
  expect(unmodifiable(`x${ACCOUNT} arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/x`)).toBeUndefined();
});

describe('a role whose path spells the ARN of a protected one', () => {
  const forged = `arn:aws:iam::${ACCOUNT}:role/x:iam::${ACCOUNT}:role/aws-service-role/evil`;

  test.each(['arn:*:iam::*:role/aws-service-role/*', '*:role/aws-service-role/*'])(
    'is not protected by %s',
    (pattern) => {
      const rules = governance({ protectedPrincipals: [pattern] });
      expect(isProtected(forged, rules)).toBe(false);
      expect(isProtected(`arn:aws:iam::${ACCOUNT}:role/aws-service-role/real`, rules)).toBe(true);
    },
  );

  test.each(['aws-service-role/evil', 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_evil_0123456789abcdef'])(
    'can be modified: %s',
    (end) => {
      expect(unmodifiable(`arn:aws:iam::${ACCOUNT}:role/x:role/${end}`)).toBeUndefined();
      expect(unmodifiable(`arn:aws:iam::${ACCOUNT}:role/${end}`)).toBeDefined();
    },
  );
});
