import { afterEach, describe, expect, test } from '@jest/globals';
import { readAuthorizationDetails } from '../../../lib/core/account/authorization-details.ts';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { sameAccessState } from '../../../lib/core/governance/assess/same-access-state.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { expireWaivers } from '../../../lib/usecases/approval/expire-waivers.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import type { Enforcer } from '../../../lib/ports/enforcer.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import {
  ACCOUNT,
  ACCOUNT_FILE,
  account,
  ADMIN,
  AGENT,
  allow,
  attachAdmin,
  callOf,
  DAY,
  MINUTE,
  NOW,
  record,
} from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

async function open(): Promise<World> {
  world = await openWorld();
  return world;
}

async function caseOf({ deps }: World, findingId: string | undefined) {
  const found = foldCase(await deps.ledger.about(findingId ?? ''));
  if (found === undefined) throw new Error('no such case');
  return found;
}

async function allEntries({ deps }: World) {
  const entries = [];
  for await (const entry of deps.ledger.entries()) entries.push(entry);
  return entries;
}

async function handled({ deps, account }: World, call = attachAdmin()): Promise<readonly string[]> {
  account.play(call);
  const outcome = await handleCall(call, deps);
  if (outcome.kind === 'denied') throw new Error('the call was denied');
  return outcome.findings;
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
    await expireWaivers(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    here.at(until);
    await expireWaivers(here.deps);
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

const sum = (delays: readonly number[]) => delays.reduce((total, delay) => total + delay, 0);

describe('when the account shows a change late', () => {
  test('it is read until the change is there', async () => {
    const here = await open();
    here.account.staleReads = 3;
    const [findingId] = await handled(here);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(here.waited.length).toBeGreaterThanOrEqual(6);
  });

  describe('as a real account does', () => {
    const recent = attachAdmin({ time: NOW - 1000 });
    /** Like `open`, in an account that may hide a call for a quarter of a minute. */
    const openSlow = async () => {
      const here = await open();
      return { ...here, deps: { ...here.deps, showsAfter: 15_000 } };
    };

    test('it is read until every account shows the call', async () => {
      const here = await openSlow();
      here.account.staleReads = 8;
      here.account.play(recent);
      here.account.staleReads = 0;
      const outcome = await handleCall(recent, here.deps);
      if (outcome.kind === 'denied') throw new Error('denied');
      expect((await caseOf(here, outcome.findings[0])).status).toBe('held');
      expect(sum(here.waited)).toBeLessThan(20_000);
    });

    test('a role that it does not show yet is waited for', async () => {
      const here = await openSlow();
      const name = 'late';
      const trust = { Version: '2012-10-17', Statement: [] };
      here.account.staleReads = 8;
      here.account.change({
        name: 'CreateRole',
        roleName: name,
        path: '/agents/',
        assumeRolePolicyDocument: trust,
        tags: [],
      });
      const attach = callOf(record('AttachRolePolicy', { roleName: name, policyArn: ADMIN }, { time: NOW - 1000 }));
      here.account.play(attach);
      here.account.staleReads = 0;
      const outcome = await handleCall(attach, here.deps);
      if (outcome.kind === 'denied') throw new Error('denied');
      const { finding, status } = await caseOf(here, outcome.findings[0]);
      expect({ principal: finding.principal, status }).toEqual({
        principal: `arn:aws:iam::${ACCOUNT}:role/agents/${name}`,
        status: 'held',
      });
    });

    test('what was undone since keeps no other change of the principal waiting', async () => {
      const here = await openSlow();
      const boundary = callOf(record('DeleteRolePermissionsBoundary', { roleName: 'deployer' }));
      here.account.play(boundary);
      await handleCall(recent, here.deps);
      expect(sum(here.waited)).toBeLessThan(5000);
    });

    test('an old call is not waited for any longer', async () => {
      const here = await openSlow();
      await handleCall(attachAdmin(), here.deps);
      expect(sum(here.waited)).toBeLessThan(5000);
    });
  });

  test('a change that never shows is told of, and nothing is held on a guess', async () => {
    const here = await open();
    const outcome = await handleCall(attachAdmin(), here.deps);
    if (outcome.kind === 'denied') throw new Error('denied');
    const { finding, status } = await caseOf(here, outcome.findings[0]);
    expect(status).toBe('alerted');
    expect(finding.reasons.map(({ rule }) => rule)).toContain('change-not-shown');
  });

  const LOOK = `arn:aws:iam::${ACCOUNT}:policy/look`;
  const made = (name: string, document: JsonValue) =>
    record('CreatePolicy', { policyName: name, policyDocument: JSON.stringify(document) });
  const put = (document: JsonValue) =>
    record('PutRolePolicy', { roleName: 'engineer', policyName: 'p', policyDocument: JSON.stringify(document) });
  const attach = (policyArn: string) => record('AttachRolePolicy', { roleName: 'engineer', policyArn });
  const nothing = { verdict: undefined, severity: undefined };
  test.each<[string, readonly JsonObject[], JsonObject, object]>([
    ['of AWS, in excess: as what it is', [], attach(ADMIN), { verdict: 'exceeds', severity: 'critical' }],
    [
      'of the account, in excess: as what it is',
      [made('look', allow('iam:*'))],
      attach(LOOK),
      { verdict: 'exceeds', severity: 'critical' },
    ],
    [
      'of the account, within as it is now, and it may have been otherwise: as a doubt',
      [made('look', allow('s3:*'))],
      attach(LOOK),
      { verdict: 'undetermined', severity: 'medium' },
    ],
    [
      'of the account, gone as well: as what may be anything',
      [],
      attach(LOOK),
      { verdict: 'undetermined', severity: 'critical' },
    ],
    ['inline, within: not', [], put(allow('s3:*')), nothing],
    ['inline, in excess: as what it is', [], put(allow('sqs:SendMessage')), { verdict: 'exceeds', severity: 'medium' }],
  ])('a policy that was there for a moment is told of, %s', async (_, earlier, given, expected) => {
    const here = await open();
    for (const each of earlier) here.account.play(callOf(each));
    const outcome = await handleCall(callOf(given), here.deps);
    const [findingId] = outcome.findings;
    const found = findingId === undefined ? undefined : (await caseOf(here, findingId)).finding;
    expect({ verdict: found?.verdict, severity: found?.severity }).toEqual(expected);
    expect(['alert', undefined]).toContain(found?.response.kind);
  });

  test('what a group is given in an account that cannot be read is told, though nobody is known to be in it', async () => {
    const here = await open();
    const asked = { groupName: 'devs', policyName: 'p', policyDocument: JSON.stringify(allow('iam:*')) };
    const outcome = await handleCall(callOf(record('PutGroupPolicy', asked, { account: '444455556666' })), here.deps);
    expect(outcome.findings).toHaveLength(1);
    expect((await caseOf(here, outcome.findings[0])).finding).toMatchObject({
      kind: 'unassessed-change',
      severity: 'critical',
      reasons: [{ rule: 'holders-unknown' }],
      response: { kind: 'alert' },
    });
  });

  test('what two calls come to together, neither of which showed, is held a minute later', async () => {
    const here = await open();
    const queues = record('PutRolePolicy', {
      roleName: 'deployer',
      policyName: 'queues',
      policyDocument: JSON.stringify(allow('sqs:*')),
    });
    const unfenced = record('DeleteRolePermissionsBoundary', { roleName: 'deployer' });
    const calls = [callOf(queues), callOf(unfenced)];
    for (const call of calls) await handleCall(call, here.deps);
    for (const call of calls) here.account.play(call);
    here.at(NOW + MINUTE);
    await expireWaivers(here.deps);
    const cases = await Promise.all((await here.deps.ledger.findings()).map((id) => caseOf(here, id)));
    const held = cases.filter(({ status }) => status === 'held');
    expect(held.map(({ finding }) => finding.kind)).toEqual(['standing-excess']);
    expect(held.flatMap(({ finding }) => finding.excess.flatMap(({ actions }) => actions))).toEqual(
      expect.arrayContaining(['ec2:*', 'sqs:*']),
    );
  });

  test('what was undone before it showed is looked at in vain', async () => {
    const here = await open();
    await handleCall(attachAdmin(), here.deps);
    here.at(NOW + 5 * MINUTE);
    await expireWaivers(here.deps);
    expect(await here.deps.ledger.findings()).toHaveLength(1);
    expect(await here.deps.scheduler.due(NOW + DAY)).toEqual([]);
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
  await expireWaivers(here.deps);
  const held = (await here.deps.cases.cases()).filter(({ status }) => status === 'held');
  const actions = held.flatMap(({ finding }) => (finding.kind === 'standing-excess' ? finding.excess : []));
  expect(actions.flatMap((box) => box.actions)).toEqual(['iam:*']);
});

describe('when what the call names is not there', () => {
  test('a role that the account does not show is told of all the same', async () => {
    const here = await open();
    const call = callOf(record('AttachRolePolicy', { roleName: 'unseen', policyArn: ADMIN }));
    const outcome = await handleCall(call, here.deps);
    if (outcome.kind === 'denied') throw new Error('denied');
    const { finding, status } = await caseOf(here, outcome.findings[0]);
    expect(finding.principal).toBe(`arn:aws:iam::${ACCOUNT}:role/unseen`);
    expect(status).toBe('alerted');
  });

  test('a role that is gone leaves nothing to tell', async () => {
    const here = await open();
    here.account.change({ name: 'DeleteRolePolicy', roleName: 'engineer', policyName: 'look' });
    const findings = await handled(here, callOf(record('DeleteRole', { roleName: 'engineer' })));
    expect(findings).toEqual([]);
    expect(here.waited).toEqual([]);
  });
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
    await expireWaivers(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
    const slice = sliceOf(here.account.state, AGENT);
    expect([...(slice?.roles.get('deployer')?.inline.keys() ?? [])]).toContainEqual(
      expect.stringMatching(/^AmbitHold-/),
    );
  });
});

describe('what the principal did before its hold took effect', () => {
  const byAgent = (name: string, id: string, time: number) => {
    const told = record(
      name,
      { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' },
      { id, time, source: 'sns.amazonaws.com' },
    );
    const role = { type: 'Role', principalId: 'AROAAGENT', arn: AGENT, accountId: ACCOUNT, userName: 'deployer' };
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run-1`;
    const userIdentity = { type: 'AssumedRole', principalId: 'AROAAGENT:run-1', arn, accountId: ACCOUNT };
    return callOf({ ...told, userIdentity: { ...userIdentity, sessionContext: { sessionIssuer: role } } });
  };
  const looks = async (here: World, id: string) =>
    (await here.deps.ledger.about(id)).flatMap(({ fact }) => (fact.kind === 'gap-looked' ? [fact] : []));

  test('is none seen so far at the second look, and is told once it is known', async () => {
    const here = await open();
    here.at(NOW + 4000);
    const [id = ''] = await handled(here, attachAdmin({ time: NOW }));
    here.at(NOW + 65_000);
    await expireWaivers(here.deps);
    expect(await looks(here, id)).toMatchObject([
      { from: NOW, until: NOW + 4000, seen: NOW + 65_000, count: 0, calls: [] },
    ]);
    // of what comes late one was made within the gap
    await handled(here, byAgent('DeleteTopic', 'within', NOW + 2000));
    await handled(here, byAgent('DeleteTopic', 'after', NOW + 60_000));
    await handled(here, { ...byAgent('DeleteTopic', 'by-rita', NOW + 2000), actor: attachAdmin().actor });
    here.at(NOW + 305_000);
    await expireWaivers(here.deps);
    const call = { id: 'within', source: 'sns.amazonaws.com', name: 'DeleteTopic', time: NOW + 2000 };
    expect((await looks(here, id)).at(-1)).toMatchObject({ count: 1, calls: [call], seen: NOW + 305_000 });
    expect(here.announced.at(-1)).toContain('calls of the principal before the hold took effect: DeleteTopic');
    here.at(NOW + 3_905_000);
    await expireWaivers(here.deps);
    expect((await looks(here, id)).map(({ seen }) => seen)).toEqual([NOW + 65_000, NOW + 305_000, NOW + 3_905_000]);
    expect((await caseOf(here, id)).status).toBe('held');
  });

  test('is listed up to fifty calls, and counted to the last', async () => {
    const here = await open();
    here.at(NOW + 4000);
    const [id = ''] = await handled(here, attachAdmin({ time: NOW }));
    const at = NOW + 1000;
    const calls = Array.from({ length: 60 }, (_, index) => ({
      kind: 'call-assessed' as const,
      callId: `c-${index}`,
      name: 'DeleteTopic',
      by: AGENT,
      made: at,
      findings: [],
      at,
    }));
    await here.deps.ledger.append(calls);
    here.at(NOW + 65_000);
    await expireWaivers(here.deps);
    const [look] = await looks(here, id);
    expect([look?.calls.length, look?.count]).toEqual([50, 60]);
  });
});
