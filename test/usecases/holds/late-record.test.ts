import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/core/json.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { ADMIN, AGENT, allow, callOf, FENCE, governance, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import { answers, denies, foundBy, put } from './held-world.ts';

test('what a call wrote over is not put back where it was in excess itself, and its record came too late to tell of it', async () => {
  const here = await open();
  const first = put('deployer', 's3:PutObject', 'first');
  here.account.play(first);
  here.at(NOW + 60 * MINUTE);
  const second = put('deployer', 's3:DeleteObject', 'second');
  const later = { ...second, time: NOW + 60 * MINUTE };
  here.account.play(later);
  // half an hour late a call only alerts, and the account shows nothing of it any more
  await handleCall(first, here.deps);
  const { findings } = await handleCall(later, here.deps);

  expect(findings).toHaveLength(1);
  expect((await caseOf(here, findings[0])).status).toBe('held');
  expect(answers(here, 'deployer', ['s3:PutObject', 's3:DeleteObject', 's3:GetObject'])).toEqual([
    'deny',
    'deny',
    'allow',
  ]);
});

describe('whom a role trusted before, beyond its standard,', () => {
  const letsIn = (account: string, time = NOW) => {
    const policyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
    });
    return callOf(record('UpdateAssumeRolePolicy', { roleName: 'deployer', policyDocument }, { id: account, time }));
  };
  const trusted = ({ account }: Awaited<ReturnType<typeof open>>) =>
    JSON.stringify(account.state.roles.get('deployer')?.trust);

  test('is put back where people were told of it and left it', async () => {
    const here = await open();
    // half an hour late a call only alerts
    await foundBy(here, letsIn('444455556666', NOW - 60 * MINUTE));
    const findingId = await foundBy(here, letsIn('999988887777'));
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(trusted(here)).toContain('444455556666');
    expect(trusted(here)).not.toContain('999988887777');
  });

  test('is not where its record came too late to tell of it: whom it trusted before that is', async () => {
    const here = await open();
    const first = letsIn('444455556666');
    here.account.play(first);
    here.at(NOW + 60 * MINUTE);
    const second = letsIn('999988887777', NOW + 60 * MINUTE);
    here.account.play(second);
    await handleCall(first, here.deps);
    const { findings } = await handleCall(second, here.deps);
    expect((await caseOf(here, findings[0])).status).toBe('held');
    expect(trusted(here)).not.toContain('444455556666');
    expect(answers(here, 'deployer', ['s3:GetObject'])).toEqual(['allow']);
  });

  test.each([
    [
      'told of other access',
      'enforce',
      { ...put('deployer', 's3:DeleteObject', 'x'), time: NOW - 60 * MINUTE },
      'alerted',
    ],
    ['only observed', 'observe', letsIn('444455556666'), 'observed'],
  ] as const)('is not where people were %s', async (_, mode, first, status) => {
    const rules = governance();
    const here = await open({ governance: { ...rules, classes: rules.classes.map((each) => ({ ...each, mode })) } });
    here.account.play(letsIn('444455556666'));
    if (mode === 'enforce') await here.deps.snapshots.keep(AGENT, await here.deps.accounts.stateOf(AGENT));
    expect((await caseOf(here, await foundBy(here, first))).status).toBe(status);
    const second = letsIn('999988887777');
    here.account.play(second);
    const handled = await handleCall(second, { ...here.deps, governance: rules });
    expect((await caseOf(here, handled.findings[0])).status).toBe('held');
    expect(answers(here, 'deployer', ['s3:GetObject'])).toEqual(['deny']);
  });

  test('is not where it was before anybody looked, and nobody was told: everything is denied', async () => {
    const here = await open();
    here.account.play(letsIn('444455556666'));
    await here.deps.snapshots.keep(AGENT, await here.deps.accounts.stateOf(AGENT));
    const findingId = await foundBy(here, letsIn('999988887777'));
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(denies(here, 'deployer')).toHaveLength(1);
    expect(answers(here, 'deployer', ['s3:GetObject'])).toEqual(['deny']);
  });
});

test('what a late call gave and the account does not show, since a boundary came, is found when that goes', async () => {
  const here = await open();
  const bounded = (policyArn: string, time: number) =>
    callOf(
      record(
        'PutRolePermissionsBoundary',
        { roleName: 'engineer', permissionsBoundary: policyArn },
        { id: policyArn, time },
      ),
    );
  const given = put('engineer', 'sqs:SendMessage');
  here.account.play(given);
  here.account.play(bounded(FENCE, NOW));
  here.at(NOW + 60 * MINUTE);
  expect(await handleCall(given, here.deps)).toMatchObject({ findings: [] });
  const loosened = bounded(ADMIN, NOW + 60 * MINUTE);
  here.account.play(loosened);
  expect(await handleCall(loosened, here.deps)).toMatchObject({ findings: [expect.any(String)] });
});

describe('what a late call took, and another gave again in time,', () => {
  const LATER = NOW + 60 * MINUTE;
  const written = (policyName: string, document: JsonObject) => {
    const asked = { roleName: 'deployer', policyName, policyDocument: JSON.stringify(document) };
    return callOf(record('PutRolePolicy', asked, { id: `${policyName} later`, time: LATER }));
  };
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }] };

  /** The policy `more` came to give what a late alert told of; another late call wrote over it. */
  async function taken() {
    const here = await open();
    const old = await foundBy(here, { ...put('deployer', 's3:DeleteObject', 'old'), time: NOW - 60 * MINUTE });
    const late = put('deployer', 's3:PutObject', 'late');
    here.account.play(late);
    here.at(LATER);
    return { here, old, late };
  }

  test.each([false, true])(
    'is held, also where a deny hides what the late one gave; rejected before: %s',
    async (isRejected) => {
      const { here, old, late } = await taken();
      const { digest } = (await caseOf(here, old)).finding;
      const decision = { kind: 'reject', digest, reason: 'no' } as const;
      if (isRejected) await decideApproval({ findingId: old, personId: 'sam', signedInAt: LATER, decision }, here.deps);
      const calls = [written('no', deny), written('other', allow('s3:DeleteObject'))];
      for (const call of calls) here.account.play(call);
      for (const call of [late, ...calls]) await handleCall(call, here.deps);
      expect(answers(here, 'deployer', ['s3:DeleteObject'])).toEqual(['deny']);
    },
  );

  test('is held where it is as before the late one', async () => {
    const { here, late } = await taken();
    const again = written('more', allow('s3:DeleteObject'));
    here.account.play(again);
    await handleCall(late, here.deps);
    expect(await handleCall(again, here.deps)).toMatchObject({ findings: [expect.any(String)] });
    expect(answers(here, 'deployer', ['s3:DeleteObject'])).toEqual(['deny']);
  });
});
