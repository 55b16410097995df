import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding, HoldPlan, HoldProof } from '../../../lib/core/governance/finding.ts';
import { attachedStandInFor, standInFor } from '../../../lib/core/governance/holds/denies/stand-in.ts';
import { chooseHold, hasMoreToTry, holdInstead } from '../../../lib/usecases/holds/choose-hold.ts';
import type { HoldCircumstances } from '../../../lib/usecases/holds/circumstances.ts';
import { after } from '../../core/account/after.ts';
import { account, allow, deny, role, roleArn } from '../../core/governance/accounts.ts';
import { caseOf, FACTS, findingWith, GOVERNANCE, NOW } from '../../core/governance/approval-fixtures.ts';

const put = (policyName: string, action: string): IamCall & { readonly name: 'PutRolePolicy' } => ({
  name: 'PutRolePolicy',
  roleName: 'deploy',
  policyName,
  policyDocument: allow(action),
});
const NEW = put('more', 'iam:*');
const DELETE: IamCall = { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'more' };
const ORDER: PlanCall = {
  service: 'sns',
  name: 'SetTopicAttributes',
  region: 'us-east-1',
  resource: 'arn:aws:sns:us-east-1:111122223333:alarms',
  document: null,
  expects: null,
};
const FOUND = after(account(role('deploy')), NEW);
/** The role since somebody has written over what the call wrote, so that to undo it would destroy what is newer. */
const CHANGED = after(FOUND, put('more', 's3:GetObject'));
const FULL = after(CHANGED, {
  ...NEW,
  policyName: 'full',
  policyDocument: allow('s3:*', Array(1000).fill('arn:aws:s3:::reports/*')),
});
const GONE = account();

const planOf = (calls: readonly PlanCall[], kind: HoldPlan['kind'] = 'exact-inverse'): HoldPlan => ({
  kind,
  account: '111122223333',
  calls,
  restore: [NEW],
  summary: '',
});
const UNDONE = planOf([DELETE]);

/** A finding that is held by this plan, and how far that has come. */
function found(plan: HoldPlan, hold: Case['hold'] = { kind: 'none' }, principal = roleArn('deploy')): Case {
  const finding = findingWith({ principal, frozen: stateToJson(FOUND), response: { kind: 'hold', plan } });
  return { ...caseOf([FACTS.raised()]), finding, hold };
}

function around(it: Case, live: AccountState): HoldCircumstances {
  const state = async () => (live.roles.size === 0 ? undefined : live);
  return { asRead: state, live: state, cases: [], ofPrincipal: [it], governance: GOVERNANCE, now: NOW };
}

const chosen = (it: Case, plan: HoldPlan, live: AccountState) => chooseHold(it, plan, around(it, live));

const finding = found(UNDONE).finding;
const [EXACT, WHOLE, ATTACHED] = [standInFor(finding, deny('iam:*')), standInFor(finding), attachedStandInFor(finding)];
if (EXACT === undefined || WHOLE === undefined || ATTACHED === undefined) throw new Error('a role can be denied');
const begun = (kind: 'pending' | 'confirmed', call: PlanCall): Case['hold'] => ({
  kind,
  calls: [call],
  standIns: [],
  at: NOW,
});
const failed = (call: PlanCall): Case['hold'] => ({
  kind: 'failed',
  calls: [call],
  standIns: [],
  at: NOW,
  detail: 'x',
});

test('a hold denies the excess where the account has changed since', async () => {
  const { calls, why } = await chosen(found(UNDONE), UNDONE, CHANGED);
  expect(calls).toEqual([expect.objectContaining({ policyName: expect.stringMatching(/^AmbitHold-/) })]);
  expect(why).toMatch(/: the account has changed since, to undo the call would destroy what is newer$/);
});

describe('a hold is made as it was planned, also where the account has changed since,', () => {
  const contained = planOf([DELETE], 'contain');
  const proved: HoldPlan = { ...contained, proof: { shown: 'nothing-left', passedOver: [] } };
  const written = planOf([put('more', 'sqs:*')]);
  const mixed = planOf([ORDER, DELETE]);
  const group = 'arn:aws:iam::111122223333:group/team';

  test.each<[string, Case, HoldPlan, AccountState]>([
    ['where it contains a session', found(contained), contained, CHANGED],
    ['where it contains a principal', found(proved), proved, CHANGED],
    ['where another service makes a call of it', found(mixed), mixed, CHANGED],
    ['where no deny can be put onto whom it is of', found(UNDONE, { kind: 'none' }, group), UNDONE, CHANGED],
    ['where they are gone', found(UNDONE), UNDONE, GONE],
    ['where they are gone, and it would write', found(written), written, GONE],
  ])('%s', async (_, it, plan, live) => {
    expect(await chosen(it, plan, live)).toEqual({ calls: plan.calls });
  });
});

describe('of calls of which one is made already', () => {
  const OTHER = put('other', 'sns:*');
  const deleteOther: IamCall = { ...DELETE, policyName: 'other' };
  const plan = { ...planOf([DELETE, deleteOther]), restore: [NEW, OTHER] };
  const begunOn = after(FOUND, OTHER);
  const half = after(begunOn, DELETE);
  const of = (frozen: Finding['frozen']): Case => {
    const it = found(plan);
    const { frozen: _frozen, ...rest } = it.finding;
    return { ...it, finding: frozen === undefined ? rest : { ...rest, frozen } };
  };

  test.each<[string, Case, AccountState, boolean]>([
    ['the rest is made', of(stateToJson(begunOn)), half, true],
    ['none is, where something newer is there', of(stateToJson(begunOn)), after(half, put('other', 's3:*')), false],
    ['none is, where nobody knows what was there', of(undefined), half, false],
    ['none is, where what was there cannot be read', of({ account: 'x' }), half, false],
    ['none is, where what was there does not fit them', of(stateToJson(account(role('deploy')))), half, false],
  ])('%s', async (_, it, live, isPlanned) => {
    const { calls } = await chosen(it, plan, live);
    const denied = [expect.objectContaining({ policyName: expect.stringMatching(/^AmbitHold-/) })];
    expect(calls).toEqual(isPlanned ? plan.calls : denied);
  });
});

describe('a deny that stands in stays the one that was begun', () => {
  test.each<[string, Case['hold'], AccountState, PlanCall]>([
    ['where it is made', begun('confirmed', EXACT.put), FOUND, EXACT.put],
    ['where it is being made', begun('pending', EXACT.put), FOUND, EXACT.put],
    ['where it failed', failed(EXACT.put), FOUND, EXACT.put],
    ['where it denies everything, and is being made', begun('pending', WHOLE.put), FULL, WHOLE.put],
    ['where it denied everything and failed, as long as there is room', failed(WHOLE.put), FOUND, WHOLE.put],
  ])('%s', async (_, hold, live, call) => {
    expect(await chosen(found(UNDONE, hold), UNDONE, live)).toEqual({ calls: [call] });
  });

  test('and gives way to AWS’s own policy where it denied everything, and failed for want of room', async () => {
    const it = found(UNDONE, failed(WHOLE.put));
    expect(await chosen(it, UNDONE, FULL)).toEqual({ calls: [ATTACHED.put] });
  });
});

test('where AWS refuses calls of somebody onto whom no deny can be put they are tried again', async () => {
  const it = found(UNDONE, { kind: 'none' }, 'arn:aws:iam::111122223333:group/team');
  const refused = { refused: 'refused by this test', circumstances: around(it, FOUND) };
  expect(await holdInstead(it, UNDONE, refused)).toEqual({ calls: UNDONE.calls });
});

describe('where AWS refuses calls of a hold', () => {
  const group = found(UNDONE, { kind: 'none' }, 'arn:aws:iam::111122223333:group/team').finding;
  const contained = (shown?: HoldProof['shown']): HoldPlan => ({
    ...planOf([DELETE], 'contain'),
    ...(shown === undefined ? {} : { proof: { shown, passedOver: [] } }),
  });
  const [first, later] = [true, false];

  test.each<[string, HoldPlan, PlanCall, boolean, boolean, Finding]>([
    ['that undo its call', UNDONE, DELETE, first, true, finding],
    ['that undo its call after all', UNDONE, DELETE, later, false, finding],
    ['that deny its excess', UNDONE, EXACT.put, later, true, finding],
    ['that deny everything first, as in a quarantine', UNDONE, WHOLE.put, first, true, finding],
    [
      'that deny everything first, and there is nothing to undo',
      contained('no-new-session'),
      WHOLE.put,
      first,
      false,
      finding,
    ],
    ['that deny everything in the end', UNDONE, WHOLE.put, later, false, finding],
    ['that contain whom they hold', contained('no-new-session'), DELETE, first, true, finding],
    ['that contain a session', contained(), DELETE, first, false, finding],
    ['that put a credential to sleep', contained('credential-off'), DELETE, first, false, finding],
    ['that deny all there is', contained('nothing-left'), DELETE, first, false, finding],
    ['onto whom no deny can be put', UNDONE, DELETE, first, false, group],
  ])('%s others may hold it, or not', (_, plan, call, isFirst, hasMore, of) => {
    expect(hasMoreToTry(of, plan, { calls: [call], isFirst })).toBe(hasMore);
  });
});
