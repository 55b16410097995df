import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import type { PolicyDocument } from '../../../lib/core/policy/statement.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { type Decision, decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { account, ADMIN, allow, attachAdmin, callOf, DAY, ENGINEER, governance, NOW, record } from '../company.ts';
import { open } from '../opened.ts';
import { changed, EVE, trusting } from './around.ts';
import { held } from './held-admin.ts';

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

describe('who gains by it', () => {
  test.each(['sign', 'reject'] as const)('an agent that only its tags tell does not %s', async (kind) => {
    const standards = governance();
    const tags = [new Map([['made-by', 'robots']])];
    const bots = standards.classes
      .filter((each) => each.kind === 'agent')
      .map((each) => ({ ...each, name: 'bots', match: { ...each.match, paths: [], tags } }));
    const bot = { id: 'bot', name: 'Bot', groups: ['security'], actsAs: ['AROABOT:*'] };
    const world = await open({
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
    const people = [...standards.people, { ...EVE, actsAs: ['AROAENGINEER:eve'] }];
    const world = await open({
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
    const world = await open({
      governance: {
        ...standards,
        people: [...standards.people, { ...EVE, actsAs: ['AROAENGINEER:eve'] }],
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
