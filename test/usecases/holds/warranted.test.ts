import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import { standInFor } from '../../../lib/core/governance/holds/denies/stand-in.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { CLAIM_LASTS } from '../../../lib/usecases/holds/hold-claim.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { warrantedHolder, warrantedRestorer } from '../../../lib/usecases/holds/warranted.ts';
import { ACCOUNT, allow, attachAdmin, DAY, NOW } from '../company.ts';
import { openWorld, type World } from '../world.ts';

type PutRolePolicy = Extract<IamCall, { readonly name: 'PutRolePolicy' }>;

const ADMIN_FOR_ALL: IamCall = {
  name: 'PutRolePolicy',
  roleName: 'deployer',
  policyName: 'AmbitHold-forged',
  policyDocument: allow('*'),
};

const DENY_WRITES: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 's3:Put*', Resource: '*' }],
};

let world: World;
let findingId: string;

beforeEach(async () => {
  world = await openWorld();
  const call = attachAdmin();
  world.account.play(call);
  const outcome = await handleCall(call, world.deps);
  findingId = (outcome.kind === 'denied' ? undefined : outcome.findings[0]) ?? '';
});

afterEach(() => world.close());

async function caseNow(): Promise<Case> {
  const found = foldCase(await world.deps.ledger.about(findingId));
  if (found === undefined) throw new Error('no case');
  return found;
}

const write = (fact: Fact) => world.deps.ledger.append([fact]);
const holder = () => warrantedHolder(world.account, world.deps);
const restorer = () => warrantedRestorer(world.account, world.deps);

async function sign(personId: string) {
  const { digest } = (await caseNow()).finding;
  const decision = { kind: 'sign', digest, reason: 'release', until: NOW + DAY } as const;
  const nowhere = { ...world.deps, restorer: { decided: async () => undefined } };
  await decideApproval({ findingId, personId, signedInAt: NOW, decision }, nowhere);
}

/** A restore as a part of Ambit that was taken over might write it. */
async function intendRestore(calls: readonly PlanCall[]) {
  const { digest } = (await caseNow()).finding;
  await write({ kind: 'restore-intended', findingId, digest, calls, waiverUntil: NOW + DAY, at: NOW });
}

/** A deny as it would stand in for the finding's plan. */
async function standInWith(document: JsonObject): Promise<PutRolePolicy> {
  const put = standInFor((await caseNow()).finding, document)?.put;
  if (put?.name !== 'PutRolePolicy') throw new Error('a role can be denied');
  return put;
}

describe('a holder', () => {
  test('makes no call once the hold is done', async () => {
    const { hold } = await caseNow();
    const [call] = hold.kind === 'none' ? [] : hold.calls;
    if (call === undefined) throw new Error('no hold');
    expect(await holder().enforce(ACCOUNT, call, findingId)).toMatchObject({ kind: 'no-warrant' });
  });

  test.each<[string, () => Promise<IamCall>]>([
    ['that is a plan of its own', async () => ADMIN_FOR_ALL],
    ['that is a stand-in which allows', async () => standInWith(allow('*'))],
    ['that is a stand-in which denies nothing', async () => standInWith({ Version: '2012-10-17', Statement: [] })],
    [
      'that is a stand-in under another name',
      async () => ({ ...(await standInWith(DENY_WRITES)), policyName: 'look' }),
    ],
    ['that is a stand-in of another role', async () => ({ ...(await standInWith(DENY_WRITES)), roleName: 'engineer' })],
  ])('makes no call of a forged hold %s', async (_name, forge) => {
    const forged = await forge();
    await write({ kind: 'hold-intended', findingId, calls: [forged], at: NOW });
    const before = world.account.state;
    expect(await holder().enforce(ACCOUNT, forged, findingId)).toEqual({
      kind: 'no-warrant',
      detail: 'the hold in progress is not the plan that was frozen',
    });
    expect(world.account.state).toBe(before);
  });

  test('makes the call of a deny that stands in', async () => {
    const denied = await standInWith(DENY_WRITES);
    await write({ kind: 'hold-intended', findingId, calls: [denied], at: NOW });
    expect(await holder().enforce(ACCOUNT, denied, findingId)).toEqual({ kind: 'done' });
  });

  test.each([
    ['of another call', ACCOUNT, 'F-1', ADMIN_FOR_ALL],
    ['in another account', '999999999999', undefined, undefined],
    ['of a finding that does not exist', ACCOUNT, 'F-none', undefined],
  ])('makes no call %s', async (_name, account, finding, call) => {
    const { hold } = await caseNow();
    const calls = hold.kind === 'none' ? [] : hold.calls;
    await write({ kind: 'hold-intended', findingId, calls, at: NOW });
    const order = call ?? calls[0] ?? ADMIN_FOR_ALL;
    const named = finding === 'F-none' ? finding : findingId;
    expect(await holder().enforce(account, order, named)).toMatchObject({ kind: 'no-warrant' });
  });

  test('says of what the ledger has no finding', async () => {
    expect(await holder().enforce(ACCOUNT, ADMIN_FOR_ALL, 'F-none')).toEqual({
      kind: 'no-warrant',
      detail: 'the ledger has no finding "F-none"',
    });
  });

  test.each([
    ['while others still leave it to who began it', CLAIM_LASTS / 2, { kind: 'already' }],
    ['not once that may be over', CLAIM_LASTS / 2 + 1, { kind: 'no-warrant', detail: 'it was begun too long ago' }],
  ])('makes a call of a hold that was begun some time ago: %s', async (_name, later, outcome) => {
    const { hold } = await caseNow();
    const calls = hold.kind === 'none' ? [] : hold.calls;
    await write({ kind: 'hold-intended', findingId, calls, at: NOW });
    world.at(NOW + later);
    const [call = ADMIN_FOR_ALL] = calls;
    expect(await holder().enforce(ACCOUNT, call, findingId)).toEqual(outcome);
  });

  test('repeats a call of the hold in progress', async () => {
    const { hold } = await caseNow();
    const calls = hold.kind === 'none' ? [] : hold.calls;
    await write({ kind: 'hold-intended', findingId, calls, at: NOW });
    for (const call of calls) {
      expect(await holder().enforce(ACCOUNT, call, findingId)).toEqual({ kind: 'already' });
    }
  });
});

describe('a restorer', () => {
  test('gives nothing back that two people did not sign', async () => {
    await sign('sam');
    const { finding } = await caseNow();
    const calls = 'plan' in finding.response ? finding.response.plan.restore : [];
    await intendRestore(calls);
    for (const call of calls) {
      expect(await restorer().enforce(ACCOUNT, call, findingId)).toMatchObject({ kind: 'no-warrant' });
    }
    expect(world.account.state.roles.get('deployer')?.attached).toEqual([]);
  });

  test('gives back nothing else than what two people signed', async () => {
    await sign('sam');
    await sign('pat');
    await intendRestore([ADMIN_FOR_ALL]);
    expect(await restorer().enforce(ACCOUNT, ADMIN_FOR_ALL, findingId)).toMatchObject({ kind: 'no-warrant' });
  });

  test('gives back nothing once the waiver has ended', async () => {
    await sign('sam');
    await sign('pat');
    const { finding } = await caseNow();
    const calls = 'plan' in finding.response ? finding.response.plan.restore : [];
    await intendRestore(calls);
    world.at(NOW + DAY);
    const [call = ADMIN_FOR_ALL] = calls;
    expect(await restorer().enforce(ACCOUNT, call, findingId)).toMatchObject({ detail: 'its waiver has ended' });
  });

  test('does not count people who signed what was not theirs to sign', async () => {
    const { finding } = await caseNow();
    for (const personId of ['nobody', 'stranger']) {
      const forged = { findingId, personId, groups: ['security'], digest: finding.digest };
      await write({ kind: 'signed', ...forged, reason: 'forged', until: NOW + DAY, at: NOW });
    }
    const calls = 'plan' in finding.response ? finding.response.plan.restore : [];
    await intendRestore(calls);
    const [call = ADMIN_FOR_ALL] = calls;
    expect(await restorer().enforce(ACCOUNT, call, findingId)).toMatchObject({ detail: 'its quorum is not complete' });
  });
});

describe('a part of Ambit that may not restore', () => {
  test('hands the finding over when it is signed, and whoever may restore gives it back', async () => {
    const told: string[] = [];
    const handOver = { decided: async (id: string) => void told.push(id) };
    expect(await restoreAccess(findingId, { ...world.deps, restorer: handOver })).toEqual({ kind: 'handed-over' });
    expect(told).toEqual([findingId]);
    await sign('sam');
    await sign('pat');
    expect(await restoreAccess(findingId, world.deps)).toMatchObject({ kind: 'restored' });
    expect(await holdAccess(findingId, world.deps)).toMatchObject({ code: 'WAIVED' });
  });
});
