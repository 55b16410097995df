import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { JsonValue } from '../../../../../lib/core/json.ts';
import { decide } from '../../../../../lib/core/access/decide.ts';
import { policySetOf } from '../../../../../lib/core/account/effective.ts';
import { parsedDocument } from '../../../../../lib/core/account/parsed-document.ts';
import { stateToJson } from '../../../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../../../lib/core/account/state.ts';
import type { Finding, HoldPlan } from '../../../../../lib/core/governance/finding.ts';
import { classInForce } from '../../../../../lib/core/governance/holds/class-in-force.ts';
import { exactStandIn } from '../../../../../lib/core/governance/holds/denies/exact-stand-in.ts';
import { after } from '../../../account/after.ts';
import { account, ADMIN, allow, READ, role, roleArn } from '../../accounts.ts';
import { findingWith, governanceWith } from '../../approval-fixtures.ts';

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
  interface Asked {
    readonly live?: AccountState;
    readonly read?: AccountState;
    readonly held?: HoldPlan;
  }
  const chosen = (about: Partial<Finding> = {}, { live = granted, read = live, held = plan }: Asked = {}) =>
    exactStandIn({ ...finding, ...about }, held, { read, live, governance: { ...governance, classes } });

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

  test.each<[string, () => ReturnType<typeof chosen>, string]>([
    ['its plan contains', () => chosen({}, { held: { ...plan, kind: 'contain' } }), NOT_OWN],
    ['it is a matter of trust', () => chosen({ kind: 'excess-trust' }), NOT_OWN],
    ['nothing was frozen', () => exactStandIn(unfrozen, plan, { read: granted, live: granted, governance }), UNREAD],
    ['nobody can read what was frozen', () => chosen({ frozen: { account: 'x' } }), UNREAD],
    [
      'there is no such account',
      () => exactStandIn(finding, plan, { read: undefined, live: undefined, governance }),
      UNREAD,
    ],
    ['the principal is gone as it is read', () => chosen({}, { read: account(role('other')), live: granted }), UNREAD],
    ['the principal is gone by a restore', () => chosen({}, { read: granted, live: account(role('other')) }), UNREAD],
    ['the principal is gone', () => chosen({}, { live: account(role('other')) }), UNREAD],
    ['a tag has another value', () => chosen({}, { live: retagged(['team', 'blue'], ['cost', '7']) }), TAGS],
    ['a tag has another key', () => chosen({}, { live: retagged(['teams', 'red'], ['cost', '7']) }), TAGS],
    ['a tag is gone', () => chosen({}, { live: retagged(['team', 'red']) }), TAGS],
    [
      'the frozen slice is of somebody else',
      () => chosen({ frozen: stateToJson(account(role('other'))) }),
      'what was before is not known',
    ],
    [
      'its inverse does not fit what was frozen',
      () =>
        chosen({}, { held: { ...plan, calls: [{ name: 'DetachRolePolicy', roleName: 'gone', policyArn: ADMIN }] } }),
      'what was before is not known',
    ],
    [
      'what is there now leaves no room',
      () => chosen({}, { live: account(role('deploy', { tags, inline: all })) }),
      'there is room for 0',
    ],
    [
      'a restore under way would make the room',
      () => chosen({}, { read: account(role('deploy', { tags, inline: all })), live: granted }),
      'there is room for 0',
    ],
    [
      'a restore under way would take the room',
      () => chosen({}, { read: granted, live: account(role('deploy', { tags, inline: all })) }),
      'there is room for 0',
    ],
  ])('is nothing where %s', (_, denied, error) => {
    expect(denied()).toEqual({ ok: false, error: expect.stringContaining(error) });
  });
});
