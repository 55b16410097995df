import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import type { AccountState } from '../../../../../lib/core/account/state.ts';
import type { Case } from '../../../../../lib/core/governance/cases/case.ts';
import { attachedStandInFor, standInFor } from '../../../../../lib/core/governance/holds/denies/stand-in.ts';
import { wholeStandIn } from '../../../../../lib/core/governance/holds/denies/whole-stand-in.ts';
import { after } from '../../../account/after.ts';
import { account, allow, READ, role, roleArn, user, userArn } from '../../accounts.ts';
import { findingWith, NOW } from '../../approval-fixtures.ts';

const FINDING = findingWith({ principal: roleArn('deploy') });
const OF_USER = findingWith({ principal: userArn('rita') });
const INLINE = standInFor(FINDING);
const ATTACHED = attachedStandInFor(FINDING);

const full = new Map([['full', allow('s3:*', Array(1000).fill('arn:aws:s3:::reports/*'))]]);
const FULL = account(role('deploy', { inline: full }), user('rita', { inline: full }));
const policyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
const attach: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn };
const detachRead: IamCall = { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: READ };

const heldBy = (...calls: readonly PlanCall[]): Pick<Case, 'hold'> => ({
  hold: { kind: 'confirmed', calls, standIns: [], at: NOW },
});
const NOT_HELD: Pick<Case, 'hold'> = { hold: { kind: 'none' } };

describe('a principal is denied everything', () => {
  test.each<[string, AccountState, readonly Pick<Case, 'hold'>[], typeof INLINE | typeof ATTACHED]>([
    ['by an inline policy', account(role('deploy')), [], INLINE],
    ['by AWS’s own policy where that has no room', FULL, [], ATTACHED],
    ['by the inline policy that is there, however full they are', after(FULL, inlineOf()), [], INLINE],
    ['by none that is somebody else’s', after(FULL, attach), [], INLINE],
    [
      'by none that is somebody else’s, beside other holds',
      after(FULL, attach),
      [heldBy(detachRead), NOT_HELD],
      INLINE,
    ],
    ['by the one that another hold stands on', after(FULL, attach), [NOT_HELD, heldBy(attach)], ATTACHED],
    [
      'by one that a hold has attached beside another call',
      after(FULL, attach),
      [heldBy(detachRead, attach)],
      ATTACHED,
    ],
    ['as it was to be where it is gone', account(role('other')), [], INLINE],
  ])('%s', (_, live, ofPrincipal, expected) => {
    expect(expected).toBeDefined();
    expect(wholeStandIn(FINDING, { read: live, live, ofPrincipal })).toEqual(expected);
  });

  const ROOM = account(role('deploy'));
  test.each<[string, AccountState, AccountState, typeof INLINE | typeof ATTACHED]>([
    ['a restore under way would make it', FULL, ROOM, ATTACHED],
    ['a restore under way would take it', ROOM, FULL, ATTACHED],
    ['there is some as it is read and after a restore under way', ROOM, ROOM, INLINE],
    ['the role is gone as it is read', account(), FULL, INLINE],
    ['the role is gone after a restore under way', FULL, account(), INLINE],
    ['the policy is there, and a restore under way takes what there is', after(ROOM, inlineOf()), FULL, INLINE],
  ])('by a policy that has room where %s', (_, read, live, expected) => {
    expect(wholeStandIn(FINDING, { read, live, ofPrincipal: [] })).toEqual(expected);
  });

  test('that is a user, by the same', () => {
    expect(wholeStandIn(OF_USER, { read: FULL, live: FULL, ofPrincipal: [] })).toEqual({
      put: { name: 'AttachUserPolicy', userName: 'rita', policyArn },
      remove: { name: 'DetachUserPolicy', userName: 'rita', policyArn },
    });
  });

  test('as it was to be where nobody knows its account', () => {
    expect(wholeStandIn(FINDING, { read: undefined, live: undefined, ofPrincipal: [] })).toEqual(INLINE);
  });

  test('by nothing where it is no role or user', () => {
    const finding = findingWith({ principal: 'arn:aws:iam::111122223333:group/team' });
    expect(wholeStandIn(finding, { read: FULL, live: FULL, ofPrincipal: [] })).toBeUndefined();
  });

  test('by an inline policy where AWS’s own is its plan', () => {
    const plan = { account: '111122223333', kind: 'contain', calls: [attach], restore: [], summary: '' } as const;
    const finding = { ...FINDING, response: { kind: 'hold', plan } as const };
    expect(wholeStandIn(finding, { read: FULL, live: FULL, ofPrincipal: [] })).toEqual(INLINE);
  });
});

function inlineOf(): IamCall {
  if (INLINE === undefined) throw new Error('a role can be denied');
  return INLINE.put;
}
