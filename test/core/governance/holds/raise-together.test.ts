import { describe, expect, test } from '@jest/globals';
import { unknownPermissionSet } from '../../../../lib/core/account/identity-center/identity-center-state.ts';
import type { HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { isSigned, raiseAlone, raiseTogether } from '../../../../lib/core/governance/holds/raise-together.ts';
import { ACCOUNT, box, NOW, call, draft, governance, principalClass } from '../cases.ts';

const plan: HoldPlan = {
  kind: 'exact-inverse',
  account: ACCOUNT,
  calls: [{ name: 'DetachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  restore: [{ name: 'AttachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  summary: 'detaches it',
};

describe('what one plan holds together', () => {
  const patient = principalClass({ response: { kind: 'hold-unless-approved', withinMinutes: 15 } });
  const part = (id: string, change: Parameters<typeof draft>[0], rule = principalClass()) => ({
    draft: draft({ id, principal: `arn:aws:iam::${ACCOUNT}:role/${id}`, ...change }),
    principalClass: rule,
  });
  const raised = (...parts: readonly ReturnType<typeof part>[]) =>
    raiseTogether(parts, plan, { governance: governance(), call: call(), now: NOW });
  const bearers = (...parts: readonly ReturnType<typeof part>[]) =>
    raised(...parts).flatMap(({ id, response }) => ('plan' in response ? [id] : []));

  test.each<[string, readonly ReturnType<typeof part>[], readonly string[]]>([
    ['the first of them', [part('a', {}), part('b', {})], ['a']],
    ['the gravest', [part('a', { severity: 'medium' }), part('b', { severity: 'critical' })], ['b']],
    [
      'the one that is held first',
      [part('a', { severity: 'critical' }, patient), part('b', { severity: 'low' })],
      ['b'],
    ],
    ['the gravest of those that wait', [part('a', { severity: 'low' }, patient), part('b', {}, patient)], ['b']],
    ['the one whose class holds', [part('a', {}, principalClass({ mode: 'warn' })), part('b', {})], ['b']],
    [
      'the one whose class holds once its time is up, though another one is graver',
      [part('a', { severity: 'critical' }, principalClass({ mode: 'warn' })), part('b', { severity: 'low' }, patient)],
      ['b'],
    ],
    ['none where no class holds', [part('a', {}, principalClass({ mode: 'warn' }))], []],
  ])('is told by %s', (_, parts, expected) => {
    expect(bearers(...parts)).toEqual(expected);
  });

  test('is all of it, each part once; the others say where', () => {
    const [one, two] = [draft().excess, [box(['sqs:*'], 'Write')]];
    const parts = [
      part('a', { excess: one, reasons: [{ rule: 'r', detail: '1' }], resources: ['x'] }),
      part('b', {
        excess: [...one, ...two],
        reasons: [{ rule: 'r', detail: '1' }],
        resources: ['y', 'x'],
      }),
    ];
    const [first, second] = raised(...parts);
    expect(first).toMatchObject({ resources: ['x', 'y'], reasons: [{ rule: 'r', detail: '1' }] });
    expect(first?.excess).toEqual([...one, ...two]);
    expect(second).toMatchObject({
      resources: ['y', 'x'],
      response: { kind: 'alert', why: 'held by a: the same call gave both' },
    });
  });

  test('says why each of them is only told where a protected one would lose by it', () => {
    const parts = [part('a', {}), part('b', {})];
    const rules = governance({ protectedPrincipals: [`arn:aws:iam::${ACCOUNT}:role/b`] });
    const [first, second] = raiseTogether(parts, plan, { governance: rules, call: call(), now: NOW });
    const lee = `arn:aws:iam::${ACCOUNT}:role/b`;
    expect(first?.response).toEqual({
      kind: 'alert',
      why: `the same plan would take from ${lee}, which is protected`,
    });
    expect(second?.response).toEqual({ kind: 'alert', why: `${lee} is protected` });
  });

  test('waits for the stack that keeps what it overwrites only where none of them is critical', () => {
    const made = call({ actor: { ...call().actor, via: 'Terraform/1.9.5' } });
    const keptIn = { region: 'us-east-1', names: ['alarms'] };
    const gives = [{ set: unknownPermissionSet('arn:aws:sso:::permissionSet/ssoins-1/ps-1'), documents: {} }];
    const [mild, grave] = (['high', 'critical'] as const).map((severity) =>
      raiseTogether([part('a', {}, principalClass()), part('b', { severity }, patient)], plan, {
        governance: governance(),
        call: made,
        now: NOW,
        keptIn,
        gives,
      }),
    );
    expect(mild?.[0]).toMatchObject({ keptIn, gives });
    expect(grave?.[0]).not.toHaveProperty('keptIn');
    expect(raised(part('a', {}))[0]).not.toHaveProperty('gives');
    for (const told of [mild?.[0], grave?.[0]]) expect(told?.reasons.map(({ rule }) => rule)).toContain('kept-in-code');
    expect(mild?.[1]?.reasons).toEqual([]);
  });

  test.each([
    ['says that it puts back what a tool keeps, where it is held', 'enforce', true],
    ['says nothing of that where it is only told of', 'warn', false],
  ] as const)('by itself %s', (_, mode, isTold) => {
    const made = call({ actor: { ...call().actor, via: 'Terraform/1.9.5' } });
    const rules = { governance: governance(), call: made, now: NOW };
    const { reasons, response } = raiseAlone(part('a', {}, principalClass({ mode })), plan, rules);
    expect(reasons.some(({ rule }) => rule === 'kept-in-code')).toBe(isTold);
    expect('plan' in response).toBe(isTold);
  });

  test('is held though who made the call is protected, who is only told of', () => {
    const { actor } = call();
    const parts = [part('a', {}), part('b', { principal: actor.principalArn ?? '' })];
    const rules = governance({ protectedPrincipals: [actor.principalArn ?? ''] });
    const found = raiseTogether(parts, plan, { governance: rules, call: call(), now: NOW });
    expect(found.map(({ response }) => response.kind)).toEqual(['hold', 'alert']);
  });
});

describe('what people have signed', () => {
  const order = {
    service: 'sns',
    name: 'SetTopicAttributes',
    region: 'us-east-1',
    resource: 'r',
    document: null,
  } as const;
  const given: HoldPlan = { ...plan, restore: [...plan.restore, { ...order, expects: 'what was known' }] };

  test.each<[string, HoldPlan | { readonly none: string }, HoldPlan['restore'], boolean]>([
    ['all that a restore would do', given, given.restore, true],
    ['it, and more', plan, given.restore, true],
    ['a part of it', given, plan.restore, false],
    ['it, when less was known', given, [...plan.restore, { ...order, expects: null }], true],
    ['another text of it', given, [...plan.restore, { ...order, document: 'other', expects: null }], false],
    ['what no plan gives back', { none: 'nothing can be done' }, [], false],
  ])('is %s, or not', (_, asked, signed, expected) => {
    expect(isSigned(asked, signed)).toBe(expected);
  });
});
