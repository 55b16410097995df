import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AGENT, DAY, NOW } from '../usecases/company.ts';
import { type ServedWorld, serveWorld, signedInTo, Visitor } from './visitor.ts';

let served: ServedWorld;
beforeEach(async () => {
  served = await serveWorld();
});
afterEach(() => served.world.close());

const signedInAs = (personId: string) => signedInTo(served, personId);

const sign = (change: object = {}) => ({ digest: served.digest, reason: 'read it', untilDays: 2, ...change });
const path = (rest: string) => `/api/findings/${served.findingId}/${rest}`;
const attached = () => served.world.account.state.roles.get('deployer')?.attached.length ?? 0;

describe('countersigning', () => {
  test('two people of the named groups sign, and the access comes back with an end', async () => {
    const [sam, pat] = [await signedInAs('sam'), await signedInAs('pat')];
    expect(attached()).toBe(0);
    expect(await sam.post(path('signatures'), sign())).toMatchObject({
      status: 200,
      body: {
        outcome: 'signed',
        detail: {
          finding: { status: 'held' },
          signatures: [{ person: { id: 'sam', name: 'Sam' }, groups: ['security'], counts: true, reason: 'read it' }],
          approval: { missing: [{ group: 'owners', count: 1, people: [{ id: 'pat', name: 'Pat' }] }] },
        },
      },
    });
    expect(attached()).toBe(0);
    const until = new Date(NOW + DAY).toISOString();
    expect(await pat.post(path('signatures'), sign({ untilDays: undefined, until }))).toMatchObject({
      status: 200,
      body: {
        outcome: 'restored',
        message: expect.stringContaining(until),
        detail: { finding: { status: 'restored' }, restore: { kind: 'confirmed' }, waiver: { until } },
      },
    });
    expect(attached()).toBe(1);
  });

  test('who made the call cannot sign, and the refusal is in the ledger and in the detail', async () => {
    const rita = await signedInAs('rita');
    expect(await rita.post(path('signatures'), sign())).toMatchObject({
      status: 403,
      body: { code: 'SIGNED_OWN_REQUEST', message: expect.stringContaining('yourself') },
    });
    expect(await rita.get(`/api/findings/${served.findingId}`)).toMatchObject({
      body: {
        signatures: [],
        refusals: [{ person: { id: 'rita', name: 'Rita' }, code: 'SIGNED_OWN_REQUEST' }],
        history: expect.arrayContaining([
          expect.objectContaining({ kind: 'signature-refused', person: { id: 'rita', name: 'Rita' } }),
        ]),
      },
    });
  });

  const refused: readonly (readonly [string, object, number, string])[] = [
    ['another digest', { digest: `sha256:${'0'.repeat(64)}` }, 409, 'DIGEST_CHANGED'],
    ['longer than the longest waiver', { untilDays: 31 }, 400, 'WAIVER_TOO_LONG'],
    ['an end that has passed', { untilDays: undefined, until: '2026-01-01T00:00:00Z' }, 400, 'WAIVER_TOO_SHORT'],
  ];
  test.each(refused)('is refused for %s', async (_, change, status, code) => {
    const sam = await signedInAs('sam');
    expect(await sam.post(path('signatures'), sign(change))).toMatchObject({ status, body: { code } });
  });

  test('is refused twice by one person, and after the request has lapsed', async () => {
    const [sam, pat] = [await signedInAs('sam'), await signedInAs('pat')];
    await sam.post(path('signatures'), sign());
    expect(await sam.post(path('signatures'), sign())).toMatchObject({ status: 409, body: { code: 'ALREADY_SIGNED' } });
    served.world.at(NOW + 3 * DAY);
    await pat.signIn('pat');
    expect(await pat.post(path('signatures'), sign())).toMatchObject({ status: 409, body: { code: 'EXPIRED' } });
    expect(attached()).toBe(0);
  });

  test('is refused for a finding that is not there', async () => {
    const sam = await signedInAs('sam');
    const none = { status: 404, body: { code: 'NO_SUCH_FINDING' } };
    expect(await sam.post('/api/findings/F-none/signatures', sign())).toMatchObject(none);
    expect(await sam.get('/api/findings/F-none')).toMatchObject(none);
  });

  test('two people at the same moment: both signatures count', async () => {
    const [sam, pat] = [await signedInAs('sam'), await signedInAs('pat')];
    await Promise.all([sam.post(path('signatures'), sign()), pat.post(path('signatures'), sign())]);
    expect(await sam.get(`/api/findings/${served.findingId}`)).toMatchObject({
      body: { finding: { status: 'restored' }, signatures: [{}, {}] },
    });
  });
});

describe('rejecting', () => {
  test('is final: nothing can be signed after it', async () => {
    const [sam, pat] = [await signedInAs('sam'), await signedInAs('pat')];
    expect(await sam.post(path('rejections'), { reason: 'not needed' })).toMatchObject({
      status: 200,
      body: { outcome: 'rejected', detail: { rejection: { person: { name: 'Sam' }, reason: 'not needed' } } },
    });
    expect(await pat.post(path('signatures'), sign())).toMatchObject({ status: 409, body: { code: 'REJECTED' } });
    expect(await pat.post(path('rejections'), { reason: 'me too' })).toMatchObject({ status: 409 });
    expect(attached()).toBe(0);
  });
});

describe('the detail of a finding', () => {
  test('has the exact excess, the witness, the hold, what a restore applies, and who can still sign', async () => {
    const { body } = await new Visitor(served).get(`/api/findings/${served.findingId}`);
    expect(body).toMatchObject({
      finding: {
        id: served.findingId,
        kind: 'excess-access',
        principal: AGENT,
        verdict: 'exceeds',
        excess: [expect.objectContaining({ policy: expect.stringContaining('AdministratorAccess') })],
        witness: { action: expect.any(String) },
        hold: { calls: [{ name: 'DetachRolePolicy' }], restore: [{ name: 'AttachRolePolicy' }] },
        digest: served.digest,
      },
      approval: {
        open: true,
        needs: [
          { group: 'security', count: 1 },
          { group: 'owners', count: 1 },
        ],
        // Rita is in the group, but she made the call
        missing: [
          { group: 'security', count: 1, people: [{ id: 'sam', name: 'Sam' }] },
          { group: 'owners', count: 1, people: [{ id: 'pat', name: 'Pat' }] },
        ],
        defaultDays: 7,
        maxDays: 30,
      },
      hold: { kind: 'confirmed' },
      restore: { kind: 'none' },
    });
  });
});
