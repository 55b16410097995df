import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import { DENY_ALL } from '../../../../../lib/core/account/hold-policy.ts';
import type { JsonValue } from '../../../../../lib/core/json.ts';
import { deniesAll, standInFor, standInOf } from '../../../../../lib/core/governance/holds/denies/stand-in.ts';
import { decide } from '../../../../../lib/core/access/decide.ts';
import { policySetOf } from '../../../../../lib/core/account/effective.ts';
import { parsedDocument } from '../../../../../lib/core/account/parsed-document.ts';
import { stateToJson } from '../../../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../../../lib/core/account/state.ts';
import type { Finding, HoldPlan } from '../../../../../lib/core/governance/finding.ts';
import { classInForce } from '../../../../../lib/core/governance/holds/class-in-force.ts';
import { exactStandIn } from '../../../../../lib/core/governance/holds/denies/exact-stand-in.ts';
import { after } from '../../../account/after.ts';
import { account, ADMIN, allow, deny, READ, role, roleArn } from '../../accounts.ts';
import { withoutShared } from '../../../../../lib/core/governance/holds/denies/shared-deny.ts';
import type { Fact } from '../../../../../lib/core/governance/ledger/fact.ts';
import {
  DANA,
  caseOf,
  FACTS,
  FINDING as OTHER,
  findingWith,
  governanceWith,
  NOW,
  PLATO,
} from '../../approval-fixtures.ts';

const FINDING = findingWith({ principal: 'arn:aws:iam::111122223333:role/agents/deploy' });
const OF_USER = findingWith({ principal: 'arn:aws:iam::111122223333:user/people/rita' });
const SERVICE: PlanCall = {
  service: 'sso',
  name: 'ProvisionPermissionSet',
  instanceArn: 'arn:aws:sso:::instance/ssoins-1',
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
};

const BOTH = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    { Effect: 'Allow', Action: '*', Resource: '*' },
  ],
};

/** The deny of this document that would stand in, as it is put. */
function putOf(document?: ReturnType<typeof deny>, finding = FINDING): IamCall {
  const made = standInFor(finding, document);
  if (made === undefined) throw new Error('a role can be denied');
  return made.put;
}

describe('a deny that stands in for a plan', () => {
  test('is of the role or user by its name, whatever its path, and lifted under the same name', () => {
    const colons = 'arn:aws:iam::111122223333:role/x:user/deploy';
    for (const [finding, who] of [
      [FINDING, { roleName: 'deploy' }],
      [{ ...FINDING, principal: 'arn:aws:iam::111122223333:role/deploy' }, { roleName: 'deploy' }],
      [{ ...FINDING, principal: colons }, { roleName: 'deploy' }],
      [OF_USER, { userName: 'rita' }],
    ] as const) {
      const { put, remove } = standInFor(finding) ?? {};
      expect(put).toMatchObject({ ...who, policyDocument: DENY_ALL });
      expect(remove).toMatchObject({ ...who, policyName: put && 'policyName' in put ? put.policyName : '' });
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

describe('the policy that denies everything, where two findings hold by it', () => {
  const policyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
  const attach = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn } as const;
  const detach = { ...attach, name: 'DetachRolePolicy' } as const;
  const intended: Fact = { kind: 'hold-intended', findingId: OTHER.id, calls: [attach], at: NOW };
  const held = [FACTS.raised(), intended, FACTS.holdConfirmed()];
  const givenBack = [...held, FACTS.signed(DANA), FACTS.signed(PLATO), FACTS.restoreIntended()];

  test.each<[string, readonly Fact[], readonly PlanCall[]]>([
    ['stays while the other holds', held, []],
    // else neither would detach it
    ['is detached by both that are given back in one moment', givenBack, [detach]],
    ['is detached with the last', [...givenBack, FACTS.restoreConfirmed()], [detach]],
    ['stays where the other is held again', [...givenBack, FACTS.restoreFailed(), intended], []],
  ])('%s', (_, facts, calls) => {
    const other = caseOf(facts);
    expect(other.irregularities).toEqual([]);
    expect(withoutShared([detach], [other])).toEqual(calls);
  });

  const ofUser = { userName: 'deploy', policyArn } as const;
  const onUser: IamCall = { name: 'AttachUserPolicy', ...ofUser };
  const offUser: IamCall = { name: 'DetachUserPolicy', ...ofUser };
  const ofGroup = { groupName: 'deploy', policyArn } as const;
  const offGroup: IamCall = { name: 'DetachGroupPolicy', ...ofGroup };

  test.each<[string, PlanCall, PlanCall, boolean]>([
    ['of a role, whose name is written otherwise', { ...attach, roleName: 'Deploy' }, detach, true],
    ['of a user, whose name is written otherwise', { ...onUser, userName: 'Deploy' }, offUser, true],
    ['of another role', { ...attach, roleName: 'other' }, detach, false],
    ['of another user', { ...onUser, userName: 'rita' }, offUser, false],
    ['of a user with the name of the role', onUser, detach, false],
    ['of a role with the name of the user', attach, offUser, false],
    ['of a group, which no hold attaches it to', { name: 'AttachGroupPolicy', ...ofGroup }, offGroup, false],
    ['that is another policy', { ...attach, policyArn: ADMIN }, { ...detach, policyArn: ADMIN }, false],
    ['that the other took away', detach, detach, false],
    ['that is attached, not detached', attach, attach, false],
    ['of another service', SERVICE, SERVICE, false],
    ['that is an inline policy', putOf(), putOf(), false],
  ])('what comes back %s', (_, holding, given, stands) => {
    const other = { ...caseOf(held), hold: { kind: 'confirmed', calls: [holding], standIns: [], at: NOW } as const };
    expect(withoutShared([given], [other])).toEqual(stands ? [] : [given]);
  });
});

describe('what denies exactly the excess where a call is not undone', () => {
  const ROLE = roleArn('deploy');
  const iam: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
  const plan: HoldPlan = {
    kind: 'exact-inverse',
    account: '111122223333',
    calls: [{ ...iam, name: 'DetachRolePolicy' }],
    restore: [iam],
    summary: '',
  };
  const tags = new Map([
    ['team', 'red'],
    ['cost', '7'],
  ]);
  const before = account(role('deploy', { tags }));
  const granted = after(before, iam);
  const frozen = stateToJson(granted);
  const finding = findingWith({ principal: ROLE, class: 'agent', frozen });
  const { frozen: _frozen, ...unfrozen } = finding;
  const standard = { name: 'agent', policies: [parsedDocument('its own', allow('sqs:*'))] };
  const governance = governanceWith();
  const classes = governance.classes.map((each) => ({ ...each, standard }));
  const chosen = (
    about: Partial<Finding> = {},
    { live = granted, held = plan }: { readonly live?: AccountState | undefined; readonly held?: HoldPlan } = {},
  ) => exactStandIn({ ...finding, ...about }, held, { live, governance: { ...governance, classes } });

  const all = new Map<string, JsonValue>([['x', allow('s3:*', Array(1000).fill('arn:aws:s3:::reports/*'))]]);
  const retagged = (...entries: readonly (readonly [string, string])[]) =>
    account(role('deploy', { tags: new Map(entries), attached: [READ, ADMIN] }));

  test('is what was gained beyond the standard of its class', () => {
    // without a class of that name, what nobody is classified by
    for (const [about, may] of [
      [{}, 'allow'],
      [{ class: 'gone' }, 'explicit-deny'],
    ] as const) {
      const denied = chosen(about);
      if (!denied.ok) throw new Error(denied.error);
      const held = policySetOf(
        after(granted, { ...iam, name: 'PutRolePolicy', policyName: 'd', policyDocument: denied.value }),
        ROLE,
      );
      const answers = ['s3:GetObject', 'sqs:SendMessage', 'iam:CreateUser'].map(
        (action) => held && decide(held, { action, resource: '*', context: {} }).decision,
      );
      expect(answers).toEqual(['allow', may, 'explicit-deny']);
    }
  });

  test('is not known of a class that is gone, where the principal is not in what was frozen', () => {
    const renamed = { ...finding, class: 'gone' };
    expect(classInForce(renamed, governance)).toBeDefined();
    expect(classInForce({ ...renamed, frozen: stateToJson(account(role('other'))) }, governance)).toBeUndefined();
  });

  test('is the same whatever else has changed since, and in whichever order its tags are told', () => {
    const live = retagged(['cost', '7'], ['team', 'red']);
    expect(chosen({}, { live })).toEqual(chosen());
    expect(chosen({ kind: 'guardrail-removed' })).toEqual(chosen());
  });

  const UNREAD = 'what was frozen, or what is there now, cannot be read';
  const NOT_OWN = 'the excess is not one of what the policies of the principal allow';
  const TAGS = 'its tags have changed, which the deny may ask for';

  test.each<[string, ReturnType<typeof chosen>, string]>([
    ['its plan contains', chosen({}, { held: { ...plan, kind: 'contain' } }), NOT_OWN],
    ['it is a matter of trust', chosen({ kind: 'excess-trust' }), NOT_OWN],
    ['nothing was frozen', exactStandIn(unfrozen, plan, { live: granted, governance }), UNREAD],
    ['nobody can read what was frozen', chosen({ frozen: { account: 'x' } }), UNREAD],
    ['there is no such account', exactStandIn(finding, plan, { live: undefined, governance }), UNREAD],
    ['the principal is gone', chosen({}, { live: account(role('other')) }), UNREAD],
    ['a tag has another value', chosen({}, { live: retagged(['team', 'blue'], ['cost', '7']) }), TAGS],
    ['a tag has another key', chosen({}, { live: retagged(['teams', 'red'], ['cost', '7']) }), TAGS],
    ['a tag is gone', chosen({}, { live: retagged(['team', 'red']) }), TAGS],
    [
      'the frozen slice is of somebody else',
      chosen({ frozen: stateToJson(account(role('other'))) }),
      'what was before is not known',
    ],
    [
      'its inverse does not fit what was frozen',
      chosen({}, { held: { ...plan, calls: [{ name: 'DetachRolePolicy', roleName: 'gone', policyArn: ADMIN }] } }),
      'what was before is not known',
    ],
    [
      'what is there now leaves no room',
      chosen({}, { live: account(role('deploy', { tags, inline: all })) }),
      'there is room for 0',
    ],
  ])('is nothing where %s', (_, denied, error) => {
    expect(denied).toEqual({ ok: false, error: expect.stringContaining(error) });
  });
});
