import { describe, expect, test } from '@jest/globals';
import type { HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { unmodifiable } from '../../../../lib/core/governance/holds/unmodifiable.ts';
import { isProtected } from '../../../../lib/core/governance/holds/protected.ts';
import { raiseTogether } from '../../../../lib/core/governance/holds/raise-together.ts';
import { respond, type Situation } from '../../../../lib/core/governance/holds/respond.ts';
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

  test('an alert says why nothing is held', () => {
    expect(respond({ ...usual, governance: inMode(['*'], 'warn') })).toEqual({
      kind: 'alert',
      why: `account ${ACCOUNT} is in warn mode`,
    });
    expect(respond({ ...usual, plan: { none: 'a service-linked role cannot be changed' } })).toEqual({
      kind: 'alert',
      why: 'a service-linked role cannot be changed',
    });
    expect(respond({ ...usual, call: call({ time: NOW - 90 * minutes }) })).toEqual({
      kind: 'alert',
      why: 'the call is 90 minutes old, calls older than 30 only alert',
    });
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

describe('what one plan holds together', () => {
  const others = ['rita', 'lee'].map((name) => {
    const principal = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    return { draft: draft({ id: name, principal }), principalClass: principalClass() };
  });
  const kinds = (protectedPrincipals: readonly string[]) =>
    raiseTogether(others, plan, { governance: governance({ protectedPrincipals }), call: call(), now: NOW }).map(
      ({ response }) => response.kind,
    );

  test('is held by one finding', () => {
    expect(kinds([])).toEqual(['hold', 'alert']);
  });

  test('is not held where a protected principal would lose by it', () => {
    expect(kinds([`arn:aws:iam::${ACCOUNT}:role/lee`])).toEqual(['alert', 'alert']);
  });
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
