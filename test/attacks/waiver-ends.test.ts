import { describe, expect, jest, test } from '@jest/globals';
import { standInFor } from '../../lib/core/governance/holds/denies/stand-in.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { holdWhatCameMeanwhile } from '../../lib/usecases/holds/hold-finding.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { ADMIN, AGENT, allow, callOf, DAY, MINUTE, NOW, record } from '../usecases/company.ts';
import { type Attacked, heldGrant } from './attacked.ts';
import { byTerraform } from '../usecases/holds/held-world.ts';
import { begin } from './begin.ts';
import { mayDo, put, waived } from './waived.ts';

test('a restore that failed, and can be held no more, is looked at twice, however often it is looked for what is left undone', async () => {
  const here = await begin();
  const [findingId = ''] = await put(here, 'small', ['s3:PutObject'], NOW);
  await here.signs('sam', findingId);
  const unseen = { roleName: 'deployer', policyName: 'unseen', policyDocument: JSON.stringify(allow('iam:*')) };
  await here.account.play(callOf(record('PutRolePolicy', unseen)));
  const governance = { ...here.deps.governance, protectedPrincipals: [AGENT] };
  const deps = { ...here.deps, governance };
  const { digest } = (await here.caseOf(findingId)).finding;
  const decision = { kind: 'sign', digest, reason: 'release', until: NOW + DAY } as const;
  await decideApproval({ findingId, personId: 'pat', signedInAt: NOW, decision }, deps);
  expect((await here.caseOf(findingId)).status).toBe('restore-failed');
  const looks = async () =>
    (await deps.scheduler.due(NOW + 2 * DAY)).filter(({ kind }) => kind === 'waiver-end').map(({ at }) => at - NOW);
  expect(await looks()).toEqual([0, MINUTE, DAY]);
  for (const minutes of [2, 10, 60]) {
    here.at(NOW + minutes * MINUTE);
    await resume(deps);
    expect(await looks()).toEqual([DAY]);
  }
  const held = (await here.deps.cases.cases()).map(({ finding, status }) => [finding.kind, status]);
  expect(held).not.toContainEqual(['standing-excess', 'held']);
});

test('what a deny has covered is held where a restore that fails has lifted it, and AWS refuses to put it back', async () => {
  const here = await begin();
  const [findingId = ''] = await put(here, 'small', ['s3:PutObject'], NOW);
  const { finding } = await here.caseOf(findingId);
  const deny = standInFor(finding)?.put;
  if (deny === undefined) throw new Error('a role can be denied');
  if (!('policyDocument' in deny) || !('roleName' in deny)) throw new Error('a role is denied by a policy');
  const asked = {
    roleName: deny.roleName,
    policyName: deny.policyName,
    policyDocument: JSON.stringify(deny.policyDocument),
  };
  await here.account.play(callOf(record('PutRolePolicy', asked, { id: 'deny' })));
  await here.deps.ledger.append([
    { kind: 'hold-intended', findingId, calls: [deny], at: NOW + 1 },
    { kind: 'hold-confirmed', findingId, at: NOW + 1 },
  ]);
  const stale = await here.account.stateOf(AGENT);
  here.at(NOW + MINUTE);
  expect(await put(here, 'under-cover', ['iam:*'], NOW + MINUTE)).toEqual([]);
  const refuses: Attacked['deps']['enforcer'] = {
    enforce: async () => ({ kind: 'refused', code: 'AccessDenied', detail: 'not allowed' }),
  };
  const deps = { ...here.deps, enforcer: refuses };
  const late = jest.spyOn(deps.accounts, 'stateOf').mockResolvedValue(stale);
  const decision = { kind: 'sign', digest: finding.digest, reason: 'release', until: NOW + DAY } as const;
  for (const personId of ['sam', 'pat']) {
    await decideApproval({ findingId, personId, signedInAt: NOW + MINUTE, decision }, deps);
  }
  late.mockRestore();
  expect((await here.caseOf(findingId)).status).toBe('hold-failed');
  expect(await mayDo(here, 'iam:CreateUser')).toBe(true);
  here.at(NOW + 2 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect(await mayDo(here, 'iam:CreateUser')).toBe(false);
});

describe('at the end of a waiver', () => {
  test('what came under its cover is held as well, at once, though it was no finding when it came', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    await waived(here, findingId, NOW + DAY);
    here.at(NOW + MINUTE);
    expect(await put(here, 'under-cover', ['s3:PutObject', 'iam:*'], NOW + MINUTE)).toEqual([]);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect(await here.attached()).toEqual([]);
    expect(await mayDo(here, 's3:PutObject')).toBe(false);
    expect(await mayDo(here, 'iam:CreateUser')).toBe(false);
    expect(await mayDo(here, 's3:GetObject')).toBe(true);
    const standing = (await here.deps.cases.cases()).find(({ finding }) => finding.kind === 'standing-excess');
    expect(standing).toMatchObject({ status: 'held', finding: { principal: AGENT } });
    await resume(here.deps);
    expect((await here.deps.cases.cases()).filter(({ finding }) => finding.kind === 'standing-excess')).toHaveLength(1);
  });

  test('what came under its cover is held also where another hold that is due writes over its own', async () => {
    const here = await begin();
    const [first = ''] = await put(here, 'more', ['s3:PutObject'], NOW);
    await waived(here, first, NOW + DAY);
    here.at(NOW + MINUTE);
    expect(await put(here, 'under-cover', ['s3:PutObject'], NOW + MINUTE)).toEqual([]);
    const [second = ''] = await put(here, 'more', ['iam:*'], NOW + MINUTE);
    await waived(here, second, NOW + DAY + 60 * MINUTE);
    for (const minutes of [0, 2, 60]) {
      here.at(NOW + DAY + minutes * MINUTE);
      await meetDueDeadlines(here.deps);
    }
    expect([(await here.caseOf(first)).status, (await here.caseOf(second)).status]).toEqual(['held', 'held']);
    expect([await mayDo(here, 's3:PutObject'), await mayDo(here, 's3:GetObject')]).toEqual([false, true]);
  });

  test('what a deny has left under its cover is held once its own finding is, also where nobody looked then', async () => {
    const here = await begin();
    const [covered = ''] = await put(here, 'extra', ['iam:PutRolePolicy'], NOW);
    await waived(here, covered, NOW + DAY);
    here.at(NOW + MINUTE);
    const attach = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { time: NOW + MINUTE });
    const [beside = ''] = await here.happens(byTerraform(attach));
    expect(await mayDo(here, 'iam:PutRolePolicy')).toBe(true);
    expect(await mayDo(here, 'iam:CreateUser')).toBe(false);
    // a worker ends the waiver, and dies right after the hold
    const undoing = { roleName: 'deployer', policyName: 'extra' };
    const calls = [{ name: 'DeleteRolePolicy', ...undoing }] as const;
    await here.account.play(callOf(record('DeleteRolePolicy', undoing, { id: 'undone' })));
    const about = { findingId: covered, at: NOW + DAY } as const;
    await here.deps.ledger.append([
      { kind: 'waiver-ended', ...about },
      { kind: 'hold-intended', calls, ...about },
      { kind: 'hold-confirmed', ...about },
    ]);
    here.at(NOW + DAY);
    expect(await mayDo(here, 'iam:PutRolePolicy')).toBe(true);
    await holdWhatCameMeanwhile(beside, here.deps);
    expect(await mayDo(here, 'iam:PutRolePolicy')).toBe(false);
    expect(await mayDo(here, 's3:GetObject')).toBe(true);
  });

  test('that a hold was taken back once tells of nothing that stands now', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    await waived(here, findingId, NOW + DAY);
    await put(here, 'under-cover', ['s3:PutObject'], NOW + MINUTE);
    const { finding } = await here.caseOf(findingId);
    const [box] = finding.excess;
    if (box === undefined) throw new Error('nothing is in excess');
    const excess = [
      { ...box, accessLevels: ['Write'], actions: ['s3:PutObject'], policy: 'inline:under-cover' },
    ] as const;
    const response = { kind: 'alert', why: 'what was held is held again' } as const;
    const undone = { ...finding, id: 'F-0123456789ab', kind: 'hold-undone', excess, response } as const;
    await here.deps.ledger.append([{ kind: 'finding-raised', finding: undone, at: NOW + MINUTE }]);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    const standing = (await here.deps.cases.cases()).find(({ finding: { kind } }) => kind === 'standing-excess');
    expect(standing).toMatchObject({ status: 'held', finding: { excess } });
    expect(await mayDo(here, 's3:PutObject')).toBe(false);
  });

  test('what a finding tells that waits for people goes on waiting', async () => {
    const here = await begin();
    const [held = ''] = await put(here, 'new', ['s3:PutObject'], NOW);
    await waived(here, held, NOW + DAY);
    here.at(NOW + DAY - MINUTE);
    // so old when it comes that it only alerts
    const [alerted = ''] = await put(here, 'old', ['s3:DeleteObject'], NOW);
    expect((await here.caseOf(alerted)).status).toBe('alerted');
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect(await mayDo(here, 's3:PutObject')).toBe(false);
    expect(await mayDo(here, 's3:DeleteObject')).toBe(true);
    expect(await here.deps.cases.cards()).toHaveLength(2);
  });

  test('what another waiver covers, which runs, stays until that one ends', async () => {
    const here = await begin();
    const [first = ''] = await put(here, 'first', ['s3:PutObject'], NOW);
    await waived(here, first, NOW + DAY);
    // the second waiver is of the role as it was then: with the first grant
    const [second = ''] = await put(here, 'second', ['s3:DeleteObject'], NOW + 1000);
    await waived(here, second, NOW + 2 * DAY);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    await resume(here.deps);
    expect((await here.caseOf(first)).status).toBe('waiver-ended');
    expect(await mayDo(here, 's3:PutObject')).toBe(true);
    here.at(NOW + 2 * DAY);
    await meetDueDeadlines(here.deps);
    expect(await mayDo(here, 's3:PutObject')).toBe(false);
    expect(await mayDo(here, 's3:DeleteObject')).toBe(false);
    for (const findingId of [first, second]) expect((await here.caseOf(findingId)).status).toBe('held');
  });

  test('of two grants that overlap, the one that was signed for longer stays whole', async () => {
    const here = await begin();
    // each is signed while the other is held, so that neither waiver covers the other's grant
    const [longer = ''] = await put(here, 'longer', ['s3:PutObject', 's3:DeleteObject'], NOW);
    const [shorter = ''] = await put(here, 'shorter', ['s3:PutObject', 's3:PutBucketPolicy'], NOW + 1000);
    await waived(here, longer, NOW + 2 * DAY);
    await waived(here, shorter, NOW + DAY);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect(await mayDo(here, 's3:PutBucketPolicy')).toBe(false);
    expect(await mayDo(here, 's3:PutObject')).toBe(true);
    expect(await mayDo(here, 's3:DeleteObject')).toBe(true);
    expect((await here.caseOf(longer)).status).toBe('restored');
  });

  test('a deny of one finding leaves what another waiver covers', async () => {
    const here = await begin();
    const [longer = ''] = await put(here, 'longer', ['s3:PutObject'], NOW);
    // what nobody told Ambit of keeps the next call from being undone: it is denied
    const drift = { roleName: 'deployer', policyName: 'drift', policyDocument: JSON.stringify(allow('s3:GetObject')) };
    await here.account.play(callOf(record('PutRolePolicy', drift, { id: 'drift', time: NOW })));
    const [shorter = ''] = await put(here, 'shorter', ['s3:PutObject', 's3:DeleteObject'], NOW);
    expect((await here.caseOf(shorter)).finding.response).toMatchObject({ plan: { kind: 'contain' } });
    await waived(here, shorter, NOW + DAY);
    await waived(here, longer, NOW + 2 * DAY);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect(await mayDo(here, 's3:PutObject')).toBe(true);
    expect(await mayDo(here, 's3:DeleteObject')).toBe(false);
  });
});
