import { afterEach, describe, expect, test } from '@jest/globals';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import { isKeptByOthers } from '../../../lib/usecases/holds/kept-by-others.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { casesOf } from '../../../lib/usecases/case-book.ts';
import { ADMIN, AGENT, allow, attachAdmin, callOf, DAY, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { openWorld, type World } from '../world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const role = { roleName: 'deployer' };
const freed = (id: string) => callOf(record('DeleteRolePermissionsBoundary', role, { id }));

/** Two findings of the same, of which the second was given back; asked of the first, with the account as these calls leave it. */
async function isKept(same: (id: string) => Call, calls: readonly IamCall[], hold?: Case['hold']): Promise<boolean> {
  const world = await openWorld();
  worlds.push(world);
  const { deps, account } = world;
  const [first = ''] = await handled(world, same('one'));
  const [second = ''] = await handled(world, same('two'));
  const { digest } = (await caseOf(world, second)).finding;
  const decision = { kind: 'sign', digest, until: NOW + DAY, reason: 'release' } as const;
  for (const personId of ['sam', 'pat']) {
    await decideApproval({ findingId: second, personId, signedInAt: NOW, decision }, deps);
  }
  expect((await caseOf(world, second)).status).toBe('restored');
  const found = await caseOf(world, first);
  const { response } = found.finding;
  if (response.kind !== 'hold') throw new Error('an agent is held at once');
  const live = calls.reduce(after, account.state);
  const ofPrincipal = await casesOf(deps.cases, AGENT);
  return isKeptByOthers(hold === undefined ? found : { ...found, hold }, response.plan, {
    live: async () => live,
    ofPrincipal,
    now: NOW,
  });
}

function after(state: AccountState, call: IamCall): AccountState {
  const applied = applyCall(state, call);
  if (!applied.ok) throw new Error(applied.error.detail);
  return applied.value;
}

const DETACH: IamCall = { name: 'DetachRolePolicy', ...role, policyArn: ADMIN };
const BESIDE: IamCall = { name: 'PutRolePolicy', ...role, policyName: 'beside', policyDocument: allow('*') };
const DENIED: IamCall = { name: 'PutRolePolicy', ...role, policyName: 'AmbitHold-1', policyDocument: DENY_ALL };

describe('a hold waits for the waiver of another finding that covers what it would take', () => {
  const attached = (id: string) => attachAdmin({ id });

  test.each([
    ['as it was given back', attached, []],
    ['also where other access makes up for it today', attached, [BESIDE]],
    ['also where another hold denies it today', attached, [DENIED]],
    ['also where that is to do without a boundary', freed, []],
  ])('%s', async (_, same, calls) => {
    expect(await isKept(same, calls)).toBe(true);
  });

  test('not where somebody has taken it away meanwhile', async () => {
    expect(await isKept(attached, [DETACH])).toBe(false);
  });

  test('not where it was begun and is made', async () => {
    const begun = { kind: 'pending', calls: [DETACH], at: NOW } as const;
    expect(await isKept(attached, [BESIDE, DETACH], begun)).toBe(false);
    expect(await isKept(attached, [BESIDE], begun)).toBe(true);
  });
});
