import { describe, expect, test } from '@jest/globals';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { ADMIN, callOf, DAY, MINUTE, NOW, record } from '../usecases/company.ts';
import { code, heldGrant } from './attacked.ts';
import { begin } from './begin.ts';

const HOUR = 60 * MINUTE;

describe('break-glass', () => {
  const glassRule = {
    allOf: [{ group: 'security' }, { group: 'owners' }],
    breakGlass: { groups: ['on-call'], longestMinutes: 60 },
  };
  const people = [
    { id: 'olga', name: 'Olga', groups: ['on-call', 'security'], actsAs: ['arn:aws:iam::111122223333:user/olga'] },
    { id: 'otto', name: 'Otto', groups: ['on-call'], actsAs: ['arn:aws:iam::111122223333:user/otto'] },
  ];
  const taken = { kind: 'break-glass', reason: 'production is down' } as const;

  async function held() {
    const here = await begin({ people, standards: { approval: glassRule } });
    const findingId = await heldGrant(here);
    const { digest } = (await here.caseOf(findingId)).finding;
    const breaks = (person: string, parts: { readonly until?: number; readonly digest?: typeof digest } = {}) =>
      here.decides(person, findingId, { ...taken, digest, until: NOW + 30 * MINUTE, ...parts });
    return { here, findingId, breaks, digest };
  }

  test('gives it back to one person, loudly, and holds it again when nobody countersigns', async () => {
    const { here, findingId, breaks } = await held();
    expect(await breaks('olga')).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(await here.attached()).toEqual([ADMIN]);
    const loud = (await here.deps.cases.cases()).find(({ finding }) => finding.kind === 'break-glass-used');
    expect(loud?.finding).toMatchObject({ severity: 'critical', resources: [findingId], actor: { personId: 'olga' } });
    expect(here.told.join()).toContain(
      'BREAK-GLASS: olga takes it back alone until 2026-01-05T12:30:00.000Z: production is down',
    );
    here.at(NOW + 30 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect(await here.attached()).toEqual([]);
    expect((await here.caseOf(findingId)).status).toBe('held');
    const again = await here.decides('olga', findingId, {
      ...taken,
      digest: (await here.caseOf(findingId)).finding.digest,
      until: NOW + 60 * MINUTE,
    });
    expect(again).toMatchObject(code('GLASS_BROKEN_BEFORE'));
  });

  test('is not to be had again by granting the same again, until others countersign', async () => {
    const { here, findingId, breaks } = await held();
    await breaks('olga');
    here.at(NOW + 30 * MINUTE);
    await meetDueDeadlines(here.deps);
    const time = NOW + 31 * MINUTE;
    here.at(time);
    const found = await here.happens(
      callOf(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'again', time })),
    );
    const cases = await Promise.all(found.map((each) => here.caseOf(each)));
    const fresh = cases.find(({ finding }) => finding.kind === 'excess-access')?.finding;
    if (fresh === undefined) throw new Error('nothing was found');
    const alone = { ...taken, digest: fresh.digest, until: time + 10 * MINUTE };
    expect(await here.decides('olga', fresh.id, alone)).toMatchObject(code('GLASS_BROKEN_BEFORE'));
    expect(await here.attached()).toEqual([]);
    await here.signs('sam', findingId, { until: time + DAY });
    expect(await here.signs('pat', findingId, { until: time + DAY })).toMatchObject({ value: { kind: 'complete' } });
    expect((await here.caseOf(findingId)).glass).toBeUndefined();
    expect(await here.decides('olga', fresh.id, alone)).not.toMatchObject(code('GLASS_BROKEN_BEFORE'));
  });

  test('is had by one of two people who take different things of one principal at the same moment', async () => {
    const { here, breaks } = await held();
    const policyArn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const other = callOf(record('AttachRolePolicy', { roleName: 'deployer', policyArn }, { id: 'other', time: NOW }));
    const [otherId = ''] = await here.happens(other);
    const { digest } = (await here.caseOf(otherId)).finding;
    const alone = { ...taken, digest, until: NOW + 10 * MINUTE };
    const both = await Promise.all([breaks('olga'), here.decides('otto', otherId, alone)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = expect.objectContaining({ code: 'GLASS_BROKEN_BEFORE' });
    expect(both).toContainEqual({ ok: false, error: refused });
    const found = (await here.deps.cases.cases()).map(({ finding }) => finding.kind);
    expect(found.filter((kind) => kind === 'break-glass-used')).toHaveLength(1);
  });

  test('is countersigned by others: then it is an ordinary waiver', async () => {
    const { here, findingId, breaks } = await held();
    await breaks('olga');
    expect(await here.signs('olga', findingId)).toMatchObject(code('SIGNED_OWN_REQUEST'));
    expect(await here.signs('sam', findingId)).toMatchObject({ value: { kind: 'signed' } });
    expect(await here.signs('pat', findingId)).toMatchObject({ value: { kind: 'kept', until: NOW + DAY } });
    here.at(NOW + 30 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect(await here.caseOf(findingId)).toMatchObject({ status: 'restored', waiver: { until: NOW + DAY } });
    expect(await here.attached()).toEqual([ADMIN]);
  });

  test.each<[string, string, { readonly until?: number; readonly digest?: `sha256:${string}` }, string]>([
    ['of who is in none of its groups', 'sam', {}, 'NOT_AN_APPROVER'],
    ['for longer than the rule says', 'olga', { until: NOW + 61 * MINUTE }, 'WAIVER_TOO_LONG'],
    ['for no time', 'olga', { until: NOW }, 'WAIVER_TOO_SHORT'],
    ['on another digest', 'olga', { digest: `sha256:${'0'.repeat(64)}` }, 'DIGEST_CHANGED'],
  ])('%s is refused', async (_, person, parts, refusal) => {
    const { here, findingId, breaks } = await held();
    expect(await breaks(person, parts)).toMatchObject(code(refusal));
    expect((await here.factsAbout(findingId)).at(-1)).toMatchObject({ kind: 'signature-refused', code: refusal });
    expect(await here.attached()).toEqual([]);
  });

  test('is refused to all where the standards name nobody, and after a rejection', async () => {
    const { here, findingId, breaks } = await held();
    await here.decides('sam', findingId, { kind: 'reject', reason: 'no' });
    expect(await breaks('olga')).toMatchObject(code('REJECTED'));
    const usual = await begin();
    const other = await heldGrant(usual);
    const { digest } = (await usual.caseOf(other)).finding;
    const decision = { ...taken, digest, until: NOW + MINUTE };
    expect(await usual.decides('sam', other, decision)).toMatchObject(code('NO_BREAK_GLASS'));
  });

  test('of a request that has lapsed is not spent in vain: it is asked for again, then taken', async () => {
    const { here, findingId, breaks } = await held();
    await here.signs('sam', findingId);
    here.at(NOW + 73 * HOUR);
    const until = NOW + 73 * HOUR + 30 * MINUTE;
    expect(await breaks('olga', { until })).toMatchObject(code('EXPIRED'));
    await here.decides('olga', findingId, { kind: 'ask', reason: 'production is down' });
    expect(await breaks('olga', { until })).toMatchObject({ ok: true, value: { restore: { kind: 'restored' } } });
    expect(await here.attached()).toEqual([ADMIN]);
    // what was signed for the request before does not countersign it
    expect(await here.signs('pat', findingId, { until: NOW + 4 * DAY })).toMatchObject({ value: { kind: 'signed' } });
    here.at(until);
    await meetDueDeadlines(here.deps);
    expect(await here.attached()).toEqual([]);
  });

  test('that a crash or a lost event cut short is given by the next look, and for no longer', async () => {
    const { here, findingId, digest } = await held();
    const until = NOW + 30 * MINUTE;
    const lost = { ...here.deps, restorer: { decided: async () => undefined } };
    await decideApproval({ findingId, personId: 'olga', signedInAt: NOW, decision: { ...taken, digest, until } }, lost);
    expect(await here.attached()).toEqual([]);
    await resume(here.deps);
    expect(await here.attached()).toEqual([ADMIN]);
    expect((await here.deps.cases.cases()).map(({ finding }) => finding.kind)).toContain('break-glass-used');
    here.at(until);
    await resume(here.deps);
    expect(await here.attached()).toEqual([]);
    expect((await here.caseOf(findingId)).status).toBe('held');
  });

  test('is forged by nobody who writes a restore into the ledger without it', async () => {
    const { here, findingId, digest } = await held();
    const { finding } = await here.caseOf(findingId);
    const calls = 'plan' in finding.response ? finding.response.plan.restore : [];
    const forged = {
      kind: 'restore-intended',
      findingId,
      digest,
      calls,
      waiverUntil: NOW + DAY,
      alone: 'olga',
      at: NOW,
    } as const;
    await here.deps.ledger.append([forged]);
    await resume(here.deps);
    expect(await here.attached()).toEqual([]);
    expect((await here.caseOf(findingId)).irregularities).toMatchObject([{ kind: 'restore-intended' }]);
  });
});
