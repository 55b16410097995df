import { afterEach, describe, expect, test } from '@jest/globals';
import { applyCall } from '../../lib/core/account/apply.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { mayRestore } from '../../lib/core/governance/may-restore.ts';
import type { Finding, HoldPlan } from '../../lib/core/governance/finding.ts';
import { foldCase } from '../../lib/core/governance/case.ts';
import { type Decision, decideApproval } from '../../lib/usecases/decide-approval.ts';
import { expireWaivers } from '../../lib/usecases/expire-waivers.ts';
import { gainsBy } from '../../lib/usecases/gains-by.ts';
import { handleCall } from '../../lib/usecases/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { restoreAccess } from '../../lib/usecases/restore-access.ts';
import { account, ADMIN, AGENT, allow, attachAdmin, callOf, DAY, ENGINEER, NOW, record } from './company.ts';
import { openWorld, type World } from './world.ts';

let world: World | undefined;

afterEach(() => world?.close());

/** A world in which the agent's admin policy is held, and the finding that says so. */
async function held(call = attachAdmin()) {
  world = await openWorld();
  const here = world;
  here.account.play(call);
  const outcome = await handleCall(call, here.deps);
  const findingId = outcome.kind === 'denied' ? '' : (outcome.findings[0] ?? '');
  const caseNow = async () => {
    const found = foldCase(await here.deps.ledger.about(findingId));
    if (found === undefined) throw new Error('no case');
    return found;
  };
  const { digest } = (await caseNow()).finding;
  const signing: Decision = { kind: 'sign', digest, reason: 'release', until: NOW + DAY };
  const decide = (personId: string, decision: Decision = signing) =>
    decideApproval({ findingId, personId, decision }, here.deps);
  return { here, findingId, caseNow, decide, signing };
}

function planOf({ response }: Finding): HoldPlan {
  if ('plan' in response) return response.plan;
  throw new Error('no plan');
}

describe('what people decide', () => {
  test('two clicks at once both count, and the access comes back once', async () => {
    const { here, caseNow, decide } = await held();
    const answers = await Promise.all([decide('sam'), decide('pat')]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect((await caseNow()).status).toBe('restored');
    expect(here.account.effects).toEqual(['DetachRolePolicy', 'AttachRolePolicy']);
  });

  test('one person who clicks twice at once counts once', async () => {
    const { caseNow, decide } = await held();
    const answers = await Promise.all([decide('sam'), decide('sam')]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await caseNow()).toMatchObject({ status: 'held', signatures: [{ personId: 'sam' }] });
  });

  test('a refused signature is written down', async () => {
    const { here, findingId, decide } = await held();
    await decide('rita');
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    expect(facts.at(-1)).toMatchObject({ kind: 'signature-refused', personId: 'rita', code: 'SIGNED_OWN_REQUEST' });
  });

  test('a signature under another digest is refused', async () => {
    const { decide, signing } = await held();
    const other = { ...signing, digest: `sha256:${'1'.repeat(64)}` } as const;
    expect(await decide('sam', other)).toMatchObject({ ok: false, error: { code: 'DIGEST_CHANGED' } });
  });

  test('strangers and unknown findings are refused', async () => {
    const { here, decide, signing } = await held();
    expect(await decide('stranger')).toEqual({ ok: false, error: { code: 'UNKNOWN_PERSON' } });
    const nowhere = { findingId: 'F-none', personId: 'sam', decision: signing };
    expect(await decideApproval(nowhere, here.deps)).toEqual({ ok: false, error: { code: 'NO_SUCH_FINDING' } });
  });

  test('a rejection holds at once what was waiting for an approval', async () => {
    const call = callOf(record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }));
    const { here, caseNow, decide } = await held(call);
    expect((await caseNow()).status).toBe('open');
    expect(here.account.effects).toEqual([]);
    expect(await decide('sam', { kind: 'reject', reason: 'no' })).toMatchObject({
      ok: true,
      value: { kind: 'rejected' },
    });
    expect(await caseNow()).toMatchObject({ status: 'rejected', hold: { kind: 'confirmed' } });
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
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
    await expireWaivers(here.deps);
    expect((await caseNow()).status).toBe('held');
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([]);
  });

  test('nothing without the quorum, whoever asks', async () => {
    const { here, findingId, decide } = await held();
    await decide('sam');
    expect(await restoreAccess(findingId, here.deps)).toMatchObject({ refusal: { code: 'QUORUM_INCOMPLETE' } });
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });

  test('nothing wider than what was signed: it is held again', async () => {
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
    expect(here.announced.join()).toContain('wider than what was signed');
  });
});

describe('who gains by it', () => {
  const trusting = (principal: JsonObject, condition: JsonObject = {}): JsonObject => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition }],
  });
  const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [ENGINEER] };

  test.each([
    { name: 'who may assume the role', trust: trusting({ AWS: ENGINEER }), gains: true },
    {
      name: 'who may assume it under a condition',
      trust: trusting({ AWS: ENGINEER }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      gains: true,
    },
    { name: 'nobody whom the role does not trust', trust: trusting({ Service: 'lambda.amazonaws.com' }), gains: false },
  ])('$name', ({ trust, gains }) => {
    const changed = applyCall(account(), {
      name: 'UpdateAssumeRolePolicy',
      roleName: 'deployer',
      policyDocument: trust,
    });
    if (!changed.ok) throw new Error(changed.error.detail);
    expect(gainsBy(eve, AGENT, changed.value)).toEqual(gains ? { through: ENGINEER } : undefined);
  });

  test('who acts as the principal', () => {
    expect(gainsBy({ ...eve, actsAs: [AGENT] }, AGENT, account())).toEqual({ through: AGENT });
  });
});
