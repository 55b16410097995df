import { describe, expect, test } from '@jest/globals';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { account, ADMIN, attachAdmin, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import { byTerraform, denies, DENIES_ALL, foundBy, listed, put, sign } from './held-world.ts';

describe('AWS’s own policy, where inline policies leave no room for a deny', () => {
  const reports = Array.from({ length: 96 }, (_, index) => `arn:aws:s3:::${'reports'.repeat(12)}-${index}/*`);
  const taken = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: reports }],
  };

  async function full() {
    const state = account();
    const deployer = state.roles.get('deployer');
    if (deployer === undefined) throw new Error('no such role');
    const roles = new Map(state.roles).set('deployer', { ...deployer, inline: new Map([['full', taken]]) });
    const here = await open({ state: { ...state, roles, policies: listed() } });
    return { here, attached: () => here.account.state.roles.get('deployer')?.attached };
  }

  test('stands in where AWS refuses to undo the call, and is detached by the restore', async () => {
    const { here, attached } = await full();
    here.account.refuses.add('DetachRolePolicy');
    const findingId = await foundBy(here, attachAdmin());
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect([attached(), denies(here, 'deployer')]).toEqual([[DENIES_ALL, ADMIN], []]);
    here.account.refuses.clear();
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(attached()).toEqual([ADMIN]);
  });

  test('stands in also where they were filled after AWS had refused a deny', async () => {
    const here = await open();
    for (const name of ['DetachRolePolicy', 'PutRolePolicy']) here.account.refuses.add(name);
    const findingId = await foundBy(here, attachAdmin());
    expect((await caseOf(here, findingId)).status).toBe('hold-failed');
    here.account.change({ name: 'PutRolePolicy', roleName: 'deployer', policyName: 'full', policyDocument: taken });
    expect(await holdAccess(findingId, here.deps)).toEqual({ kind: 'held' });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([DENIES_ALL, ADMIN]);
  });

  test('that is attached already is left to whose it is: the hold fails, and people are told', async () => {
    const { here, attached } = await full();
    const call = attachAdmin();
    here.account.play(call);
    const dying = { enforce: () => Promise.reject(new Error('killed')) };
    await expect(handleCall(call, { ...here.deps, enforcer: dying })).rejects.toThrow('killed');
    const [raised] = await here.deps.cases.cases();
    const findingId = raised?.finding.id ?? '';
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: DENIES_ALL });
    for (const name of ['DetachRolePolicy', 'PutRolePolicy']) here.account.refuses.add(name);
    expect(await holdAccess(findingId, here.deps)).toMatchObject({ kind: 'failed' });
    here.account.refuses.clear();
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(attached()).toEqual([DENIES_ALL, ADMIN]);
  });

  test('that AWS refused to attach, and somebody else has attached since, is left to whose it is', async () => {
    const { here, attached } = await full();
    for (const name of ['DetachRolePolicy', 'AttachRolePolicy', 'PutRolePolicy']) here.account.refuses.add(name);
    const findingId = await foundBy(here, attachAdmin());
    expect((await caseOf(here, findingId)).hold).toMatchObject({ kind: 'failed', by: 'refusal' });
    here.account.refuses.delete('AttachRolePolicy');
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: DENIES_ALL });
    expect(await holdAccess(findingId, here.deps)).toMatchObject({ kind: 'failed' });
    here.account.refuses.clear();
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(attached()).toEqual([DENIES_ALL, ADMIN]);
  });

  test('that AWS does not let a restore detach is a hold as before, also where what it takes is signed for elsewhere', async () => {
    const { here, attached } = await full();
    const other = await foundBy(here, put('deployer', 's3:PutObject'));
    const findingId = await foundBy(
      here,
      byTerraform(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN })),
    );
    await sign(here, other);
    here.account.refuses.add('DetachRolePolicy');
    expect(await sign(here, findingId)).toMatchObject({ value: { restore: { kind: 'failed' } } });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(attached()).toContain(DENIES_ALL);
    here.account.refuses.clear();
    await sign(here, findingId);
    expect([(await caseOf(here, findingId)).status, attached()]).toEqual(['restored', [ADMIN]]);
  });

  test('that is the plan, AWS refused to attach, and somebody else has attached since, is left to whose it is', async () => {
    const { here, attached } = await full();
    for (const name of ['AttachRolePolicy', 'PutRolePolicy']) here.account.refuses.add(name);
    const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
    const findingId = await foundBy(here, byTerraform(grant));
    expect((await caseOf(here, findingId)).hold).toMatchObject({ kind: 'failed', by: 'refusal' });
    here.account.refuses.clear();
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: DENIES_ALL });
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(attached()).toEqual([DENIES_ALL, ADMIN]);
  });

  test('that holds two findings is detached with the last of them', async () => {
    const { here, attached } = await full();
    const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
    const first = await foundBy(here, byTerraform(grant));
    expect(attached()).toEqual([DENIES_ALL, ADMIN]);
    const { finding } = await caseOf(here, first);
    const second = 'F-0123456789ab';
    await here.deps.ledger.append([{ kind: 'finding-raised', finding: { ...finding, id: second }, at: NOW }]);
    expect(await holdAccess(second, here.deps)).toEqual({ kind: 'held' });

    expect(await sign(here, first)).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(attached()).toEqual([DENIES_ALL, ADMIN]);
    here.at(NOW + 10 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect([(await caseOf(here, first)).status, (await caseOf(here, second)).status]).toEqual(['restored', 'held']);
    expect(await sign(here, second)).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(attached()).toEqual([ADMIN]);
  });
});
