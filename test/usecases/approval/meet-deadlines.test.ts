import { describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../lib/core/json.ts';
import { account as accountOf, user } from '../../core/governance/accounts.ts';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { Deadline, FindingDeadline } from '../../../lib/ports/deadline.ts';
import { meetDeadlines } from '../../../lib/usecases/approval/meet-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { type RestoreDeps, restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { account, ADMIN, AGENT, allow, attachAdmin, callOf, DAY, governance, MINUTE, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { answers, denies, foundBy, policy, put, sign, withAnn } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import type { World, WorldOptions } from '../world.ts';

const HOUR = 60 * MINUTE;

/** A world with a finding whose access two people have had given back until a day after `NOW`. */
async function waived(options: WorldOptions = {}, call = attachAdmin()) {
  const here = await open(options);
  const findingId = await foundBy(here, call);
  await sign(here, findingId);
  if ((await caseOf(here, findingId)).status !== 'restored') await restoreAccess(findingId, here.deps);
  expect((await caseOf(here, findingId)).status).toBe('restored');
  const meet = (kind: FindingDeadline['kind'], at: number) => meetDeadlines([{ kind, findingId, at }], here.deps);
  return { here, findingId, meet };
}

/** A world where a worker died before it had given back what two people have signed, and AWS refuses these calls since. */
async function begun(refused: readonly IamCall['name'][] = [], call = attachAdmin()) {
  const here = await open();
  const findingId = await foundBy(here, call);
  const restorer: RestoreDeps['enforcer'] = { enforce: () => Promise.reject(new Error('killed')) };
  const dying = { ...here, deps: { ...here.deps, restorer } };
  await expect(sign(dying, findingId)).rejects.toThrow('killed');
  expect((await caseOf(here, findingId)).status).toBe('restoring');
  for (const each of refused) here.account.refuses.add(each);
  const meet = (kind: FindingDeadline['kind'], at: number) => meetDeadlines([{ kind, findingId, at }], here.deps);
  return { here, findingId, meet };
}

/** Standards by which nobody is held, only told of. */
function warning(): WorldOptions {
  const rules = governance();
  return { governance: { ...rules, classes: rules.classes.map((each) => ({ ...each, mode: 'warn' as const })) } };
}

/** The deadlines that are set while these are met. */
async function setWhile({ deps }: World, due: Deadline): Promise<readonly Deadline[]> {
  const all: Deadline[] = [];
  const set = async (deadline: Deadline) => {
    all.push(deadline);
    return deps.scheduler.set(deadline);
  };
  const done = (deadline: Deadline) => deps.scheduler.done(deadline);
  await meetDeadlines([due], { ...deps, scheduler: { set, done, due: (now) => deps.scheduler.due(now) } });
  return all;
}

async function kindsOf(here: World, findingId: string): Promise<readonly string[]> {
  return (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
}

const attached = (here: World, role = 'deployer') => here.account.state.roles.get(role)?.attached;

/** Of the engineer there are two findings to be held by now, and the waiver of the agent's has ended. */
async function threeDue() {
  const { here, findingId: agents } = await waived();
  const more = callOf(record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }, { id: 'second' }));
  const engineers = [await foundBy(here, put('engineer', 'sqs:*', 'first')), await foundBy(here, more)];
  here.at(NOW + DAY);
  const due: readonly Deadline[] = [
    ...engineers.map((findingId): Deadline => ({ kind: 'hold-deadline', findingId, at: NOW + HOUR })),
    { kind: 'waiver-end', findingId: agents, at: NOW + DAY },
  ];
  return { here, due };
}

/** What the world has to do with, and what is done before each call of a hold. */
function holding({ deps }: World, before: (roleName: string) => Promise<unknown>): RestoreDeps {
  const enforce: RestoreDeps['enforcer']['enforce'] = async (account, call, findingId) => {
    await before('roleName' in call ? call.roleName : '');
    return deps.enforcer.enforce(account, call, findingId);
  };
  return { ...deps, enforcer: { enforce } };
}

describe('deadlines that are due at once', () => {
  test('of one principal are met one after the other, of several side by side', async () => {
    const { here, due } = await threeDue();
    const [begins, gaveUp] = [Promise.withResolvers<string>(), setTimeout(() => begins.resolve('after it'), 2000)];
    let engineers = 0;
    const deps = holding(here, async (role) => {
      if (role === 'deployer') return begins.resolve('beside it');
      engineers += 1;
      expect([await begins.promise, engineers]).toEqual(['beside it', 1]);
      engineers -= 1;
    });
    const met = await meetDeadlines(due, deps);
    clearTimeout(gaveUp);
    // what else is due of a principal is held with the first
    const outcomes = met.map(({ outcome }) => outcome?.kind);
    expect(outcomes).toEqual(expect.arrayContaining(['held', 'already-held']));
    expect(outcomes).toHaveLength(3);
    expect([attached(here), attached(here, 'engineer')]).toEqual([[], []]);
  });

  test('of one principal are met one after the other, also where they are but two', async () => {
    const { here, due } = await threeDue();
    let engineers = 0;
    const deps = holding(here, async () => {
      engineers += 1;
      expect(engineers).toBe(1);
      await sleep(20);
      engineers -= 1;
    });
    expect(await meetDeadlines(due.slice(0, 2), deps)).toHaveLength(2);
  });

  test('are met whichever of them fails; that one stays due', async () => {
    const { here, due } = await threeDue();
    const [failing] = due;
    const { scheduler } = here.deps;
    await Promise.all(due.map((each) => scheduler.set(each)));
    const done = async (deadline: Deadline) => {
      if (deadline === failing) throw new Error('the table is gone');
      return scheduler.done(deadline);
    };
    const set = (deadline: Deadline) => scheduler.set(deadline);
    const deps = { ...here.deps, scheduler: { set, done, due: (now: number) => scheduler.due(now) } };
    const fault = await meetDeadlines(due, deps).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({
      message: '1 deadlines could not be met; they stay due',
      errors: [expect.objectContaining({ message: 'the table is gone' })],
    });
    const left = await scheduler.due(NOW + DAY);
    expect(left).toContainEqual(failing);
    for (const each of due.slice(1)) expect(left).not.toContainEqual(each);
    expect([attached(here), attached(here, 'engineer')]).toEqual([[], []]);
  });

  test('and lie ahead of a clock that is behind are met all the same', async () => {
    const { here, findingId, meet } = await waived();
    here.at(NOW + DAY - 1);
    const [met] = await meet('waiver-end', NOW + DAY);
    expect(met).toMatchObject({ deadline: { findingId }, outcome: { kind: 'held' } });
    expect(attached(here)).toEqual([]);
  });

  test('of a principal are a look at what it holds by then', async () => {
    const here = await open();
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    const met = await meetDeadlines([{ kind: 'principal-look', principal: AGENT, at: NOW }], here.deps);
    expect(met).toMatchObject([{ outcome: undefined }]);
    const found = (await here.deps.cases.cards()).map(({ principal, status }) => [principal, status]);
    expect(found).toEqual([[AGENT, 'held']]);
  });
});

test('a hold at its deadline holds what came meanwhile, though a key that waits for people tells of that', async () => {
  const here = await open({ state: accountOf(user('engineer', { path: '/', attached: [] })) });
  const of = { userName: 'engineer' };
  const called = (name: string, more: JsonObject = {}) => callOf(record(name, { ...of, ...more }, { id: name }));
  const findingId = await foundBy(here, called('AttachUserPolicy', { policyArn: ADMIN }));
  const policy = { policyName: 'more', policyDocument: JSON.stringify(allow('sqs:SendMessage')) };
  expect(await handled(here, called('PutUserPolicy', policy))).toEqual([]);
  here.at(NOW + MINUTE);
  const key = { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active', ...of } };
  await foundBy(here, callOf({ ...record('CreateAccessKey', of), responseElements: key }));
  here.at(NOW + HOUR);
  await meetDeadlines([{ kind: 'hold-deadline', findingId, at: NOW + HOUR }], here.deps);
  const cases = await here.deps.cases.cases();
  expect(cases.map(({ finding, status }) => `${finding.kind} ${status}`).sort()).toEqual([
    'credential-created open',
    'excess-access held',
    'standing-excess held',
  ]);
});

describe('whether a waiver is kept', () => {
  test.each<[string, number, number]>([
    ['is not asked before half of its time is over', NOW + DAY / 2 - 1, 0],
    ['is asked from then on', NOW + DAY / 2, 1],
    ['is asked until it ends', NOW + DAY - 1, 1],
    ['is not asked when it has ended', NOW + DAY, 0],
  ])('%s', async (_, now, count) => {
    const { here, findingId, meet } = await waived();
    here.at(now);
    const told = here.announced.length;
    expect(await meet('waiver-notice', now)).toMatchObject([{ outcome: undefined }]);
    await meet('waiver-notice', now);
    const asked = (await here.deps.ledger.about(findingId)).filter(({ fact }) => fact.kind === 'waiver-due');
    expect(asked.map(({ fact }) => fact)).toEqual(
      Array.from({ length: count }, () => ({ kind: 'waiver-due', findingId, until: NOW + DAY, at: now })),
    );
    expect(here.announced.slice(told)).toHaveLength(count);
  });

  test('is not asked while the access is given back: that may fail', async () => {
    const { here, findingId, meet } = await begun();
    here.at(NOW + DAY / 2);
    await meet('waiver-notice', NOW + DAY / 2);
    expect(await kindsOf(here, findingId)).not.toContain('waiver-due');
  });

  test('is asked of nobody where none runs, or nothing was found', async () => {
    const { here, findingId, meet } = await waived();
    here.at(NOW + DAY);
    await meet('waiver-end', NOW + DAY);
    await meet('waiver-notice', NOW + DAY);
    expect(await kindsOf(here, findingId)).not.toContain('waiver-due');
    await meetDeadlines([{ kind: 'waiver-notice', findingId: 'F-none', at: NOW }], here.deps);
    expect(await kindsOf(here, 'F-none')).toEqual([]);
  });
});

describe('the end of a waiver', () => {
  test('is written down and told, what it gave is held, and what came under it is looked for then and a minute later', async () => {
    const { here, findingId, meet } = await waived();
    here.at(NOW + DAY + HOUR);
    expect(await meet('waiver-end', NOW + DAY)).toMatchObject([{ outcome: { kind: 'held' } }]);
    expect((await kindsOf(here, findingId)).slice(-4)).toEqual([
      'waiver-ended',
      'hold-intended',
      'hold-confirmed',
      'announced',
    ]);
    expect(here.announced.at(-1)).toContain('the excess is held');
    const looks = (await here.deps.scheduler.due(NOW + 2 * DAY)).filter(({ kind }) => kind === 'waiver-end');
    expect(looks.map(({ at }) => at)).toEqual([NOW + DAY + HOUR, NOW + DAY + HOUR + MINUTE]);
  });

  test('that lies before that of a waiver that was granted since ends nothing, and nothing is looked at', async () => {
    const { here, findingId, meet } = await waived();
    here.account.change({ name: 'PutRolePolicy', roleName: 'deployer', policyName: 'x', policyDocument: allow('*') });
    const before = await kindsOf(here, findingId);
    here.at(NOW + DAY - 1);
    expect(await meet('waiver-end', NOW + DAY - 1)).toMatchObject([{ outcome: undefined }]);
    expect(await kindsOf(here, findingId)).toEqual(before);
    expect([attached(here), denies(here, 'deployer')]).toEqual([[ADMIN], []]);
  });

  test('that is due now has a look set a minute later only: it is itself the look of now', async () => {
    const { here, findingId } = await waived();
    here.at(NOW + DAY);
    const set = await setWhile(here, { kind: 'waiver-end', findingId, at: NOW + DAY });
    expect(set.filter(({ kind }) => kind === 'waiver-end')).toEqual([
      { kind: 'waiver-end', findingId, at: NOW + DAY + MINUTE },
    ]);
  });

  test.each([['restored'], ['restoring']])('that came too early ends nothing of what is %s', async (status) => {
    const { here, findingId } =
      status === 'restored'
        ? await waived(warning(), put('deployer', 's3:PutObject'))
        : await begun(['PutRolePolicy'], put('deployer', 's3:PutObject'));
    const policyDocument = allow('iam:PassRole');
    here.account.change({ name: 'PutRolePolicy', roleName: 'deployer', policyName: 'x', policyDocument });
    here.at(NOW + 1);
    const deps = { ...here.deps, claimLasts: MINUTE };
    const early: Deadline = { kind: 'waiver-end', findingId, at: NOW + 1 };
    const set = await setWhile({ ...here, deps }, early);
    expect(set.map(({ kind }) => kind)).toEqual(status === 'restored' ? [] : ['second-look']);
    expect((await caseOf(here, findingId)).status).toBe(status);
    expect(await here.deps.cases.cards()).toHaveLength(1);
  });

  test('of what was never held is told', async () => {
    const { here, findingId, meet } = await waived(warning());
    here.at(NOW + DAY);
    here.announced.length = 0;
    expect(await meet('waiver-end', NOW + DAY)).toMatchObject([{ outcome: { kind: 'not-held' } }]);
    expect(here.announced).toContainEqual(expect.stringContaining('the waiver has ended'));
    expect(await kindsOf(here, findingId)).toContain('waiver-ended');
  });

  test('is the end of what was not given back by then', async () => {
    const { here, findingId, meet } = await begun(['AttachRolePolicy']);
    here.at(NOW + DAY);
    await meet('waiver-end', NOW + DAY);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', waiver: undefined, irregularities: [] });
    expect(await kindsOf(here, findingId)).toContain('restore-failed');
  });

  test.each<[string, () => Promise<{ here: World; findingId: string }>, string, number]>([
    ['of what another part of Ambit gives back is left to that one', begun, 'restoring', 1],
    ['of what was given back hands nothing over to who gives back', waived, 'held', 0],
  ])('%s', async (_, of, status, count) => {
    const { here, findingId } = await of();
    here.at(NOW + DAY);
    const decided: string[] = [];
    const restorer: RestoreDeps['restorer'] = { decided: async (id) => void decided.push(id) };
    await meetDeadlines([{ kind: 'waiver-end', findingId, at: NOW + DAY }], { ...here.deps, restorer });
    expect((await caseOf(here, findingId)).status).toBe(status);
    expect(decided).toEqual(Array.from({ length: count }, () => findingId));
  });

  test('that was written down before a crash has what came under its cover looked for once more', async () => {
    const { here, meet } = await waived();
    here.at(NOW + DAY);
    await meet('waiver-end', NOW + DAY);
    here.account.change({
      name: 'PutRolePolicy',
      roleName: 'deployer',
      policyName: 'late',
      policyDocument: allow('s3:PutObject'),
    });
    expect(await meet('waiver-end', NOW + DAY)).toMatchObject([{ outcome: undefined }]);
    expect(denies(here, 'deployer')).toHaveLength(1);
  });

  test('of nothing that was found is none', async () => {
    const here = await open();
    const nothing: Deadline = { kind: 'waiver-end', findingId: 'F-none', at: NOW };
    expect(await meetDeadlines([nothing], here.deps)).toEqual([{ deadline: nothing, outcome: undefined }]);
    expect(await kindsOf(here, 'F-none')).toEqual([]);
  });
});

describe('a second look', () => {
  const look = ({ deps }: World, findingId: string, at = NOW) =>
    meetDeadlines([{ kind: 'second-look', findingId, at }], deps);
  const nothing = [{ outcome: undefined }];
  const s3 = (here: World) => answers(here, 'deployer', ['s3:DeleteObject', 's3:PutObject']);
  const late = (here: World, action: string) =>
    here.account.change({ ...policy('deployer', action), policyName: 'late' });

  test('tells what is back of what a hold took away as something new', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    expect(await look(here, findingId)).toMatchObject(nothing);
    const cards = await here.deps.cases.cards();
    expect(cards.map(({ principal }) => principal)).toEqual([AGENT, AGENT]);
    // looked at once more, it is the same news
    await look(here, findingId);
    expect(await here.deps.cases.cards()).toHaveLength(2);
  });

  test('tells what is back once more after another hold, of what was given back meanwhile', async () => {
    const here = await open();
    const back = () => here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    const findingId = await foundBy(here, attachAdmin());
    back();
    await look(here, findingId);
    await sign(here, findingId);
    here.at(NOW + DAY);
    await meetDeadlines([{ kind: 'waiver-end', findingId, at: NOW + DAY }], here.deps);
    back();
    await look(here, findingId, NOW + DAY);
    expect(await here.deps.cases.cards()).toHaveLength(3);
  });

  /** A hold that a worker had begun before it died, and that another has given up where that is said. */
  async function unfinished(isGivenUp: boolean, action: string) {
    const here = await open();
    const call = put('deployer', action);
    here.account.play(call);
    const dying = { ...here.deps, enforcer: { enforce: () => Promise.reject(new Error('killed')) } };
    await expect(handleCall(call, dying)).rejects.toThrow('killed');
    const [{ id } = { id: '' }] = await here.deps.cases.cards();
    if (isGivenUp)
      await here.deps.ledger.append([{ kind: 'hold-failed', findingId: id, detail: 'throttled', at: NOW }]);
    expect((await caseOf(here, id)).status).toBe(isGivenUp ? 'hold-failed' : 'hold-pending');
    return { here, findingId: id };
  }

  test.each([
    ['begun before it died', false],
    ['given up', true],
  ])('makes a hold that a worker had %s, and holds what came meanwhile', async (_, isGivenUp) => {
    const { here, findingId } = await unfinished(isGivenUp, 's3:DeleteObject');
    late(here, 's3:PutObject');
    here.at(NOW + 2 * MINUTE);
    expect(await look(here, findingId, NOW + 2 * MINUTE)).toMatchObject([{ outcome: { kind: 'held' } }]);
    expect(await caseOf(here, findingId)).toMatchObject({
      status: 'held',
      hold: { calls: [{ name: 'DeleteRolePolicy', policyName: 'more' }] },
    });
    expect(s3(here)).not.toContain('allow');
  });

  test('that finds the hold as it was made holds what came while that was under way; what was there before stays', async () => {
    const before = applyCall(account(), policy('deployer', 's3:DeleteObject'));
    const here = await open(before.ok ? { state: before.value } : {});
    const findingId = await foundBy(here, attachAdmin());
    late(here, 's3:PutObject');
    expect(s3(here)).toEqual(['allow', 'allow']);
    expect(await look(here, findingId)).toMatchObject(nothing);
    expect(s3(here)).toEqual(['allow', 'deny']);
  });

  test.each<[string, (here: World) => void]>([
    ['where the hold stands', () => undefined],
    [
      'at who is gone',
      ({ account }) => {
        account.state = { ...account.state, roles: new Map() };
      },
    ],
  ])('finds nothing %s', async (_, happens) => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    happens(here);
    const facts = await kindsOf(here, findingId);
    expect(await look(here, findingId)).toMatchObject(nothing);
    expect(await here.deps.cases.cards()).toHaveLength(1);
    expect((await kindsOf(here, findingId)).filter((kind) => kind !== 'gap-looked')).toEqual(facts);
  });

  test('makes a deny over a password again that is not there any more, though what its user may do is no excess', async () => {
    const here = await open({ state: withAnn() });
    const findingId = await foundBy(here, callOf(record('CreateLoginProfile', { userName: 'ann' })));
    const { inline } = here.account.state.users.get('ann') ?? {};
    const [policyName = ''] = inline?.keys() ?? [];
    here.account.change({ name: 'DeleteUserPolicy', userName: 'ann', policyName });
    await look(here, findingId);
    expect(here.account.state.users.get('ann')?.inline).toEqual(inline);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(here.announced.join()).toMatch(/hold-undone/);
  });

  test('gives back what a worker that died had begun to give back', async () => {
    const { here, findingId, meet } = await begun();
    expect(await meet('second-look', NOW)).toMatchObject([{ outcome: undefined }]);
    expect([attached(here), (await caseOf(here, findingId)).status]).toEqual([[ADMIN], 'restored']);
  });

  test('at what AWS does not let anybody give back has what came under its waiver looked for now and a minute later', async () => {
    const { here, findingId } = await begun(['AttachRolePolicy']);
    const set = await setWhile(here, { kind: 'second-look', findingId, at: NOW });
    const looks = [NOW, NOW + MINUTE].map((at) => ({ kind: 'waiver-end', findingId, at }));
    expect(set).toEqual(expect.arrayContaining(looks));
  });

  /** A hold of this action that AWS has refused, and would not refuse any more. */
  async function failed(action: string) {
    const here = await open();
    here.account.refuses.add('DeleteRolePolicy').add('PutRolePolicy');
    const findingId = await foundBy(here, put('deployer', action));
    expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    here.account.refuses.clear();
    return { here, findingId };
  }

  test('holds what AWS refused to hold before, and what came meanwhile; not before it is time', async () => {
    const { here, findingId } = await failed('s3:DeleteObject');
    late(here, 's3:PutObject');
    expect(await look(here, findingId)).toMatchObject(nothing);
    expect([s3(here), await here.deps.cases.cards()]).toEqual([['allow', 'allow'], [expect.anything()]]);
    here.at(NOW + 2 * MINUTE);
    expect(await look(here, findingId, NOW + 2 * MINUTE)).toMatchObject([{ outcome: { kind: 'held' } }]);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(s3(here)).not.toContain('allow');
  });

  test('denies what no waiver covers of a hold that AWS refused, where one covers the rest since', async () => {
    const { here, findingId } = await failed('s3:*');
    await handled(
      here,
      callOf(record('DeleteRolePolicy', { roleName: 'deployer', policyName: 'more' }, { id: 'gone' })),
    );
    await sign(here, await foundBy(here, put('deployer', 's3:PutObject', 'signed')));
    here.account.change(policy('deployer', 's3:*'));
    here.at(NOW + 2 * MINUTE);
    const kept = { kind: 'not-held', code: 'KEPT_BY_OTHERS' };
    expect(await look(here, findingId, NOW + 2 * MINUTE)).toMatchObject([{ outcome: kept }]);
    expect(s3(here)).toEqual(['deny', 'allow']);
  });

  test('at what waits for people, or was given back, or was never found, does nothing', async () => {
    const { here, findingId } = await waived();
    const waiting = await foundBy(here, put('engineer', 'sqs:*'));
    for (const id of [findingId, waiting, 'F-none']) expect(await look(here, id)).toMatchObject(nothing);
    expect([attached(here), (await caseOf(here, waiting)).status]).toEqual([[ADMIN], 'open']);
  });
});
