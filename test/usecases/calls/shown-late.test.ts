import { describe, expect, test } from '@jest/globals';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import {
  ACCOUNT,
  account,
  ADMIN,
  AGENT,
  allow,
  attachAdmin,
  callOf,
  DAY,
  ENGINEER,
  MINUTE,
  NOW,
  record,
} from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { ANN, foundBy, sign, withAnn } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import { showsAll } from '../../../lib/usecases/holds/carry-out.ts';

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

  test('what a group is given is looked at later on whom Ambit has just given that group, whom it does not show there yet', async () => {
    const here = await open({ state: withAnn() });
    const join = await foundBy(here, callOf(record('AddUserToGroup', { userName: 'ann', groupName: 'ops' })));
    const before = here.account.state;
    await sign(here, join);
    expect(here.account.state.users.get('ann')?.groups).toEqual(['ops']);
    const attach = callOf(record('AttachGroupPolicy', { groupName: 'ops', policyArn: ADMIN }));
    here.account.play(attach);
    const around = here.account.around.bind(here.account);
    here.account.around = async () => before;
    expect((await handleCall(attach, here.deps)).findings).toEqual([]);
    here.account.around = around;
    here.at(NOW + MINUTE);
    await meetDueDeadlines(here.deps);
    const found = (await here.deps.cases.cases()).filter(({ finding: { id } }) => id !== join);
    expect(found.map(({ finding: { principal }, status }) => [principal, status])).toEqual([[ANN, 'held']]);
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
    await meetDueDeadlines(here.deps);
    const cases = await Promise.all((await here.deps.ledger.findings()).map((id) => caseOf(here, id)));
    const held = cases.filter(({ status }) => status === 'held');
    expect(held.map(({ finding }) => finding.kind)).toEqual(['standing-excess']);
    expect(held.flatMap(({ finding }) => finding.excess.flatMap(({ actions }) => actions))).toEqual(
      expect.arrayContaining(['ec2:*', 'sqs:*']),
    );
  });

  test.each([
    ['what it gained is held, where it is known what it had', AGENT, [['held'], ['sqs:*']]],
    ['all is told and nothing held, where nobody knows what it had', ENGINEER, [['alerted'], ['dynamodb:*', 'sqs:*']]],
  ])('of who could not be read at its call %s', async (_, principal, expected) => {
    const here = await open();
    const [roleName = ''] = principal.split('/').slice(-1);
    const put = (policyName: string, action: string) => {
      const policyDocument = JSON.stringify(allow(action));
      return callOf(record('PutRolePolicy', { roleName, policyName, policyDocument }, { id: policyName }));
    };
    if (principal === AGENT) here.account.play(callOf(record('DeleteRolePermissionsBoundary', { roleName })));
    else here.account.play(put('old', 'dynamodb:*'));
    const had = principal === AGENT ? await here.account.stateOf(AGENT) : undefined;
    await here.deps.snapshots.keep(principal, had);
    const call = put('queues', 'sqs:*');
    here.account.play(call);
    const { state } = here.account;
    here.account.state = { ...state, roles: new Map([...state.roles].filter(([name]) => name !== roleName)) };
    await handleCall(call, here.deps);
    here.account.state = state;
    for (const minutes of [1, 5]) {
      here.at(NOW + minutes * MINUTE);
      await meetDueDeadlines(here.deps);
    }
    const cases = await Promise.all((await here.deps.ledger.findings()).map((id) => caseOf(here, id)));
    const found = cases.filter(({ finding }) => finding.kind === 'standing-excess');
    const actions = found.flatMap(({ finding }) => finding.excess.flatMap((box) => box.actions)).sort();
    expect([found.map(({ status }) => status), actions]).toEqual(expected);
  });

  test('of who was created, and could not be read before it was given too much, all is new and held', async () => {
    const here = await open();
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const created = { roleName: 'late', path: '/agents/', assumeRolePolicyDocument: trust };
    const calls = [
      callOf(record('CreateRole', created, { id: 'created' })),
      callOf(record('AttachRolePolicy', { roleName: 'late', policyArn: ADMIN }, { id: 'attached' })),
    ];
    for (const call of calls) await handleCall(call, here.deps);
    for (const call of calls) here.account.play(call);
    here.at(NOW + MINUTE);
    await meetDueDeadlines(here.deps);
    const cases = await Promise.all((await here.deps.ledger.findings()).map((id) => caseOf(here, id)));
    const held = cases
      .filter(({ status }) => status === 'held')
      .map(({ finding }) => [finding.kind, finding.principal]);
    expect(held).toEqual([['standing-excess', `arn:aws:iam::${ACCOUNT}:role/agents/late`]]);
  });

  test('what was undone before it showed is looked at in vain', async () => {
    const here = await open();
    await handleCall(attachAdmin(), here.deps);
    here.at(NOW + 5 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect(await here.deps.ledger.findings()).toHaveLength(1);
    expect(await here.deps.scheduler.due(NOW + DAY)).toEqual([]);
  });
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

describe('what counts as shown', () => {
  const versions = ['v1', 'v2', 'v3', 'v4', 'v5'].map((id) => [id, allow('s3:GetObject')] as const);
  const policyArn = `arn:aws:iam::${ACCOUNT}:policy/fence`;
  const fence = account().policies.get(policyArn);
  if (fence === undefined) throw new Error('no policy');
  const full = { ...account(), policies: new Map([[policyArn, { ...fence, versions: new Map(versions) }]]) };

  test.each<[string, IamCall]>([
    [
      'a sixth version',
      { name: 'CreatePolicyVersion', policyArn, policyDocument: allow('*'), setAsDefault: true, versionId: 'v6' },
    ],
    ['the end of a role that still has policies', { name: 'DeleteRole', roleName: 'deployer' }],
  ])('is not a state in which AWS would refuse the call: %s', (_what, iam) => {
    expect(showsAll(full, [iam])).toBe(false);
  });
});
