import { describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../../../lib/core/access/decide.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { AGENT, allow, attachAdmin, callOf, DAY, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { denies, foundBy, inlineOf, put, sign } from './held-world.ts';

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
    const findingId = await foundBy(here, opening());
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
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
    const findingId = await foundBy(here, opening());
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
    await meetDueDeadlines(deps);
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

describe('a hold that failed', () => {
  test('is tried again at a start where its next look was lost', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
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
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('and goes on failing is tried more and more rarely, however often somebody looks for what is left', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const findingId = await foundBy(here, attachAdmin());
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
    const findingId = await foundBy(here, attachAdmin());
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
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    const { finding } = await caseOf(here, findingId);
    const calls = 'plan' in finding.response ? finding.response.plan.calls : [];
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId, calls, at: NOW }]);
    const protectedPrincipals = [finding.principal];
    await resume({ ...here.deps, governance: { ...here.deps.governance, protectedPrincipals } });
    expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    expect(here.account.effects).toEqual([]);
    expect(here.announced.at(-1)).toContain('has become protected');
  });

  test('for hours is tried again until it is done', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const findingId = await foundBy(here, attachAdmin());
    for (const minutes of [1, 2, 5, 10, 30, 60, 120]) {
      here.at(NOW + minutes * MINUTE);
      await meetDueDeadlines(here.deps);
      expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    }
    here.account.refuses.clear();
    here.at(NOW + 300 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});

describe('several at once', () => {
  test('a waiver that ends while its access is being given back leaves nothing unheld', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    const enforcer = {
      enforce: async (account: string, call: PlanCall) => {
        // the answer is slow; meanwhile the waiver ends, and its end is met by another worker
        if (call.name === 'AttachRolePolicy') {
          here.at(NOW + DAY);
          await meetDueDeadlines(here.deps);
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
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    const readings = [NOW + 60 * MINUTE];
    const clock = { now: () => readings.shift() ?? NOW + 59 * MINUTE };
    await meetDueDeadlines({ ...here.deps, clock });
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('a restore that failed is not tried again until people sign again', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
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
