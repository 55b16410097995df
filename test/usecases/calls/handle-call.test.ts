import { afterEach, describe, expect, test } from '@jest/globals';
import { readAuthorizationDetails } from '../../../lib/core/account/authorization-details.ts';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { sameAccessState } from '../../../lib/core/governance/assess/same-access-state.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import type { Enforcer } from '../../../lib/ports/enforcer.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import {
  ACCOUNT,
  ACCOUNT_FILE,
  account,
  AGENT,
  allow,
  attachAdmin,
  callOf,
  DAY,
  MINUTE,
  NOW,
  record,
} from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

async function open(): Promise<World> {
  world = await openWorld();
  return world;
}

async function allEntries({ deps }: World) {
  const entries = [];
  for await (const entry of deps.ledger.entries()) entries.push(entry);
  return entries;
}

describe('one call from end to end', () => {
  test('an admin policy on an agent is held so that the agent is as it was before', async () => {
    const here = await open();
    const [findingId] = await handled(here);
    const { finding, status } = await caseOf(here, findingId);
    expect(finding).toMatchObject({ kind: 'excess-access', principal: AGENT, class: 'agent' });
    expect(status).toBe('held');
    expect(sameAccessState(here.account.state, account(), AGENT)).toBe(true);
    expect(here.announced).toHaveLength(1);
    expect(here.announced[0]).toMatch(
      /^excess-access: excess-access \(\w+\): .+; the excess is held; without Ambit it is released by: aws iam attach-role-policy .+$/,
    );
  });

  test('two people give it back until a day, and then it is held again', async () => {
    const here = await open();
    const [findingId = ''] = await handled(here);
    const { digest } = (await caseOf(here, findingId)).finding;
    const until = NOW + DAY;
    const sign = (personId: string) =>
      decideApproval(
        { findingId, personId, signedInAt: NOW, decision: { kind: 'sign', digest, reason: 'release', until } },
        here.deps,
      );
    expect(await sign('rita')).toMatchObject({ ok: false, error: { code: 'SIGNED_OWN_REQUEST' } });
    expect(await sign('sam')).toEqual({ ok: true, value: { kind: 'signed' } });
    expect(await sign('sam')).toMatchObject({ ok: false, error: { code: 'ALREADY_SIGNED' } });
    expect(await sign('pat')).toMatchObject({
      ok: true,
      value: { kind: 'complete', restore: { kind: 'restored', until } },
    });
    expect((await here.deps.accounts.stateOf(AGENT))?.roles.get('deployer')?.attached).toHaveLength(1);

    here.at(until - 1);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    here.at(until);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(sameAccessState(here.account.state, account(), AGENT)).toBe(true);
    const kinds = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
    expect(kinds).toEqual([
      'finding-raised',
      'hold-intended',
      'hold-confirmed',
      'announced',
      'signature-refused',
      'signed',
      'signature-refused',
      'signed',
      'restore-intended',
      'restore-confirmed',
      'announced',
      'gap-looked',
      // a short waiver is asked about half way
      'waiver-due',
      'announced',
      'waiver-ended',
      'hold-intended',
      'hold-confirmed',
      'announced',
    ]);
  });

  test('what was told on all channels is written down together, and what one could not tell is told later', async () => {
    const here = await open();
    const [first] = here.deps.notifiers;
    if (first === undefined) throw new Error('the world has no channel');
    const told: string[] = [];
    const pager = { channel: 'pager', announce: async (_: unknown, message: string) => void told.push(message) };
    const broken = { channel: 'broken', announce: () => Promise.reject(new Error('no line')) };
    const call = attachAdmin();
    here.account.play(call);
    const deps = { ...here.deps, notifiers: [first, broken, pager] };
    await expect(handleCall(call, deps)).rejects.toThrow('could not be announced everywhere');
    const [findingId = ''] = await here.deps.ledger.findings();
    const announced = async () =>
      (await here.deps.ledger.about(findingId)).flatMap(({ fact }) => (fact.kind === 'announced' ? fact.channel : []));
    expect(await announced()).toEqual(['test', 'pager']);
    const mended = { channel: 'broken', announce: async (_: unknown, message: string) => void told.push(message) };
    await handleCall(call, { ...deps, notifiers: [first, mended, pager] });
    expect(await announced()).toEqual(['test', 'pager', 'broken']);
    expect(told).toEqual([told[0], told[0]]);
  });

  test('a call that is delivered again does nothing more', async () => {
    const here = await open();
    const call = attachAdmin();
    const first = await handled(here, call);
    const entries = await allEntries(here);
    expect(await handleCall(call, here.deps)).toEqual({ kind: 'repeated', findings: first });
    expect(await allEntries(here)).toEqual(entries);
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });

  test('a call that comes back after its hold is found again', async () => {
    const here = await open();
    const [first] = await handled(here);
    const [second] = await handled(here, attachAdmin({ id: 'again' }));
    expect(second).not.toBe(first);
    expect((await caseOf(here, second)).status).toBe('held');
  });

  test('a call with more findings than a transaction has room for conditions is written down all the same', async () => {
    const fence = `arn:aws:iam::${ACCOUNT}:policy/fence`;
    const state = account();
    const engineer = state.roles.get('engineer');
    if (engineer === undefined) throw new Error('no role');
    const many = Array.from({ length: 120 }, (_, index) => {
      const name = `shared-${index}`;
      return [
        name,
        { ...engineer, name, id: `AROA${index}`, arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, attached: [fence] },
      ] as const;
    });
    world = await openWorld({ state: { ...state, roles: new Map([...state.roles, ...many]) } });
    const { deps, account: accounts } = world;
    const conditions: number[] = [];
    const append: Ledger['append'] = (facts, ...expected) => {
      // what is expected of findings takes no room
      const room = expected.filter((each) => 'entries' in each).length;
      if (facts.some(({ kind }) => kind === 'call-assessed')) conditions.push(room);
      return deps.ledger.append(facts, ...expected);
    };
    const ledger: Ledger = {
      append,
      about: (subject) => deps.ledger.about(subject),
      head: () => deps.ledger.head(),
      findings: () => deps.ledger.findings(),
      entries: (from) => deps.ledger.entries(from),
    };
    const asked = { policyArn: fence, policyDocument: JSON.stringify(allow('sns:Publish')), setAsDefault: true };
    const response = { policyVersion: { versionId: 'v2', isDefaultVersion: true } };
    const call = callOf(record('CreatePolicyVersion', asked, { response }));
    accounts.play(call);
    const { findings } = await handleCall(call, { ...deps, ledger });
    expect(findings.length).toBeGreaterThanOrEqual(120);
    expect(conditions).toEqual([1]);
  });

  test('a call that AWS refused leads to nothing', async () => {
    const here = await open();
    const denied = callOf(record('AttachRolePolicy', null, { errorCode: 'AccessDenied' }));
    expect(await handleCall(denied, here.deps)).toEqual({ kind: 'denied', findings: [] });
    expect(await allEntries(here)).toEqual([]);
    expect(here.account.effects).toEqual([]);
  });

  test('an old call alerts and holds nothing', async () => {
    const here = await open();
    const [findingId] = await handled(here, attachAdmin({ time: NOW - 60 * MINUTE }));
    expect((await caseOf(here, findingId)).status).toBe('alerted');
    expect(here.account.effects).toEqual([]);
  });

  test('a boundary that is taken away is put back', async () => {
    const here = await open();
    const [findingId] = await handled(here, callOf(record('DeleteRolePermissionsBoundary', { roleName: 'deployer' })));
    if (findingId === undefined) throw new Error('no finding');
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(sameAccessState(here.account.state, account(), AGENT)).toBe(true);
  });
});

test('two keys of one user are told of by themselves, also where both were there when the first was', async () => {
  const user = { UserName: 'ann', UserId: 'AIDAANN', Arn: `arn:aws:iam::${ACCOUNT}:user/ann`, Path: '/' };
  const state = readAuthorizationDetails([{ ...ACCOUNT_FILE, UserDetailList: [user] }]);
  if (!state.ok) throw new Error(state.error.detail);
  const here = await openWorld({ state: state.value });
  world = here;
  const keys = ['AKIAIOSFODNN7FIRST', 'AKIAIOSFODNN7OTHER'].map((accessKeyId) =>
    callOf(
      record(
        'CreateAccessKey',
        { userName: 'ann' },
        { id: accessKeyId, response: { accessKey: { userName: 'ann', accessKeyId, status: 'Active' } } },
      ),
    ),
  );
  for (const call of keys) here.account.play(call);
  for (const call of keys) await handleCall(call, here.deps);
  const kinds = (await here.deps.cases.cases()).map(({ finding }) => finding.kind);
  expect(kinds).toEqual(['credential-created', 'credential-created']);
});

test('what came under the cover of a restore that failed is held, too', async () => {
  const here = await open();
  const [findingId = ''] = await handled(here);
  const { digest } = (await caseOf(here, findingId)).finding;
  const more = callOf(
    record('PutRolePolicy', {
      roleName: 'deployer',
      policyName: 'more',
      policyDocument: JSON.stringify(allow('iam:*')),
    }),
  );
  const restorer: Enforcer = {
    enforce: async () => {
      expect(await handled(here, more)).toEqual([]);
      return { kind: 'refused', code: 'AccessDenied', detail: 'not allowed' };
    },
  };
  for (const personId of ['sam', 'pat']) {
    const decision = { kind: 'sign', digest, reason: 'migration', until: NOW + DAY } as const;
    await decideApproval({ findingId, personId, signedInAt: NOW, decision }, { ...here.deps, restorer });
  }
  await meetDueDeadlines(here.deps);
  const held = (await here.deps.cases.cases()).filter(({ status }) => status === 'held');
  const actions = held.flatMap(({ finding }) => (finding.kind === 'standing-excess' ? finding.excess : []));
  expect(actions.flatMap((box) => box.actions)).toEqual(['iam:*']);
});

describe('when the hold is refused', () => {
  test('it has failed, people are told, and it is tried again', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const [findingId] = await handled(here);
    expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    expect(here.announced.join()).toContain('the hold failed, the excess is still there');
    here.account.refuses.clear();
    here.at(NOW + 5 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    const slice = sliceOf(here.account.state, AGENT);
    expect([...(slice?.roles.get('deployer')?.inline.keys() ?? [])]).toContainEqual(
      expect.stringMatching(/^AmbitHold-/),
    );
  });
});
