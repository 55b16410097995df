import { describe, expect, test } from '@jest/globals';
import { toIso } from '../../../lib/core/instant.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import type { Enforcer } from '../../../lib/ports/enforcer.ts';
import { agentRecord, withAdministrators } from '../agents.ts';
import { ADMIN, AGENT, attachAdmin, callOf, DAY, ENGINEER, governance, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { CLAIM_LASTS } from '../../../lib/usecases/holds/hold-claim.ts';
import { byTerraform, foundBy, policy, put } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { attached, begun, beside, intentionOf, signed } from './signed-world.ts';

describe('what two people signed', () => {
  test('is given back once', async () => {
    const { here, findingId } = await signed();
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'restored', until: NOW + DAY });
    // nothing is looked for before its end
    expect((await here.deps.scheduler.due(NOW + MINUTE)).filter(({ kind }) => kind === 'waiver-end')).toEqual([]);
    const { entries } = await caseOf(here, findingId);
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'already-restored' });
    expect(here.account.effects).toEqual(['DetachRolePolicy', 'AttachRolePolicy']);
    expect((await caseOf(here, findingId)).entries).toBe(entries);
  });

  test('of nothing that was found is given back by nobody', async () => {
    const here = await open();
    expect(await restoreAccess('F-none', here.deps)).toEqual({
      kind: 'refused',
      refusal: { code: 'NO_SUCH_FINDING' },
    });
    expect(await here.deps.ledger.about('F-none')).toEqual([]);
  });

  test('by fewer than must sign is given back by nobody, and nothing is written down', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    const { entries } = await caseOf(here, findingId);
    const refusal = { code: 'QUORUM_INCOMPLETE', missing: expect.any(Array) };
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'refused', refusal });
    expect((await caseOf(here, findingId)).entries).toBe(entries);
  });

  test('is left to who may give it back by who may not', async () => {
    const { here, findingId } = await signed();
    const told: string[] = [];
    const decided = async (id: string) => void told.push(id);
    expect(await restoreAccess(findingId, { ...here.deps, restorer: { decided } })).toEqual({ kind: 'handed-over' });
    expect(told).toEqual([findingId]);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', restore: { kind: 'none' } });
  });

  test('is held again where the role came to hold more than that while it was given back', async () => {
    const { here, findingId } = await signed(put('deployer', 's3:PutObject'));
    const grows = beside(here, async () =>
      here.account.change({ ...policy('deployer', 'iam:PassRole'), policyName: 'x' }),
    );
    const detail = expect.stringMatching(/^the access is wider than what was signed/);
    expect(await restoreAccess(findingId, grows)).toEqual({ kind: 'failed', detail });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
  });

  test('is not given back where the role holds more than that by now: no call is made', async () => {
    const { here, findingId } = await signed(put('deployer', 's3:PutObject'));
    here.account.change({ ...policy('deployer', 'iam:PassRole'), policyName: 'x' });
    here.account.effects.length = 0;
    const detail = expect.stringMatching(/^the access is wider than what was signed/);
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'failed', detail });
    expect(here.account.effects).toEqual([]);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('of what was never held is waived, and no call is made', async () => {
    const rules = governance();
    const classes = rules.classes.map((each) => ({ ...each, mode: 'warn' as const }));
    const { here, findingId } = await signed(attachAdmin(), { governance: { ...rules, classes } });
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'restored', until: NOW + DAY });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', waiver: { until: NOW + DAY } });
    expect(here.account.effects).toEqual([]);
  });

  test('is not given back from the moment on at which its waiver ends', async () => {
    const { here, findingId } = await begun();
    here.at(NOW + DAY);
    const detail = `the waiver ended ${toIso(NOW + DAY)}, before it was done`;
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'failed', detail });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', waiver: undefined });
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });

  test('is not left to a worker whose attempt has outlived the waiver, nor waits for the hold of another finding then', async () => {
    const { here, findingId } = await signed();
    const other = await foundBy(here, put('deployer', 'iam:PassRole'));
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId: other, calls: [], at: NOW }]);
    await here.deps.ledger.append([await intentionOf(here, findingId)]);
    here.at(NOW + DAY);
    expect(await restoreAccess(findingId, { ...here.deps, claimLasts: 2 * DAY })).toMatchObject({ kind: 'failed' });
  });

  test('has an end that is set before any call is made', async () => {
    const { here, findingId } = await signed();
    const restorer: Enforcer = { enforce: () => Promise.reject(new Error('killed')) };
    await expect(restoreAccess(findingId, { ...here.deps, restorer })).rejects.toThrow('killed');
    expect(await here.deps.scheduler.due(NOW + DAY)).toContainEqual({ kind: 'waiver-end', findingId, at: NOW + DAY });
  });

  test('is left to who has begun to give it back for a minute, and looked at when that is over', async () => {
    const { here, findingId } = await begun();
    // one more: a look a minute after the hold is set anyhow
    const until = NOW + CLAIM_LASTS + 1;
    const shared = { ...here.deps, claimLasts: CLAIM_LASTS + 1 };
    expect(await restoreAccess(findingId, shared)).toEqual({ kind: 'left', until });
    expect(await here.deps.scheduler.due(until)).toContainEqual({ kind: 'second-look', findingId, at: until });
    expect(attached(here)).toEqual([]);
    here.at(until);
    expect(await restoreAccess(findingId, shared)).toMatchObject({ kind: 'restored' });
  });

  test('is given back by both who take up after that minute what another left, to one effect and one outcome', async () => {
    const { here, findingId } = await begun();
    here.at(NOW + CLAIM_LASTS);
    const shared = { ...here.deps, claimLasts: CLAIM_LASTS };
    const outcomes = await Promise.all([restoreAccess(findingId, shared), restoreAccess(findingId, shared)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['restored', 'restored']);
    expect(here.account.effects).toEqual(['DetachRolePolicy', 'AttachRolePolicy']);
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
    const restoring = facts.filter((kind) => /^restore|^hold|^waiver/.test(kind));
    expect(restoring).toEqual(['hold-intended', 'hold-confirmed', 'restore-intended', 'restore-confirmed']);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
  });

  test('waits for the hold of another finding that was begun before, also where that is over sooner', async () => {
    const { here, findingId } = await signed();
    const other = await foundBy(here, put('deployer', 'iam:PassRole'));
    const { hold } = await caseOf(here, other);
    const calls = hold.kind === 'none' ? [] : hold.calls;
    await here.deps.ledger.append([{ kind: 'hold-intended', findingId: other, calls, at: NOW - 1 }]);
    const shared = { ...here.deps, claimLasts: CLAIM_LASTS };
    const until = NOW + CLAIM_LASTS;
    expect(await restoreAccess(findingId, shared)).toEqual({ kind: 'waits', until });
    expect(await here.deps.scheduler.due(until)).toContainEqual({ kind: 'second-look', findingId, at: until });
    expect(attached(here)).toEqual([]);
    here.at(until);
    expect(await restoreAccess(findingId, shared)).toMatchObject({ kind: 'restored' });
  });

  test('and that AWS refuses stays held, and people are told why', async () => {
    const { here, findingId } = await signed();
    here.account.refuses.add('AttachRolePolicy');
    const detail = expect.stringMatching(/^AttachRolePolicy was refused: AccessDenied/);
    expect(await restoreAccess(findingId, here.deps)).toEqual({ kind: 'failed', detail });
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(attached(here)).toEqual([]);
    expect(here.announced.join()).toContain('AttachRolePolicy was refused');
    // what came under its cover is looked at then, and once IAM shows it
    const looks = [NOW, NOW + MINUTE].map((at) => ({ kind: 'waiver-end', findingId, at }));
    expect(await here.deps.scheduler.due(NOW + MINUTE)).toEqual(expect.arrayContaining(looks));
  });

  test('is not what the role is known to hold, unless it lifts a deny of an agent in its sessions', async () => {
    const known = async ({ deps }: World, arn: string, name: string) =>
      (await deps.snapshots.last(arn))?.roles.get(name);
    const { here, findingId } = await signed();
    await restoreAccess(findingId, here.deps);
    expect((await known(here, AGENT, 'deployer'))?.attached).toEqual([]);

    const agents = await signed(callOf(agentRecord('ListUsers', null)), { state: withAdministrators() });
    const denied = async () => [...((await known(agents.here, ENGINEER, 'engineer'))?.inline.keys() ?? [])];
    expect(await denied()).toEqual([expect.stringMatching(/^AmbitHold-/), 'look']);
    await restoreAccess(agents.findingId, agents.here.deps);
    expect(await denied()).toEqual(['look']);
  });

  test.each([
    ['has gone away', 'before'],
    ['goes away meanwhile', 'meanwhile'],
  ])('of a role that %s has failed', async (_, when) => {
    const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
    const { here, findingId } = await signed(byTerraform(grant));
    const roles = new Map(here.account.state.roles);
    roles.delete('deployer');
    const goes = async () => {
      here.account.state = { ...here.account.state, roles };
    };
    if (when === 'before') await goes();
    const detail = expect.stringMatching(/deployer is not there any more$/);
    expect(await restoreAccess(findingId, beside(here, goes))).toEqual({ kind: 'failed', detail });
  });

  test('is told as a finding of its own where one person takes it alone', async () => {
    const rules = governance();
    const breakGlass = { groups: ['security'], longestMinutes: 60 };
    const here = await open({ governance: { ...rules, approval: { ...rules.approval, breakGlass } } });
    const findingId = await foundBy(here, attachAdmin());
    const { digest } = (await caseOf(here, findingId)).finding;
    const decision = { kind: 'break-glass', digest, reason: 'it is down', until: NOW + MINUTE } as const;
    const taken = await decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, here.deps);
    expect(taken).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(here.announced).toContainEqual(expect.stringMatching(/^break-glass-used: /));
    // it is to be countersigned from the start: nobody is asked later
    expect((await here.deps.scheduler.due(NOW + MINUTE)).map(({ kind }) => kind)).not.toContain('waiver-notice');
  });
});
