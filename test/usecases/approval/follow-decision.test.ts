import { describe, expect, test } from '@jest/globals';
import { mayRestore } from '../../../lib/core/governance/cases/may-restore.ts';
import type { Finding, HoldPlan } from '../../../lib/core/governance/finding.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { type Approved, followDecision, type Step } from '../../../lib/usecases/approval/follow-decision.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { ADMIN, allow, callOf, DAY, NOW, record } from '../company.ts';
import { held } from './held-admin.ts';

function planOf({ response }: Finding): HoldPlan {
  if ('plan' in response) return response.plan;
  throw new Error('no plan');
}

describe('what follows from a decision', () => {
  const handedOver = { kind: 'handed-over' } as const;

  test.each<[Step['kind'], Step, Approved, number]>([
    ['signed', { kind: 'signed' }, { kind: 'signed' }, 0],
    ['rejected', { kind: 'rejected' }, { kind: 'rejected', hold: handedOver }, 1],
    ['revoked', { kind: 'revoked' }, { kind: 'revoked', hold: handedOver }, 1],
    ['complete', { kind: 'complete' }, { kind: 'complete', restore: handedOver }, 1],
    ['kept', { kind: 'kept', until: NOW + DAY }, { kind: 'kept', until: NOW + DAY }, 1],
    ['asked', { kind: 'asked' }, { kind: 'asked' }, 1],
  ])(
    'is left by who may neither hold nor give back to who may, where anything does: %s',
    async (_, step, said, told) => {
      const { here, findingId } = await held();
      const decided: string[] = [];
      const restorer = { decided: async (id: string) => void decided.push(id) };
      expect(await followDecision(step, findingId, { ...here.deps, restorer })).toEqual(said);
      expect(decided).toEqual(Array.from({ length: told }, () => findingId));
      expect(here.account.effects).toEqual(['DetachRolePolicy']);
    },
  );

  test('has what came under the cover of a waiver that was revoked held as well, and people are told', async () => {
    const { here, caseNow, decide } = await held();
    await decide('sam');
    await decide('pat');
    here.account.change({
      name: 'PutRolePolicy',
      roleName: 'deployer',
      policyName: 'under',
      policyDocument: allow('iam:PassRole'),
    });
    here.announced.length = 0;
    const revoked = await decide('sam', { kind: 'revoke', reason: 'done' });
    expect(revoked).toEqual({ ok: true, value: { kind: 'revoked', hold: { kind: 'held' } } });
    expect((await caseNow()).status).toBe('held');
    const { attached, inline } = here.account.state.roles.get('deployer') ?? {};
    expect(attached).toEqual([]);
    expect([...(inline?.keys() ?? [])]).toContainEqual(expect.stringMatching(/^AmbitHold-/));
    expect(here.announced.join()).toContain('the waiver was revoked: done');
  });

  test('is a new end, where people keep what they gave back, which is set and told', async () => {
    const { here, findingId, decide, signing } = await held();
    await decide('sam');
    await decide('pat');
    here.at(NOW + DAY / 2);
    await meetDueDeadlines(here.deps);
    const until = NOW + 2 * DAY;
    const by = (personId: string) => {
      const decision = { ...signing, until };
      return decideApproval({ findingId, personId, signedInAt: NOW + DAY / 2, decision }, here.deps);
    };
    await by('sam');
    here.announced.length = 0;
    expect(await by('pat')).toEqual({ ok: true, value: { kind: 'kept', until } });
    expect(await here.deps.scheduler.due(until)).toContainEqual({ kind: 'waiver-end', findingId, at: until });
    expect(here.announced).toHaveLength(1);
  });
});

describe('what is given back', () => {
  test('what was signed while it was still being held comes back when the hold is done', async () => {
    const { here, findingId, caseNow, decide } = await held(
      callOf(record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN })),
    );
    const { calls } = planOf((await caseNow()).finding);
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId, calls, at: NOW }]);
    await decide('sam');
    expect(await decide('pat')).toEqual({ ok: true, value: { kind: 'signed' } });
    await resume(here.deps);
    expect((await caseNow()).status).toBe('restored');
    expect(here.account.effects).toEqual(['DetachRolePolicy', 'AttachRolePolicy']);
  });

  test('nothing after the end of the waiver: a restore that was not finished is held again', async () => {
    const { here, findingId, caseNow, decide } = await held();
    const { finding } = await caseNow();
    await decide('sam');
    here.account.refuses.add('AttachRolePolicy');
    const pat = { kind: 'signed', findingId, digest: finding.digest, personId: 'pat', groups: ['owners'] } as const;
    await here.deps.ledger.append([{ ...pat, reason: 'release', until: NOW + DAY, at: NOW }]);
    const intended = mayRestore(await caseNow(), here.deps.governance, NOW);
    if (!intended.ok) throw new Error(intended.error.code);
    await here.deps.ledger.append([intended.value]);
    await here.deps.scheduler.set({ kind: 'waiver-end', findingId, at: NOW + DAY });
    // the access came back, and then the process died
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect((await caseNow()).status).toBe('held');
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([]);
  });

  test('nothing without the quorum, whoever asks', async () => {
    const { here, findingId, decide } = await held();
    await decide('sam');
    expect(await restoreAccess(findingId, here.deps)).toMatchObject({ refusal: { code: 'QUORUM_INCOMPLETE' } });
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });

  test('nothing wider than what was signed: no call is made, and it stays held', async () => {
    const { here, caseNow, decide } = await held(
      callOf(
        record('PutRolePolicy', {
          roleName: 'deployer',
          policyName: 'more',
          policyDocument: JSON.stringify(allow('s3:PutObject')),
        }),
      ),
    );
    // meanwhile another policy gives more than both
    here.account.change({
      name: 'PutRolePolicy',
      roleName: 'deployer',
      policyName: 'other',
      policyDocument: allow('iam:PassRole'),
    });
    await decide('sam');
    const answer = await decide('pat');
    expect(answer).toMatchObject({ ok: true, value: { kind: 'complete', restore: { kind: 'failed' } } });
    expect((await caseNow()).status).toBe('held');
    expect(here.account.effects).not.toContain('PutRolePolicy');
    expect(here.announced.join()).toContain('wider than what was signed');
  });
});
