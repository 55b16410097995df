import { describe, expect, jest, test } from '@jest/globals';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import { meetDeadlines } from '../../../lib/usecases/approval/meet-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { holdBesideWaiver, holdFinding, holdWhatCameMeanwhile } from '../../../lib/usecases/holds/hold-finding.ts';
import { account, AGENT, allow, attachAdmin, callOf, DAY, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { answers, denies, foundBy, policy, put, sign } from './held-world.ts';

const HOUR = 60 * MINUTE;
const LATE = ['s3:PutObject'] as const;
const may = (here: World) => answers(here, 'deployer', LATE);

/** What comes to the agent's role of which no call tells. */
const comes = (here: World, action: string = LATE[0]) =>
  here.account.change({ ...policy('deployer', action), policyName: 'late' });

const looks = async ({ deps }: World, findingId: string) =>
  (await deps.scheduler.due(NOW + DAY)).flatMap((due) =>
    due.kind === 'second-look' && due.findingId === findingId ? [due.at] : [],
  );

/** An engineer's finding whose deadline has come. */
async function due() {
  const here = await open();
  const findingId = await foundBy(here, put('engineer', 'iam:*'));
  here.at(NOW + HOUR);
  return { here, findingId };
}

describe('a finding that is held', () => {
  test('is looked at again a minute later, and no more often however often it is to be held', async () => {
    const { here, findingId } = await due();
    expect(await holdFinding(findingId, here.deps)).toEqual({ kind: 'held' });
    expect(await looks(here, findingId)).toEqual([NOW + HOUR + MINUTE]);
    here.at(NOW + HOUR + 1);
    expect(await holdFinding(findingId, here.deps)).toEqual({ kind: 'already-held' });
    expect(await looks(here, findingId)).toEqual([NOW + HOUR + MINUTE]);
  });

  test('already, by a worker that died after it, has what came meanwhile held by who comes next', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    comes(here);
    expect(may(here)).toEqual(['allow']);
    expect(await holdFinding(findingId, here.deps)).toEqual({ kind: 'already-held' });
    expect(may(here)).toEqual(['deny']);
  });
});

describe('what came while a finding was open', () => {
  /** The agent's role, of which one call is held, and another one is found that AWS refuses to hold. */
  async function beside(refused: Call) {
    const here = await open();
    const findingId = await foundBy(here, put('deployer', 's3:DeleteObject'));
    here.account.play(refused);
    const enforcer: World['deps']['enforcer'] = {
      enforce: async () => ({ kind: 'refused', code: 'AccessDenied', detail: 'refused by this test' }),
    };
    const { findings } = await handleCall(refused, { ...here.deps, enforcer });
    const [other] = findings;
    expect((await caseOf(here, other)).status).toBe('hold-failed');
    comes(here);
    const held = here.account.effects.length;
    await holdWhatCameMeanwhile(findingId, here.deps);
    return { here, other, made: here.account.effects.slice(held) };
  }

  test('is held once on one occasion', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    comes(here);
    for (const _again of [1, 2]) await holdWhatCameMeanwhile(findingId, here.deps);
    expect(await here.deps.cases.cards()).toHaveLength(2);
    expect(may(here)).toEqual(['deny']);
  });

  test('is held on every occasion anew, where its deny was taken away between them', async () => {
    const here = await open();
    const both = [await foundBy(here, put('deployer', 's3:DeleteObject')), await foundBy(here, attachAdmin())];
    comes(here);
    for (const findingId of both) {
      liftDenies(here);
      expect(may(here)).toEqual(['allow']);
      await holdWhatCameMeanwhile(findingId, here.deps);
      expect(may(here)).toEqual(['deny']);
    }
  });

  test('is held beside another hold that failed, where people had time to approve both', async () => {
    const { here, findingId } = await due();
    const policyDocument = JSON.stringify(allow('sns:*'));
    const more = { roleName: 'engineer', policyName: 'other', policyDocument };
    const other = await foundBy(here, callOf(record('PutRolePolicy', more, { id: 'other', time: NOW + HOUR })));
    here.at(NOW + 2 * HOUR);
    here.account.refuses.add('DeleteRolePolicy').add('PutRolePolicy');
    expect(await holdFinding(other, here.deps)).toMatchObject({ kind: 'failed' });
    here.account.refuses.clear();
    here.account.change({ ...policy('engineer', 'sqs:*'), policyName: 'late' });
    expect(await holdFinding(findingId, here.deps)).toEqual({ kind: 'held' });
    expect(answers(here, 'engineer', ['sqs:SendMessage'])).toEqual(['deny']);
    expect((await caseOf(here, other)).status).toBe('held');
  });

  test('is held, and nothing that was there before', async () => {
    const before = applyCall(account(), { ...policy('engineer', 'sqs:*'), policyName: 'before' });
    const here = await open(before.ok ? { state: before.value } : {});
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.account.change({ ...policy('engineer', 'sns:*'), policyName: 'late' });
    here.at(NOW + HOUR);
    expect(await holdFinding(findingId, here.deps)).toEqual({ kind: 'held' });
    expect(answers(here, 'engineer', ['sqs:SendMessage', 'sns:Publish'])).toEqual(['allow', 'deny']);
  });

  test('is looked for once the account shows the hold', async () => {
    const here = await open();
    const call = attachAdmin();
    here.account.play(call);
    const stale = await here.account.stateOf(AGENT);
    const { findings } = await handleCall(call, here.deps);
    jest.spyOn(here.deps.accounts, 'stateOf').mockResolvedValueOnce(stale);
    await holdWhatCameMeanwhile(findings[0] ?? '', here.deps);
    expect(await here.deps.cases.cards()).toHaveLength(1);
  });

  test('is nothing where nothing was found', async () => {
    const here = await open();
    await holdWhatCameMeanwhile('F-none', here.deps);
    expect(await here.deps.cases.cards()).toEqual([]);
  });

  test('is left where that is still open', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.account.change({ ...policy('engineer', 'sqs:*'), policyName: 'late' });
    await holdWhatCameMeanwhile(findingId, here.deps);
    expect([here.account.effects, await here.deps.cases.cards()]).toEqual([[], [expect.anything()]]);
  });

  test('is left where another hold is stopped, until that is held', async () => {
    const { here, made } = await beside(attachAdmin({ id: 'other' }));
    expect([made, may(here)]).toEqual([[], ['allow']]);
  });

  test('is held beside a failed hold of whom a role trusts', async () => {
    const { here, made } = await beside(letIn('deployer'));
    expect([made, may(here)]).toEqual([expect.anything(), ['deny']]);
  });

  test('is a matter of its own where that is whom a role trusts', async () => {
    const here = await open();
    const findingId = await foundBy(here, letIn('deployer'));
    expect((await caseOf(here, findingId)).status).toBe('held');
    comes(here);
    await holdWhatCameMeanwhile(findingId, here.deps);
    expect([may(here), await here.deps.cases.cards()]).toEqual([['allow'], [expect.anything()]]);
  });
});

describe('beside a waiver nothing is held', () => {
  test('of what was never found', async () => {
    const here = await open();
    await holdBesideWaiver('F-none', here.deps);
    expect(await here.deps.cases.cards()).toEqual([]);
  });

  test('of who is gone', async () => {
    const { here, findingId } = await due();
    here.account.state = { ...here.account.state, roles: new Map() };
    await holdBesideWaiver(findingId, here.deps);
    expect(await here.deps.cases.cards()).toHaveLength(1);
  });
});

test('what comes under a waiver once more, after what came before was held, is held at its end as well', async () => {
  const here = await open();
  const findingId = await foundBy(here, attachAdmin());
  for (const day of [1, 2]) {
    await sign(here, findingId, NOW + day * DAY);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    comes(here);
    liftDenies(here);
    here.at(NOW + day * DAY);
    await meetDeadlines([{ kind: 'waiver-end', findingId, at: NOW + day * DAY }], here.deps);
    expect(may(here)).toEqual(['deny']);
  }
});

test('what cannot be held at the end of its waiver is tried once, and told by its own finding alone', async () => {
  const here = await open();
  const findingId = await foundBy(here, attachAdmin());
  await sign(here, findingId);
  here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
  here.at(NOW + DAY);
  await meetDeadlines([{ kind: 'waiver-end', findingId, at: NOW + DAY }], here.deps);
  expect((await caseOf(here, findingId)).status).toBe('hold-failed');
  expect(await here.deps.cases.cards()).toHaveLength(1);
  const since = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact).filter(({ at }) => at >= NOW + DAY);
  const tried = since.flatMap((fact) => (fact.kind === 'hold-intended' ? fact.calls.map(({ name }) => name) : []));
  expect(tried).toEqual(['DetachRolePolicy', 'PutRolePolicy', 'PutRolePolicy']);
});

/** Somebody takes the denies away that are on the agent's role. */
function liftDenies(here: World): void {
  for (const policyName of denies(here, 'deployer')) {
    here.account.change({ name: 'DeleteRolePolicy', roleName: 'deployer', policyName });
  }
}

/** Lets another account become a role. */
function letIn(roleName: string): Call {
  const Principal = { AWS: 'arn:aws:iam::999988887777:root' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return callOf(record('UpdateAssumeRolePolicy', { roleName, policyDocument }, { id: 'trust' }));
}
