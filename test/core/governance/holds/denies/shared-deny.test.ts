import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import { ADMIN } from '../../accounts.ts';
import {
  attachedBeyondHolds,
  isAttachedBy,
  withoutShared,
} from '../../../../../lib/core/governance/holds/denies/shared-deny.ts';
import type { Case } from '../../../../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../../../../lib/core/governance/ledger/fact.ts';
import { DANA, caseOf, FACTS, FINDING as OTHER, NOW, PLATO } from '../../approval-fixtures.ts';
import { putOf, SERVICE } from './put-of.ts';

describe('the policy that denies everything, where two findings hold by it', () => {
  const policyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
  const attach = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn } as const;
  const detach = { ...attach, name: 'DetachRolePolicy' } as const;
  const intended: Fact = { kind: 'hold-intended', findingId: OTHER.id, calls: [attach], at: NOW };
  const held = [FACTS.raised(), intended, FACTS.holdConfirmed()];
  type Begun = Exclude<Case['hold'], { readonly kind: 'none' }>;
  /** The case that is being given back, whose hold made a call. */
  const given = (call: PlanCall): Case => ({
    ...caseOf(givenBack),
    hold: { kind: 'confirmed', calls: [call], standIns: [], at: NOW },
  });
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
    expect(withoutShared([detach], [given(attach), other])).toEqual(calls);
  });

  test('stays where AWS refused the only attempt to attach it: who did since has attached their own', () => {
    const refused = (parts: Partial<Begun> = {}) => ({
      ...given(attach),
      hold: { kind: 'failed', calls: [attach], standIns: [], at: NOW, detail: '', by: 'refusal', ...parts } as const,
    });
    expect(withoutShared([detach], [refused()])).toEqual([]);
    expect(withoutShared([detach], [refused({ isRepeated: true })])).toEqual([detach]);
    expect(withoutShared([detach], [refused({ standIns: [{ put: attach, remove: detach }] })])).toEqual([detach]);
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
  ])('what comes back %s', (_, holding, call, stands) => {
    const other = { ...caseOf(held), hold: { kind: 'confirmed', calls: [holding], standIns: [], at: NOW } as const };
    const made = new Map<PlanCall, PlanCall>([
      [detach, attach],
      [offUser, onUser],
    ]);
    const own = given(made.get(call) ?? call);
    expect(withoutShared([call], [own, other])).toEqual(stands ? [] : [call]);
  });

  const none: Case['hold'] = { kind: 'none' };
  const made = (calls: readonly PlanCall[], parts: Partial<Pick<Begun, 'standIns'>> = {}): Case['hold'] => ({
    kind: 'confirmed',
    calls,
    standIns: [],
    at: NOW,
    ...parts,
  });
  const failed = (calls: readonly PlanCall[], by: Begun['by']): Case['hold'] => ({
    kind: 'failed',
    calls,
    standIns: [],
    at: NOW,
    detail: 'it failed',
    ...(by === undefined ? {} : { by }),
  });

  test.each<[string, readonly Case['hold'][], boolean]>([
    ['where no finding is held', [none], false],
    ['where a hold has attached it', [none, made([attach])], true],
    ['where a hold is about to', [{ kind: 'pending', calls: [attach], standIns: [], at: NOW }], true],
    ['where a hold has with another call', [made([detach, attach])], true],
    ['where it stood in for a hold', [made([putOf()], { standIns: [{ put: attach, remove: detach }] })], true],
    ['where a hold did otherwise', [made([putOf()])], false],
    ['where a hold has detached it', [made([detach])], false],
    ['where AWS refused the hold that was to', [failed([attach], 'refusal')], false],
    ['where AWS refused one of the calls of that hold', [failed([putOf(), attach], 'refusal')], true],
    ['where the account does not show that hold', [failed([attach], 'not-shown')], true],
    ['where nobody knows what became of that hold', [failed([attach], undefined)], true],
    ['where it is on another role', [made([{ ...attach, roleName: 'other' }])], false],
    ['where it is on the role, whose name is written otherwise', [made([{ ...attach, roleName: 'Deploy' }])], true],
    ['where it is on a user with the name of the role', [made([onUser])], false],
  ])('counts as a hold’s, or as somebody else’s, %s', (_, holds, isOfHolds) => {
    const holder = { kind: 'role', name: 'deploy', attached: [ADMIN, policyArn] } as const;
    const beyond = attachedBeyondHolds(
      holder,
      holds.map((hold) => ({ hold })),
    );
    expect(beyond).toEqual(isOfHolds ? [ADMIN] : [ADMIN, policyArn]);
  });

  test.each<[string, PlanCall, Case['hold'], boolean]>([
    ['may have been made by a hold that has made it', attach, made([attach]), true],
    ['may have been made by a hold that has made it with another', attach, made([detach, attach]), true],
    [
      'may have been made where it stood in',
      attach,
      made([detach], { standIns: [{ put: attach, remove: detach }] }),
      true,
    ],
    ['was not made where AWS refused it', attach, failed([attach], 'refusal'), false],
    ['was not made where nothing is held', attach, none, false],
    ['was not made by a hold of another role', attach, made([{ ...attach, roleName: 'other' }]), false],
    ['attaches nothing where it takes it away', detach, made([detach]), false],
    ['attaches nothing where it writes a policy', putOf(), made([putOf()]), false],
  ])('a call of it %s', (_, asked, hold, isAttached) => {
    expect(isAttachedBy(asked, hold)).toBe(isAttached);
  });
});
