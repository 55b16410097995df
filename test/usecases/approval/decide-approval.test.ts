import { afterEach, describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import type { PolicyDocument } from '../../../lib/core/policy/statement.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { mayRestore } from '../../../lib/core/governance/cases/may-restore.ts';
import type { Finding, HoldPlan } from '../../../lib/core/governance/finding.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { type Decision, decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { type Approved, followDecision, type Step } from '../../../lib/usecases/approval/follow-decision.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { account, ADMIN, allow, attachAdmin, callOf, DAY, ENGINEER, governance, NOW, record } from '../company.ts';
import { openWorld, type World } from '../world.ts';
import { after } from '../../core/account/after.ts';

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
    decideApproval({ findingId, personId, signedInAt: NOW, decision }, here.deps);
  return { here, findingId, caseNow, decide, signing };
}

function planOf({ response }: Finding): HoldPlan {
  if ('plan' in response) return response.plan;
  throw new Error('no plan');
}

const changed = (calls: readonly IamCall[]): AccountState => after(account(), ...calls);

function parsed(document: JsonObject): PolicyDocument {
  const policy = parsePolicy(document);
  if (!policy.ok) throw new Error(JSON.stringify(policy.error));
  return policy.value;
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

  test('who neither signs nor breaks the glass is not kept waiting for who gains by it, nor for other findings', async () => {
    const { here, findingId } = await held();
    const asked = () => Promise.reject(new Error('asked in vain'));
    here.account.around = asked;
    const deps = { ...here.deps, cases: { ...here.deps.cases, cards: asked } };
    const decision = { kind: 'ask', reason: 'soon' } as const;
    expect(await decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, deps)).toMatchObject({
      ok: false,
      error: { code: 'NOT_LAPSED' },
    });
  });

  test('strangers and unknown findings are refused', async () => {
    const { here, decide, signing } = await held();
    expect(await decide('stranger')).toEqual({ ok: false, error: { code: 'UNKNOWN_PERSON' } });
    const nowhere = { findingId: 'F-none', personId: 'sam', signedInAt: NOW, decision: signing };
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

describe('who gains by it', () => {
  const trusting = (principal: JsonObject, condition: JsonObject = {}): JsonObject => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition }],
  });
  const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [ENGINEER] };

  test.each(['sign', 'reject'] as const)('an agent that only its tags tell does not %s', async (kind) => {
    const standards = governance();
    const tags = [new Map([['made-by', 'robots']])];
    const bots = standards.classes
      .filter((each) => each.kind === 'agent')
      .map((each) => ({ ...each, name: 'bots', match: { ...each.match, paths: [], tags } }));
    const bot = { id: 'bot', name: 'Bot', groups: ['security'], actsAs: ['AROABOT:*'] };
    world = await openWorld({
      state: changed([
        {
          name: 'CreateRole',
          roleName: 'reviewer',
          path: '/',
          assumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
          tags: [{ key: 'made-by', value: 'robots' }],
          roleId: 'AROABOT',
        },
      ]),
      governance: { ...standards, people: [...standards.people, bot], classes: [...standards.classes, ...bots] },
    });
    world.account.play(attachAdmin());
    const handled = await handleCall(attachAdmin(), world.deps);
    const [findingId = ''] = handled.kind === 'denied' ? [] : handled.findings;
    const digest = foldCase(await world.deps.ledger.about(findingId))?.finding.digest ?? 'sha256:';
    const reason = 'looks fine';
    const decision: Decision = kind === 'sign' ? { kind, digest, reason, until: NOW + DAY } : { kind, reason };
    expect(await decideApproval({ findingId, personId: 'bot', signedInAt: NOW, decision }, world.deps)).toEqual({
      ok: false,
      error: { code: 'IS_AGENT' },
    });
  });

  test('nobody can tell in an account that is not watched any more: no signature, and a rejection all the same', async () => {
    const { here, findingId, signing } = await held();
    here.account.principalsIn = async () => undefined;
    const by = (decision: Decision) =>
      decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, here.deps);
    expect(await by(signing)).toMatchObject({ ok: false, error: { code: 'GAINS_UNKNOWN' } });
    expect(await by({ kind: 'reject', reason: 'no' })).toMatchObject({ ok: true, value: { kind: 'rejected' } });
  });

  test('who may become the principal as things are, also where nothing was taken from it', async () => {
    const standards = governance();
    const classes = standards.classes.map((each) => ({ ...each, mode: 'warn' as const }));
    const people = [...standards.people, { ...eve, actsAs: ['AROAENGINEER:eve'] }];
    world = await openWorld({
      state: changed([
        { name: 'UpdateAssumeRolePolicy', roleName: 'deployer', policyDocument: trusting({ AWS: ENGINEER }) },
      ]),
      governance: { ...standards, classes, people },
    });
    world.account.play(attachAdmin());
    const handled = await handleCall(attachAdmin(), world.deps);
    const [findingId = ''] = handled.kind === 'denied' ? [] : handled.findings;
    const found = foldCase(await world.deps.ledger.about(findingId));
    expect(found?.status).toBe('alerted');
    const digest = found?.finding.digest ?? 'sha256:';
    const decision = { kind: 'sign', digest, reason: 'mine', until: NOW + DAY } as const;
    const signed = await decideApproval({ findingId, personId: 'eve', signedInAt: NOW, decision }, world.deps);
    expect(signed).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT', through: ENGINEER } });
    const sam = await decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, world.deps);
    expect(sam).toEqual({ ok: true, value: { kind: 'signed' } });
  });

  test('whom the restore itself would let in', async () => {
    const widened = callOf(
      record('UpdateAssumeRolePolicy', {
        roleName: 'deployer',
        policyDocument: JSON.stringify(trusting({ AWS: `arn:aws:iam::${account().account}:root` })),
      }),
    );
    const standards = governance();
    const ceiling = { name: 'ceiling', document: parsed(trusting({ Service: 'lambda.amazonaws.com' })) };
    world = await openWorld({
      governance: {
        ...standards,
        people: [...standards.people, { ...eve, actsAs: ['AROAENGINEER:eve'] }],
        classes: standards.classes.map((each) => ({
          ...each,
          standard: { ...each.standard, assumableBy: ceiling },
        })),
      },
    });
    const may: IamCall = {
      name: 'PutRolePolicy',
      roleName: 'engineer',
      policyName: 'assume',
      policyDocument: allow('sts:AssumeRole'),
    };
    world.account.change(may);
    world.account.play(widened);
    const handled = await handleCall(widened, world.deps);
    const [findingId = ''] = handled.kind === 'denied' ? [] : handled.findings;
    const found = foldCase(await world.deps.ledger.about(findingId));
    expect(found).toMatchObject({ status: 'held', finding: { kind: 'excess-trust' } });
    const digest = found?.finding.digest ?? 'sha256:';
    const decision = { kind: 'sign', digest, reason: 'mine', until: NOW + DAY } as const;
    const signed = await decideApproval({ findingId, personId: 'eve', signedInAt: NOW, decision }, world.deps);
    expect(signed).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT', through: ENGINEER } });
  });
});
