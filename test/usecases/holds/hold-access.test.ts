import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { expireWaivers } from '../../../lib/usecases/approval/expire-waivers.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { account, ADMIN, AGENT, allow, attachAdmin, callOf, DAY, governance, MINUTE, NOW, record } from '../company.ts';
import { openWorld, type World, type WorldOptions } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

async function open(options: WorldOptions = {}): Promise<World> {
  world = await openWorld(options);
  return world;
}

async function handled({ deps, account }: World, call: Call): Promise<string> {
  account.play(call);
  const outcome = await handleCall(call, deps);
  const [findingId] = outcome.kind === 'denied' ? [] : outcome.findings;
  if (findingId === undefined) throw new Error('no finding');
  return findingId;
}

async function caseOf({ deps }: World, findingId: string) {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) throw new Error('no such case');
  return found;
}

async function sign(here: World, findingId: string, until = NOW + DAY) {
  const { digest } = (await caseOf(here, findingId)).finding;
  const decision = { kind: 'sign', digest, reason: 'release', until } as const;
  await decideApproval({ findingId, personId: 'sam', signedInAt: here.deps.clock.now(), decision }, here.deps);
  return decideApproval({ findingId, personId: 'pat', signedInAt: here.deps.clock.now(), decision }, here.deps);
}

const policy = (roleName: string, action: string): IamCall & { readonly name: 'PutRolePolicy' } => ({
  name: 'PutRolePolicy',
  roleName,
  policyName: 'more',
  policyDocument: allow(action),
});

const put = (roleName: string, action: string, id = 'put'): Call =>
  callOf(
    record('PutRolePolicy', { roleName, policyName: 'more', policyDocument: JSON.stringify(allow(action)) }, { id }),
  );

const inlineOf = (here: World, role: string): ReadonlyMap<string, unknown> =>
  here.account.state.roles.get(role)?.inline ?? new Map();

const denies = (here: World, role: string): readonly string[] =>
  [...inlineOf(here, role).keys()].filter((name) => name.startsWith('AmbitHold-'));

/** What a role may do, action by action. */
function answers(here: World, role: string, actions: readonly string[]): readonly string[] {
  const held = policySetOf(here.account.state, here.account.state.roles.get(role)?.arn ?? '');
  if (held === undefined) throw new Error('no such role');
  return actions.map((action) =>
    decide(held, { action, resource: '*', context: {} }).decision.replace(/^.*-deny$/, 'deny'),
  );
}

/** The call of a record, as Terraform would have made it. */
const byTerraform = (json: JsonObject): Call =>
  callOf({ ...json, userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io)' });

describe('two findings that AWS’s own policy holds, which is attached once', () => {
  const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';

  test('are given back one after the other: it is detached with the last', async () => {
    const state = account();
    const deployer = state.roles.get('deployer');
    if (deployer === undefined) throw new Error('no such role');
    const reports = Array.from({ length: 96 }, (_, index) => `arn:aws:s3:::${'reports'.repeat(12)}-${index}/*`);
    const full = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: reports }] };
    const roles = new Map(state.roles).set('deployer', { ...deployer, inline: new Map([['full', full]]) });
    const here = await open({ state: { ...state, roles } });
    const attached = () => here.account.state.roles.get('deployer')?.attached;
    const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
    const first = await handled(here, byTerraform(grant));
    expect(attached()).toEqual([DENY_ALL, ADMIN]);
    const { finding } = await caseOf(here, first);
    const second = 'F-0123456789ab';
    await here.deps.ledger.append([{ kind: 'finding-raised', finding: { ...finding, id: second }, at: NOW }]);
    expect(await holdAccess(second, here.deps)).toEqual({ kind: 'held' });

    expect(await sign(here, first)).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(attached()).toEqual([DENY_ALL, ADMIN]);
    here.at(NOW + 10 * MINUTE);
    await expireWaivers(here.deps);
    expect([(await caseOf(here, first)).status, (await caseOf(here, second)).status]).toEqual(['restored', 'held']);
    expect(await sign(here, second)).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(attached()).toEqual([ADMIN]);
  });
});

describe('what Terraform granted', () => {
  const grant = (id: string) =>
    byTerraform(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id }));

  test('stays in its state, beside a deny of exactly the excess; people are told what to change in the code', async () => {
    const here = await open();
    const findingId = await handled(here, grant('a'));
    const { finding, status } = await caseOf(here, findingId);
    expect(status).toBe('held');
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
    expect(answers(here, 'deployer', ['s3:GetObject', 'iam:CreateUser', 'brandnew:DoIt'])).toEqual([
      'allow',
      'deny',
      'deny',
    ]);
    expect(finding.reasons).toContainEqual({ rule: 'fix-in-code', detail: expect.stringContaining(ADMIN) });
  });

  test('and grants again is held already: nothing is found, and nothing done', async () => {
    const here = await open();
    await handled(here, grant('a'));
    const held = here.account.state;
    const again = grant('b');
    here.account.play(again);
    expect(await handleCall(again, here.deps)).toMatchObject({ findings: [] });
    expect(here.account.state).toEqual(held);
  });

  test('comes back by lifting the deny, once two people have signed', async () => {
    const here = await open();
    const findingId = await handled(here, grant('a'));
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(denies(here, 'deployer')).toEqual([]);
  });
});

describe('a role whose trust let somebody in', () => {
  const stranger = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' }],
  };
  const opening = () =>
    callOf(record('UpdateAssumeRolePolicy', { roleName: 'engineer', policyDocument: JSON.stringify(stranger) }));
  const begunAt = (here: World, at: number) => {
    const held = policySetOf(here.account.state, here.account.state.roles.get('engineer')?.arn ?? '');
    const context = { 'aws:TokenIssueTime': new Date(at).toISOString() };
    return (
      held && decide(held, { action: 's3:GetObject', resource: '*', context }).decision.replace(/^.*-deny$/, 'deny')
    );
  };

  test('is closed at the deadline, and who came in until then is out; two people let them in again', async () => {
    const here = await open();
    const trust = here.account.state.roles.get('engineer')?.trust;
    const findingId = await handled(here, opening());
    here.at(NOW + 61 * MINUTE);
    await expireWaivers(here.deps);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(here.account.state.roles.get('engineer')?.trust).toEqual(trust);
    const sessions = [NOW - 5 * MINUTE, NOW, NOW + 60 * MINUTE, NOW + 63 * MINUTE].map((at) => begunAt(here, at));
    expect(sessions).toEqual(['allow', 'deny', 'deny', 'allow']);
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect([here.account.state.roles.get('engineer')?.trust, denies(here, 'engineer')]).toEqual([stranger, []]);
  });

  test('is closed once where a hold was begun and its worker died', async () => {
    const here = await open();
    const findingId = await handled(here, opening());
    here.at(NOW + 61 * MINUTE);
    const dying: HandleDeps['enforcer'] = {
      enforce: async (account, call, finding) => {
        if (call.name === 'PutRolePolicy') throw new Error('killed');
        return here.deps.enforcer.enforce(account, call, finding);
      },
    };
    await expect(holdAccess(findingId, { ...here.deps, enforcer: dying })).rejects.toThrow('killed');
    here.at(NOW + 63 * MINUTE);
    await resume(here.deps);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect([begunAt(here, NOW + 62 * MINUTE), denies(here, 'engineer').length]).toEqual(['deny', 1]);
  });
});

describe('two holds of one principal that fall due together', () => {
  test('are both known of it: what comes back is held again', async () => {
    const here = await open();
    const { snapshots } = here.deps;
    // as long as a table takes
    const deps: HandleDeps = {
      ...here.deps,
      snapshots: {
        known: (account) => snapshots.known(account),
        last: (principal) => sleep(5).then(() => snapshots.last(principal)),
        keep: (principal, slice) => sleep(5).then(() => snapshots.keep(principal, slice)),
        change: (principal, next) => sleep(5).then(() => snapshots.change(principal, next)),
      },
    };
    const grant = (policyName: string, action: string, time: number) =>
      callOf(
        record(
          'PutRolePolicy',
          { roleName: 'engineer', policyName, policyDocument: JSON.stringify(allow(action)) },
          { id: `${policyName} at ${time}`, time },
        ),
      );
    const grants = [
      ['one', 'lambda:*'],
      ['two', 'dynamodb:*'],
    ] as const;
    for (const [name, action] of grants) {
      const call = grant(name, action, NOW - MINUTE);
      here.account.play(call);
      await handleCall(call, deps);
    }
    here.at(NOW + 60 * MINUTE);
    await expireWaivers(deps);
    expect([...inlineOf(here, 'engineer').keys()]).toEqual(['look']);
    here.at(NOW + 120 * MINUTE);
    for (const [name, action] of grants) {
      const call = grant(name, action, NOW + 119 * MINUTE);
      here.account.play(call);
      // that the access is back, and that a hold was taken back
      expect((await handleCall(call, deps)).findings).toHaveLength(2);
    }
  });
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
    const findingId = await handled(here, put('engineer', 'iam:*'));
    expect((await caseOf(here, findingId)).status).toBe('open');
    here.account.change(later);
    here.at(NOW + 61 * MINUTE);
    await expireWaivers(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(inlineOf(here, 'engineer').get('more')).toEqual(left);
    expect(denies(here, 'engineer')).toHaveLength(denied);
  });

  test('at the end of a waiver', async () => {
    const here = await open();
    const findingId = await handled(here, put('deployer', 's3:PutObject'));
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    here.account.change(policy('deployer', 's3:GetObjectAcl'));
    here.at(NOW + DAY);
    await expireWaivers(here.deps);
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
    const findingId = await handled(here, call);
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
    const findingId = await handled(here, put('engineer', 'iam:*'));
    here.account.change(policy('engineer', 's3:List*'));
    here.at(NOW + 61 * MINUTE);
    await expireWaivers(here.deps);
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(inlineOf(here, 'engineer').get('more')).toEqual(allow('iam:*'));
    expect(denies(here, 'engineer')).toEqual([]);
  });

  test('a deny that stood in stays until the restore is whole', async () => {
    const here = await open();
    const findingId = await handled(here, put('engineer', 'iam:*'));
    here.account.change(policy('engineer', 's3:List*'));
    here.at(NOW + 61 * MINUTE);
    await expireWaivers(here.deps);
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

  test('a hold that failed and whose next look was lost is tried again at a start', async () => {
    const here = await open();
    const findingId = await handled(here, put('engineer', 'iam:*'));
    const { finding } = await caseOf(here, findingId);
    const calls = 'plan' in finding.response ? finding.response.plan.calls : [];
    const at = NOW + 61 * MINUTE;
    here.at(at);
    for (const deadline of await here.deps.scheduler.due(at)) await here.deps.scheduler.done(deadline);
    await here.deps.ledger.append([
      { kind: 'hold-intended', findingId, calls, at },
      { kind: 'hold-failed', findingId, detail: 'Throttling', at },
    ]);
    await resume(here.deps);
    here.at(at + 61 * MINUTE);
    await expireWaivers(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('a hold that goes on failing is tried more and more rarely, however often somebody looks for what is left', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const findingId = await handled(here, attachAdmin());
    for (let minutes = 5; minutes <= 24 * 60; minutes += 5) {
      here.at(NOW + minutes * MINUTE);
      await resume(here.deps);
    }
    const tries = (await here.deps.ledger.about(findingId)).filter(({ fact }) => fact.kind === 'hold-failed');
    // the plan and the deny in its stead each time: after 5, 10, 20, … minutes
    expect(tries.length).toBeLessThanOrEqual(2 * 11);
    here.account.refuses.clear();
    here.at(NOW + 48 * 60 * MINUTE);
    await resume(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('about what is settled a start asks the ledger nothing', async () => {
    const here = await open();
    const findingId = await handled(here, attachAdmin());
    const asked: string[] = [];
    const { ledger } = here.deps;
    const counting = {
      head: ledger.head.bind(ledger),
      append: ledger.append.bind(ledger),
      findings: ledger.findings.bind(ledger),
      entries: ledger.entries.bind(ledger),
      about: async (subject: string) => {
        asked.push(subject);
        return ledger.about(subject);
      },
    };
    await resume({ ...here.deps, ledger: counting });
    expect(asked).toEqual([]);
    const news = { ...here.deps.notifiers[0], channel: 'pager', announce: async () => undefined };
    await resume({ ...here.deps, ledger: counting, notifiers: [...here.deps.notifiers, news] });
    expect(asked).toContain(findingId);
    expect((await caseOf(here, findingId)).announced).toEqual(['test', 'pager']);
  });

  test('who became protected in the middle of it is left alone, and can be released', async () => {
    const here = await open();
    const findingId = await handled(here, put('engineer', 'iam:*'));
    const { finding } = await caseOf(here, findingId);
    const calls = 'plan' in finding.response ? finding.response.plan.calls : [];
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId, calls, at: NOW }]);
    const protectedPrincipals = [finding.principal];
    await resume({ ...here.deps, governance: { ...here.deps.governance, protectedPrincipals } });
    expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    expect(here.account.effects).toEqual([]);
    expect(here.announced.at(-1)).toContain('is protected since');
  });

  test('a hold that fails for hours is tried again until it is done', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const findingId = await handled(here, attachAdmin());
    for (const minutes of [1, 2, 5, 10, 30, 60, 120]) {
      here.at(NOW + minutes * MINUTE);
      await expireWaivers(here.deps);
      expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    }
    here.account.refuses.clear();
    here.at(NOW + 300 * MINUTE);
    await expireWaivers(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});

describe('the guard is not the next incident', () => {
  test('who puts the same excess back again and again is quarantined', async () => {
    const here = await open();
    const statuses = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      const findingId = await handled(here, attachAdmin({ id }));
      statuses.push({ status: (await caseOf(here, findingId)).status, denies: denies(here, 'deployer').length });
    }
    expect(statuses).toEqual([0, 0, 0, 1].map((count) => ({ status: 'held', denies: count })));
    expect(here.announced.at(-1)).toContain('quarantined: the same excess came back after 3 holds');
  });

  test('who takes its deny away again and again is quarantined', async () => {
    const here = await open();
    await handled(
      here,
      byTerraform(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'a' })),
    );
    for (const id of ['b', 'c', 'd']) {
      const [policyName = ''] = denies(here, 'deployer');
      await handled(here, byTerraform(record('DeleteRolePolicy', { roleName: 'deployer', policyName }, { id })));
    }
    expect(here.announced.at(-1)).toContain('quarantined: the same excess came back after 3 holds');
    expect(answers(here, 'deployer', ['s3:GetObject', 'iam:CreateUser'])).toEqual(['deny', 'deny']);
  });

  test('not where the holds are long ago', async () => {
    const here = await open();
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      const now = NOW + index * 31 * MINUTE;
      here.at(now);
      await handled(here, attachAdmin({ id, time: now }));
    }
    expect(denies(here, 'deployer')).toEqual([]);
  });

  test('too many holds at once stop, page, and go on when the window has passed', async () => {
    const here = await open({ governance: { ...governance(), breaker: { holds: 2, withinMinutes: 10 } } });
    await handled(here, put('deployer', 's3:PutObject', 'a'));
    await handled(here, put('deployer', 's3:PutObjectAcl', 'b'));
    const third = await handled(here, attachAdmin());
    expect(await caseOf(here, third)).toMatchObject({ status: 'hold-failed', irregularities: [] });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
    expect(here.announced.at(-1)).toContain('the breaker is open: 2 holds in account');
    here.at(NOW + 5 * MINUTE);
    await expireWaivers(here.deps);
    expect((await caseOf(here, third)).status).toBe('hold-failed');
    here.at(NOW + 20 * MINUTE);
    await expireWaivers(here.deps);
    expect((await caseOf(here, third)).status).toBe('held');
  });
});

describe('a share of the principals of an account', () => {
  const AGENTS = ['deployer-1', 'deployer-2', 'deployer-3', 'deployer-4'];
  const limited = (sharePercent: number) => {
    const state = account();
    const role = state.roles.get('deployer');
    if (role === undefined) throw new Error('no such role');
    const more = AGENTS.map(
      (name) => [name, { ...role, name, id: `AROA${name}`, arn: `${AGENT}${name.slice(-2)}` }] as const,
    );
    const breaker = { holds: 30, withinMinutes: 10, sharePercent };
    return open({
      state: { ...state, roles: new Map([...state.roles, ...more]) },
      governance: { ...governance(), breaker },
    });
  };
  const holdsOf = async (here: Awaited<ReturnType<typeof open>>) => {
    const statuses = [];
    for (const role of AGENTS) {
      const id = await handled(here, put(role, 's3:PutObject', role));
      statuses.push((await caseOf(here, id)).status);
    }
    return statuses;
  };

  test('opens the breaker where more of them are held', async () => {
    const here = await limited(49);
    expect(await holdsOf(here)).toEqual(['held', 'held', 'held', 'hold-failed']);
    expect(here.announced.at(-1)).toContain('the breaker is open: 3 of 6 principals held in account');
  });

  test('does not where fewer are', async () => {
    expect(await holdsOf(await limited(50))).toEqual(['held', 'held', 'held', 'held']);
  });
});

describe('several at once', () => {
  test('a waiver that ends while its access is being given back leaves nothing unheld', async () => {
    const here = await open();
    const findingId = await handled(here, attachAdmin());
    const enforcer = {
      enforce: async (account: string, call: PlanCall) => {
        // the answer is slow; meanwhile the waiver ends, and its end is met by another worker
        if (call.name === 'AttachRolePolicy') {
          here.at(NOW + DAY);
          await expireWaivers(here.deps);
        }
        return here.account.enforce(account, call);
      },
    };
    const { digest } = (await caseOf(here, findingId)).finding;
    const decision = { kind: 'sign', digest, reason: 'release', until: NOW + DAY } as const;
    await decideApproval({ findingId, personId: 'sam', signedInAt: here.deps.clock.now(), decision }, here.deps);
    const slow = { ...here.deps, restorer: enforcer };
    expect(
      await decideApproval({ findingId, personId: 'pat', signedInAt: here.deps.clock.now(), decision }, slow),
    ).toMatchObject({
      value: { restore: { kind: 'failed' } },
    });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([]);
  });

  test('one whose channel is broken does not keep the others from being held at a start', async () => {
    const here = await open();
    const calls = [put('engineer', 'iam:*', 'a'), attachAdmin({ id: 'b' })];
    const dead = { channel: 'dead', announce: async () => Promise.reject(new Error('no line')) };
    const deps = { ...here.deps, notifiers: [dead] };
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const ids = [];
    for (const call of calls) {
      here.account.play(call);
      await expect(handleCall(call, deps)).rejects.toThrow('could not be announced');
    }
    for (const { finding } of await here.deps.cases.cases()) ids.push(finding.id);
    here.account.refuses.clear();
    here.at(NOW + 61 * MINUTE);
    await expect(resume(deps)).rejects.toThrow('could not be');
    const statuses = await Promise.all(ids.map(async (id) => (await caseOf(here, id)).status));
    expect(statuses).toEqual(['held', 'held']);
  });
});

describe('deadlines', () => {
  test('a clock that goes back while a deadline is met does not lose it', async () => {
    const here = await open();
    const findingId = await handled(here, put('engineer', 'iam:*'));
    const readings = [NOW + 60 * MINUTE];
    const clock = { now: () => readings.shift() ?? NOW + 59 * MINUTE };
    await expireWaivers({ ...here.deps, clock });
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('a restore that failed is not tried again until people sign again', async () => {
    const here = await open();
    const findingId = await handled(here, attachAdmin());
    here.account.refuses.add('AttachRolePolicy');
    expect(await sign(here, findingId)).toMatchObject({ value: { restore: { kind: 'failed' } } });
    here.account.refuses.clear();
    const { length } = here.account.effects;
    await resume(here.deps);
    await handleCall(attachAdmin(), here.deps);
    expect(here.account.effects).toHaveLength(length);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', signatures: [] });
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(here.account.state.roles.get('deployer')?.arn).toBe(AGENT);
  });
});

describe('a class whose mode is lowered', () => {
  const lowered = () => {
    const rules = governance();
    return { ...rules, classes: rules.classes.map((each) => ({ ...each, mode: 'warn' as const })) };
  };

  test('has no hold that was planned before and is due after, until the mode is raised again', async () => {
    const here = await open();
    const findingId = await handled(here, put('engineer', 'iam:*'));
    here.at(NOW + 61 * MINUTE);
    await expireWaivers({ ...here.deps, governance: lowered() });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'open', hold: { kind: 'none' } });
    await resume(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('keeps what is held, and what people signed still ends', async () => {
    const here = await open();
    const findingId = await handled(here, attachAdmin());
    await sign(here, findingId);
    here.at(NOW + DAY);
    await expireWaivers({ ...here.deps, governance: lowered() });
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});
