import { describe, expect, test } from '@jest/globals';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding, HoldPlan, HoldProof } from '../../../lib/core/governance/finding.ts';
import { coveredByDeny } from '../../../lib/usecases/approval/covered-by-deny.ts';
import { account, READ, role, roleArn, SHARED, trustOf } from '../../core/governance/accounts.ts';
import { caseOf as folded, FACTS, findingWith, GOVERNANCE } from '../../core/governance/approval-fixtures.ts';
import { box } from '../../core/governance/cases.ts';
import { ADMIN, attachAdmin, callOf, MINUTE, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { open } from '../opened.ts';
import { denies, foundBy, put as putBy, sign } from '../holds/held-world.ts';

const letsIn = (account: string) =>
  callOf(
    record('UpdateAssumeRolePolicy', {
      roleName: 'deployer',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
const WIDER = expect.stringContaining('the access is wider than what was signed (exceeds: ');

/** A role whom everything is denied, since AWS did not let the change of its trust be undone. */
async function denied() {
  const here = await open();
  here.account.refuses.add('UpdateAssumeRolePolicy');
  const findingId = await foundBy(here, letsIn('999988887777'));
  here.account.refuses.clear();
  return { here, findingId };
}

describe('trust that is held by a deny of everything', () => {
  test('is given back, and the deny is lifted', async () => {
    const { here, findingId } = await denied();
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(denies(here, 'deployer')).toEqual([]);
  });

  test('is not given back where the deny has covered what nobody signed: that would be let loose, and nobody was told', async () => {
    const { here, findingId } = await denied();
    expect(await handled(here, attachAdmin())).toEqual([]);
    await sign(here, findingId);
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail: WIDER }));
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(denies(here, 'deployer')).toHaveLength(1);
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is given back beside what is within the standard', async () => {
    const { here, findingId } = await denied();
    await handled(here, putBy('deployer', 's3:GetObject'));
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is given back beside what people know of by another finding, and have left where it is', async () => {
    const here = await open();
    await handled(here, attachAdmin({ time: NOW - 60 * MINUTE }));
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    expect(denies(here, 'deployer')).toHaveLength(1);
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is not given back beside what is held under another finding, once that is there again', async () => {
    const here = await open();
    await foundBy(here, attachAdmin());
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('is not given back beside what an old alert told of, that people took away, and that came again under the deny', async () => {
    const here = await open();
    const old = await foundBy(here, attachAdmin({ id: 'old', time: NOW - 60 * MINUTE }));
    expect((await caseOf(here, old)).status).toBe('alerted');
    await handled(here, callOf(record('DetachRolePolicy', { roleName: 'deployer', policyArn: ADMIN })));
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    expect(await handled(here, attachAdmin({ id: 'covered' }))).toEqual([]);
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});

describe('what a deny that held the trust of a role has covered', () => {
  const { arn } = role('kiro-deploy');
  const stateWith = (change: Parameters<typeof role>[1]): AccountState => account(role('kiro-deploy', change));
  const reads = stateWith({ attached: [READ] });
  const more = stateWith({ attached: [READ, SHARED] });
  const DENY: IamCall = {
    name: 'PutRolePolicy',
    roleName: 'kiro-deploy',
    policyName: 'AmbitHold-1',
    policyDocument: DENY_ALL,
  };
  const lifted: IamCall = { name: 'DeleteRolePolicy', roleName: 'kiro-deploy', policyName: 'AmbitHold-1' };
  const held = (calls: readonly PlanCall[], standIns: readonly IamCall[] = []): Case['hold'] => ({
    kind: 'confirmed',
    calls,
    standIns: standIns.map((each) => ({ put: each, remove: lifted })),
    at: NOW,
  });
  const planned = (kind: HoldPlan['kind'], shown?: HoldProof['shown']): Finding['response'] => {
    const plan = { kind, account: '111122223333', calls: [DENY], restore: [lifted], summary: '' } as const;
    return { kind: 'hold', plan: shown === undefined ? plan : { ...plan, proof: { shown, passedOver: [] } } };
  };
  function found(hold: Case['hold'], parts: Partial<Finding> = {}): Case {
    const about = { principal: arn, kind: 'excess-trust', frozen: stateToJson(reads), excess: [] } as const;
    return { ...folded([FACTS.raised()]), finding: findingWith({ ...about, ...parts }), hold };
  }
  const covered = (slice: AccountState, current: Case, others: readonly Case[] = []) =>
    coveredByDeny(slice, current, { governance: GOVERNANCE, cases: [current, ...others], now: NOW });
  const undo = planned('exact-inverse', 'as-before');
  const stoodIn = found(held([DENY], [DENY]), { response: undo });

  test.each<[string, Case]>([
    ['that stood in', stoodIn],
    ['that was the plan', found(held([DENY]), { response: planned('contain', 'nothing-left') })],
    ['of which nobody knows what it leaves', found(held([DENY]), { response: planned('contain') })],
  ])('is what the role was given since: by one %s', (_, current) => {
    expect(covered(more, current)).toBe('the access is wider than what was signed (exceeds: sqs:SendMessage)');
    expect(covered(reads, current)).toBeUndefined();
  });

  test.each<[string, Case]>([
    ['what was undone', found(held([DENY]), { response: undo })],
    ['a deny of new sessions', found(held([DENY]), { response: planned('contain', 'no-new-session') })],
    ['what was not held', found({ kind: 'none' }, { response: planned('contain', 'nothing-left') })],
    ['what was not to be held', found(held([]), { response: { kind: 'alert', why: '' } })],
  ])('is nothing where it is %s', (_, current) => {
    expect(covered(more, current)).toBeUndefined();
  });

  test('is no trust', () => {
    const opened = stateWith({ attached: [READ], trust: trustOf({ AWS: '444455556666' }) });
    expect(covered(opened, stoodIn)).toBeUndefined();
  });

  const excess = [{ ...box(['s3:GetObject']) }];
  const beside = (hold: Case['hold'], parts: Partial<Finding> = {}) =>
    found(hold, { id: 'F-2', kind: 'excess-access', excess, ...parts });

  test.each<[string, Case, boolean]>([
    ['is held', beside(held([])), true],
    ['is being held', beside({ kind: 'pending', calls: [], standIns: [], at: NOW }), true],
    ['could not be held', beside({ kind: 'failed', calls: [], standIns: [], detail: '', at: NOW }), true],
    ['was covered by a waiver that is over', { ...beside({ kind: 'none' }), isWaiverOver: true }, true],
    ['people rejected', { ...beside({ kind: 'none' }), rejection: { personId: 'a', reason: '', at: NOW } }, true],
    ['was left', beside({ kind: 'none' }), false],
    ['is held of another role', beside(held([]), { principal: roleArn('other') }), false],
  ])('beside what %s under another finding', (_, other, isCovered) => {
    expect(covered(reads, stoodIn, [other]) !== undefined).toBe(isCovered);
  });

  test('is all, where nobody can read what it had before', () => {
    expect(covered(reads, { ...stoodIn, finding: { ...stoodIn.finding, frozen: { account: 1 } } })).toContain(
      's3:GetObject',
    );
    const { frozen: _, ...nothingFrozen } = stoodIn.finding;
    expect(covered(reads, { ...stoodIn, finding: nothingFrozen })).toContain('s3:GetObject');
    expect(covered(reads, { ...stoodIn, finding: { ...stoodIn.finding, frozen: stateToJson(account()) } })).toContain(
      's3:GetObject',
    );
  });
});
