import { describe, expect, test } from '@jest/globals';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { ADMIN, callOf, DAY, MINUTE, NOW, record } from '../usecases/company.ts';
import { type Attacked, type AttackedOptions, code, heldGrant } from './attacked.ts';
import { begin } from './begin.ts';

const HOUR = 60 * MINUTE;

/** A grant that two people have waived for ten days; people are asked three days before the end. */
async function waived(options?: AttackedOptions): Promise<{ here: Attacked; findingId: string }> {
  const here = await begin(options);
  const findingId = await heldGrant(here);
  for (const person of ['sam', 'pat']) await here.signs(person, findingId, { until: NOW + 10 * DAY });
  expect((await here.caseOf(findingId)).status).toBe('restored');
  return { here, findingId };
}

async function asked(options?: AttackedOptions): Promise<{ here: Attacked; findingId: string }> {
  const world = await waived(options);
  world.here.at(NOW + 7 * DAY);
  await meetDueDeadlines(world.here.deps);
  return world;
}

const REVOKE = { kind: 'revoke', reason: 'not needed any more' } as const;

describe('before a waiver ends', () => {
  test('people are asked once, and if nobody answers it is held again at its end', async () => {
    const { here, findingId } = await asked();
    await resume(here.deps);
    await meetDueDeadlines(here.deps);
    const due = (await here.factsAbout(findingId)).filter(({ kind }) => kind === 'waiver-due');
    expect(due).toEqual([{ kind: 'waiver-due', findingId, until: NOW + 10 * DAY, at: NOW + 7 * DAY }]);
    expect(here.told.join()).toContain('the waiver ends 2026-01-15T12:00:00.000Z: it is held again then');
    here.at(NOW + 10 * DAY);
    await meetDueDeadlines(here.deps);
    expect((await here.caseOf(findingId)).status).toBe('held');
    expect(await here.attached()).toEqual([]);
  });

  test('the same quorum keeps it, by new signatures on the same digest, until the earliest end that they accept', async () => {
    const { here, findingId } = await asked();
    expect(await here.signs('sam', findingId, { until: NOW + 30 * DAY })).toMatchObject({ value: { kind: 'signed' } });
    const kept = { kind: 'kept', until: NOW + 20 * DAY };
    expect(await here.signs('pat', findingId, { until: NOW + 20 * DAY })).toEqual({ ok: true, value: kept });
    here.at(NOW + 10 * DAY);
    await meetDueDeadlines(here.deps);
    expect(await here.caseOf(findingId)).toMatchObject({ status: 'restored', waiver: { until: NOW + 20 * DAY } });
    expect(await here.attached()).toEqual([ADMIN]);
    here.at(NOW + 20 * DAY);
    await meetDueDeadlines(here.deps);
    expect(await here.attached()).toEqual([]);
  });

  test('one signature keeps nothing, and those of the term before do not count again', async () => {
    const { here, findingId } = await asked();
    await here.signs('sam', findingId, { until: NOW + 20 * DAY });
    here.at(NOW + 10 * DAY);
    await meetDueDeadlines(here.deps);
    expect((await here.caseOf(findingId)).status).toBe('held');
  });

  test.each<[string, string, object, string]>([
    ['of who made the grant', 'rita', {}, 'SIGNED_OWN_REQUEST'],
    ['for an end that it has already', 'sam', { until: NOW + 10 * DAY }, 'WAIVER_TOO_SHORT'],
    ['for longer than a waiver may be', 'sam', { until: NOW + 38 * DAY }, 'WAIVER_TOO_LONG'],
    ['on another digest', 'sam', { digest: `sha256:${'0'.repeat(64)}` }, 'DIGEST_CHANGED'],
  ])('a signature %s is refused', async (_, person, parts, refusal) => {
    const { here, findingId } = await asked();
    expect(await here.signs(person, findingId, { until: NOW + 20 * DAY, ...parts })).toMatchObject(code(refusal));
  });

  test('nobody signs for longer before people are asked', async () => {
    const { here, findingId } = await waived();
    expect(await here.signs('sam', findingId, { until: NOW + 20 * DAY })).toMatchObject(code('NOT_SIGNABLE'));
  });

  test('one approver revokes it, and it is held at once', async () => {
    const { here, findingId } = await waived();
    expect(await here.decides('rita', findingId, REVOKE)).toMatchObject({
      ok: true,
      value: { kind: 'revoked', hold: { kind: 'held' } },
    });
    expect(await here.attached()).toEqual([]);
    expect(await here.decides('sam', findingId, REVOKE)).toMatchObject(code('NOT_WAIVED'));
    expect(here.told.join()).toContain('the waiver was revoked: not needed any more');
  });

  test('of two who keep it at once both count, and who clicks twice signs once', async () => {
    const { here, findingId } = await asked();
    const signed = [
      ['sam', 20],
      ['pat', 15],
      ['pat', 30],
    ] as const;
    const kept = await Promise.all(
      signed.map(([person, days]) => here.signs(person, findingId, { until: NOW + days * DAY })),
    );
    expect(kept.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await here.caseOf(findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    const facts = (await here.factsAbout(findingId)).map(({ kind }) => kind);
    expect(facts.filter((kind) => kind === 'waiver-kept')).toHaveLength(1);
  });

  test('who revokes it spends what others have signed to keep it', async () => {
    const { here, findingId } = await asked();
    await here.signs('sam', findingId, { until: NOW + 20 * DAY });
    await here.decides('rita', findingId, REVOKE);
    expect(await here.signs('pat', findingId, { until: NOW + 20 * DAY })).toMatchObject({ value: { kind: 'signed' } });
    expect(await here.attached()).toEqual([]);
  });

  test.each([
    ['in its last days', NOW + 7 * DAY],
    ['at its end', NOW + 10 * DAY],
    ['after its end', NOW + 11 * DAY],
  ])('of two who revoke it %s, beside what is due then, one does, and it is held once', async (_, now) => {
    const { here, findingId } = await asked();
    here.at(now);
    const revoking = Promise.all(['rita', 'sam'].map((person) => here.decides(person, findingId, REVOKE)));
    const [revoked] = await Promise.all([revoking, meetDueDeadlines(here.deps)]);
    expect(await here.attached()).toEqual([]);
    expect(await here.caseOf(findingId)).toMatchObject({ status: 'held', irregularities: [] });
    const facts = (await here.factsAbout(findingId)).map(({ kind }) => kind);
    const taken = facts.filter((kind) => kind === 'waiver-revoked');
    expect(revoked.filter(({ ok }) => ok)).toHaveLength(taken.length);
    expect([...taken, ...facts.filter((kind) => kind === 'waiver-ended')]).toHaveLength(1);
    // the first was before the waiver
    expect(facts.filter((kind) => kind === 'hold-confirmed')).toHaveLength(2);
  });

  test('who can become its principal keeps it no more than they give it back, but may revoke it', async () => {
    const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: ['arn:aws:iam::111122223333:role/eve'] };
    const { here, findingId } = await asked({ people: [eve] });
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: eve.actsAs }, Action: 'sts:AssumeRole' }],
    });
    for (const [name, parameters] of [
      ['CreateRole', { roleName: 'eve', path: '/', assumeRolePolicyDocument: trust }],
      ['UpdateAssumeRolePolicy', { roleName: 'deployer', policyDocument: trust }],
    ] as const) {
      await here.happens(callOf(record(name, parameters, { id: name, time: NOW + 7 * DAY })));
    }
    const keeps = await here.signs('eve', findingId, { until: NOW + 20 * DAY });
    expect(keeps).toEqual({ ok: false, error: { code: 'GAINS_BY_IT', through: eve.actsAs[0] } });
    await here.signs('pat', findingId, { until: NOW + 20 * DAY });
    expect(await here.caseOf(findingId)).toMatchObject({ status: 'restored', waiver: { until: NOW + 10 * DAY } });
    expect(await here.decides('eve', findingId, REVOKE)).toMatchObject({ ok: true });
    expect(await here.attached()).toEqual([]);
  });
});

describe('a request for approval that has lapsed', () => {
  test('is not asked for again while what it was about is given back: that would be a fact without effect', async () => {
    const { here, findingId } = await waived();
    here.at(NOW + 9 * DAY);
    const ask = { kind: 'ask', reason: 'once more' } as const;
    expect(await here.decides('rita', findingId, ask)).toMatchObject(code('NOT_SIGNABLE'));
    expect((await here.caseOf(findingId)).irregularities).toEqual([]);
  });

  test('takes no signatures until somebody asks again', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    await here.signs('sam', findingId);
    const ask = { kind: 'ask', reason: 'release 43 needs it' } as const;
    expect(await here.decides('rita', findingId, ask)).toMatchObject(code('NOT_LAPSED'));
    here.at(NOW + 73 * HOUR);
    expect(await here.signs('pat', findingId)).toMatchObject(code('EXPIRED'));
    expect(await here.decides('rita', findingId, ask)).toMatchObject({ ok: true, value: { kind: 'asked' } });
    // what was signed for the request before is spent
    expect(await here.signs('pat', findingId)).toMatchObject({ ok: true, value: { kind: 'signed' } });
    expect(await here.attached()).toEqual([]);
    expect(await here.signs('sam', findingId)).toMatchObject({ ok: true, value: { kind: 'complete' } });
  });
});
