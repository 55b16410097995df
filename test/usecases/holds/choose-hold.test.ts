import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { digestOfFinding } from '../../../lib/core/governance/cases/digest-of-finding.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { ADMIN, allow, attachAdmin, DAY, MINUTE, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { answers, denies, foundBy, inlineOf, policy, put, sign } from './held-world.ts';

describe('what was before a call, and is held itself', () => {
  test('is not put back: the excess of the call is denied beside it', async () => {
    const here = await open();
    const { finding } = await caseOf(here, await foundBy(here, put('deployer', 's3:PutObject')));
    const { response } = finding;
    if (response.kind !== 'hold') throw new Error('nothing is held');
    // it came again, and another call wrote over it before anybody was told
    const later = policy('deployer', 's3:DeleteObject');
    here.account.change(later);
    const plan = { ...response.plan, calls: response.plan.restore, restore: [later] };
    const changed = { ...finding, id: 'F-0123456789ab', response: { ...response, plan } };
    const second = { ...changed, digest: digestOfFinding(changed) };
    await here.deps.ledger.append([{ kind: 'finding-raised', finding: second, at: NOW }]);
    expect(await holdAccess(second.id, here.deps)).toEqual({ kind: 'held' });
    expect(inlineOf(here, 'deployer').get('more')).toEqual(later.policyDocument);
    expect(denies(here, 'deployer')).toHaveLength(1);
  });

  test('nor is what nobody could hold yet', async () => {
    const here = await open();
    const refusing: HandleDeps['enforcer'] = {
      enforce: async () => ({ kind: 'refused', code: 'AccessDenied', detail: 'refused by this test' }),
    };
    const first = put('deployer', 's3:PutObject', 'first');
    here.account.play(first);
    const { findings } = await handleCall(first, { ...here.deps, enforcer: refusing });
    expect(await Promise.all(findings.map(async (id) => (await caseOf(here, id)).status))).toEqual(['hold-failed']);
    const second = await foundBy(here, put('deployer', 's3:DeleteObject', 'second'));
    expect((await caseOf(here, second)).status).toBe('held');
    expect(answers(here, 'deployer', ['s3:PutObject', 's3:DeleteObject', 's3:GetObject'])).toEqual([
      'deny',
      'deny',
      'allow',
    ]);
  });
});

test('a deny that stands in leaves what people have signed for under another finding, until that ends as well', async () => {
  const here = await open();
  const signed = await foundBy(here, put('deployer', 's3:PutObject'));
  const second = await foundBy(here, attachAdmin({ id: 'b' }));
  await sign(here, signed, NOW + 2 * DAY);
  await sign(here, second);
  here.account.refuses.add('DetachRolePolicy');
  const may = async (at: number) => {
    here.at(at);
    await meetDueDeadlines(here.deps);
    return answers(here, 'deployer', ['s3:GetObject', 's3:PutObject', 'iam:CreateUser']);
  };
  expect(await may(NOW)).toEqual(['allow', 'allow', 'allow']);
  expect(await may(NOW + DAY)).toEqual(['allow', 'allow', 'deny']);
  expect(here.announced.join()).toContain(`denied exactly the excess beyond what is signed for in ${signed}: `);
  expect(await may(NOW + 2 * DAY)).toEqual(['allow', 'deny', 'deny']);
});

describe('a late hold does not destroy what is newer', () => {
  test.each<{ name: string; later: IamCall; left: JsonObject | undefined; denied: number }>([
    { name: 'the same document', later: policy('engineer', 'iam:*'), left: undefined, denied: 0 },
    { name: 'another document', later: policy('engineer', 's3:List*'), left: allow('s3:List*'), denied: 1 },
    {
      name: 'something else that changed',
      later: { name: 'TagRole', roleName: 'engineer', tags: [{ key: 'a', value: 'b' }] },
      left: undefined,
      denied: 0,
    },
    {
      name: 'the document taken away by somebody',
      later: { name: 'DeleteRolePolicy', roleName: 'engineer', policyName: 'more' },
      left: undefined,
      denied: 0,
    },
  ])('at its deadline: $name', async ({ later, left, denied }) => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    expect((await caseOf(here, findingId)).status).toBe('open');
    here.account.change(later);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(inlineOf(here, 'engineer').get('more')).toEqual(left);
    expect(denies(here, 'engineer')).toHaveLength(denied);
  });

  test('at the end of a waiver', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('deployer', 's3:PutObject'));
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    here.account.change(policy('deployer', 's3:GetObjectAcl'));
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(inlineOf(here, 'deployer').get('more')).toEqual(allow('s3:GetObjectAcl'));
    // what nobody was told of is held by itself
    expect(denies(here, 'deployer')).toHaveLength(2);
    expect(here.announced.join()).toContain('denied exactly the excess: the account has changed since');
    const actions = ['s3:GetObject', 's3:PutObject', 's3:GetObjectAcl'];
    expect(answers(here, 'deployer', actions)).toEqual(['allow', 'deny', 'deny']);
  });

  test('at a start after a crash in the middle of it', async () => {
    const here = await open();
    const call = put('engineer', 'iam:*');
    const findingId = await foundBy(here, call);
    const { finding } = await caseOf(here, findingId);
    const calls = 'plan' in finding.response ? finding.response.plan.calls : [];
    here.at(NOW + 61 * MINUTE);
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId, calls, at: NOW + 61 * MINUTE }]);
    here.account.change(policy('engineer', 's3:List*'));
    await resume(here.deps);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(inlineOf(here, 'engineer').get('more')).toEqual(allow('s3:List*'));
    expect(denies(here, 'engineer')).toHaveLength(1);
  });

  test('what was signed comes back whole, and the deny that stood in is lifted', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.account.change(policy('engineer', 's3:List*'));
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(inlineOf(here, 'engineer').get('more')).toEqual(allow('iam:*'));
    expect(denies(here, 'engineer')).toEqual([]);
  });

  test('a deny that stood in stays until the restore is whole', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.account.change(policy('engineer', 's3:List*'));
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    here.account.refuses.add('DeleteRolePolicy');
    expect(await sign(here, findingId)).toMatchObject({ value: { restore: { kind: 'failed' } } });
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(denies(here, 'engineer')).toHaveLength(1);
    here.account.refuses.clear();
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(denies(here, 'engineer')).toEqual([]);
  });
});

describe('when AWS refuses to undo the call', () => {
  test.each<{ name: string; refuses: (call: PlanCall) => boolean; left: readonly string[]; said: string }>([
    {
      name: 'the principal is denied exactly the excess',
      refuses: ({ name }) => name === 'DetachRolePolicy',
      left: ['allow', 'deny'],
      said: 'DetachRolePolicy was refused',
    },
    {
      name: 'and that deny as well, the principal is denied everything',
      refuses: (call) => call.name === 'DetachRolePolicy' || JSON.stringify(call).includes('NotAction'),
      left: ['deny', 'deny'],
      said: 'PutRolePolicy was refused',
    },
  ])('$name, and a restore lifts it', async ({ refuses, left, said }) => {
    const here = await open();
    const refusing: HandleDeps['enforcer'] = {
      enforce: async (account, call, finding) => {
        if (refuses(call)) return { kind: 'refused', code: 'LimitExceeded', detail: 'refused by this test' };
        return here.deps.enforcer.enforce(account, call, finding);
      },
    };
    const call = attachAdmin();
    here.account.play(call);
    const outcome = await handleCall(call, { ...here.deps, enforcer: refusing });
    const [findingId = ''] = outcome.kind === 'denied' ? [] : outcome.findings;
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(denies(here, 'deployer')).toHaveLength(1);
    expect(answers(here, 'deployer', ['s3:GetObject', 'iam:CreateUser'])).toEqual(left);
    expect(here.announced.join()).toContain(said);
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(denies(here, 'deployer')).toEqual([]);
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
  });
});

describe('who is quarantined and has no room for a deny', () => {
  /** The last of several grants of the same, of which AWS takes no deny. */
  async function quarantined(before: (here: World) => void = () => undefined) {
    const here = await open();
    for (const id of ['a', 'b', 'c']) await foundBy(here, attachAdmin({ id }));
    for (const name of ['PutRolePolicy', 'AttachRolePolicy']) here.account.refuses.add(name);
    before(here);
    const findingId = await foundBy(here, attachAdmin({ id: 'd' }));
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    const whys = facts.flatMap((fact) => (fact.kind === 'hold-intended' ? [fact.why ?? ''] : []));
    return { here, found: await caseOf(here, findingId), whys };
  }

  test('has what came back undone once more, and people are told of both', async () => {
    const { here, found, whys } = await quarantined();
    expect(found).toMatchObject({ status: 'held', irregularities: [] });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([]);
    expect(whys).toEqual([
      expect.stringContaining('quarantined: '),
      'undone after all, since PutRolePolicy was refused: AccessDenied: not allowed',
    ]);
    expect(here.announced.at(-1)).toContain('undone after all, since PutRolePolicy was refused');
  });

  test('keeps it where AWS refuses that as well: the hold fails, and is tried again', async () => {
    const { here, found, whys } = await quarantined(({ account: { refuses } }) => refuses.add('DetachRolePolicy'));
    expect(found).toMatchObject({ status: 'hold-failed', hold: { by: 'refusal' }, irregularities: [] });
    expect(whys).toHaveLength(2);
    here.account.refuses.clear();
    here.at(NOW + 2 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, found.finding.id)).status).toBe('held');
  });

  test('gets the same back when people have signed', async () => {
    const { here, found } = await quarantined();
    here.account.refuses.clear();
    await sign(here, found.finding.id);
    expect(await caseOf(here, found.finding.id)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
    expect(denies(here, 'deployer')).toEqual([]);
  });
});

test('what is newer is not destroyed for want of room for a deny', async () => {
  const here = await open();
  const findingId = await foundBy(here, put('engineer', 'iam:*'));
  const later = policy('engineer', 's3:List*');
  here.account.change(later);
  here.account.refuses.add('PutRolePolicy');
  here.at(NOW + 61 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect((await caseOf(here, findingId)).status).toBe('hold-failed');
  expect(inlineOf(here, 'engineer').get('more')).toEqual(later.policyDocument);
});
