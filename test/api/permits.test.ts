import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ACCOUNT, NOW } from '../usecases/company.ts';
import { HOUR, stackArn } from '../usecases/gate-world.ts';
import { type ServedWorld, serveWorld, signedInTo, Visitor } from './visitor.ts';

let served: ServedWorld;
beforeEach(async () => {
  served = await serveWorld();
});
afterEach(() => served.world.close());

const signedInAs = (personId: string) => signedInTo(served, personId);

const moment = (instant: number) => new Date(instant).toISOString();
const BODY = {
  environment: 'cost',
  account: ACCOUNT,
  operation: 'stack-delete',
  target: stackArn('cost-prod'),
  change: `sha256:${'a'.repeat(64)}`,
  actor: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
  from: moment(NOW),
  until: moment(NOW + 4 * HOUR),
  reason: 'moved',
};

function permitIn(body: unknown): { readonly id: string; readonly digest: string } {
  const permit: unknown = typeof body === 'object' && body !== null && 'permit' in body ? body.permit : undefined;
  if (typeof permit !== 'object' || permit === null || !('id' in permit) || !('digest' in permit))
    throw new Error('no permit');
  return { id: String(permit.id), digest: String(permit.digest) };
}

describe('permits over HTTP', () => {
  test('are asked for, signed by two people, shown and listed', async () => {
    const [rita, sam, pat] = [await signedInAs('rita'), await signedInAs('sam'), await signedInAs('pat')];
    const { status, body } = await rita.post('/api/permits', BODY);
    expect([status, body]).toMatchObject([
      200,
      { permit: { status: 'open', requestedBy: 'rita', operation: 'stack-delete' } },
    ]);
    const { id, digest } = permitIn(body);
    const sign = { digest, reason: 'read it' };
    expect(await sam.post(`/api/permits/${id}/signatures`, sign)).toMatchObject({
      status: 200,
      body: { permit: { status: 'open', missing: [{ group: 'owners', count: 1 }] } },
    });
    expect(await pat.post(`/api/permits/${id}/signatures`, sign)).toMatchObject({
      status: 200,
      body: {
        permit: {
          status: 'signed',
          signatures: [
            { person: 'sam', counts: true },
            { person: 'pat', counts: true },
          ],
        },
      },
    });
    expect(await rita.get(`/api/permits/${id}`)).toMatchObject({
      body: {
        approval: { open: true, withdrawable: true, missing: [] },
        refusals: [],
        people: [
          { id: 'rita', name: 'Rita' },
          { id: 'sam', name: 'Sam' },
          { id: 'pat', name: 'Pat' },
        ],
        earlier: [],
        history: [{ kind: 'permit-requested', findingId: null }, { person: { name: 'Sam' } }, {}],
      },
    });
    expect(await new Visitor(served).get('/api/permits')).toMatchObject({
      status: 200,
      body: {
        permits: [{ id, status: 'signed' }],
        environments: [{ name: 'cost', accounts: [] }],
        longestHours: 72,
      },
    });
  });

  test('name who can still sign: neither who asked nor who signed, and nobody once it is over', async () => {
    const [rita, sam] = [await signedInAs('rita'), await signedInAs('sam')];
    const asked = await rita.post('/api/permits', BODY);
    const both = {
      needs: [
        { group: 'security', count: 1 },
        { group: 'owners', count: 1 },
      ],
    };
    const [security, owners] = [
      { group: 'security', count: 1, people: [{ id: 'sam', name: 'Sam' }] },
      { group: 'owners', count: 1, people: [{ id: 'pat', name: 'Pat' }] },
    ];
    expect(asked).toMatchObject({ body: { approval: { ...both, missing: [security, owners] } } });
    const { id, digest } = permitIn(asked.body);
    const signed = await sam.post(`/api/permits/${id}/signatures`, { digest, reason: 'x' });
    expect(signed).toMatchObject({ body: { approval: { open: true, missing: [owners] } } });
    expect(await rita.post(`/api/permits/${id}/signatures`, { digest, reason: 'x' })).toMatchObject({ status: 403 });
    expect(await rita.post(`/api/permits/${id}/withdrawals`, { digest, reason: 'x' })).toMatchObject({
      body: {
        approval: { open: false, withdrawable: false },
        refusals: [{ person: { name: 'Rita' }, code: 'SIGNED_OWN_REQUEST' }],
      },
    });
  });

  test('that lapsed can be taken back, and signed no more; after its window neither', async () => {
    const rita = await signedInAs('rita');
    const from = moment(NOW + 70 * HOUR);
    const asked = await rita.post('/api/permits', { ...BODY, from, until: moment(NOW + 80 * HOUR) });
    const { id } = permitIn(asked.body);
    served.world.at(NOW + 73 * HOUR);
    const reader = new Visitor(served);
    expect(await reader.get(`/api/permits/${id}`)).toMatchObject({
      body: { permit: { status: 'lapsed' }, approval: { open: false, withdrawable: true } },
    });
    served.world.at(NOW + 80 * HOUR);
    expect(await reader.get(`/api/permits/${id}`)).toMatchObject({
      body: { permit: { status: 'over' }, approval: { open: false, withdrawable: false } },
    });
  });

  test('who asked cannot sign, and can withdraw', async () => {
    const rita = await signedInAs('rita');
    const { id, digest } = permitIn((await rita.post('/api/permits', BODY)).body);
    const decision = { digest, reason: 'mine' };
    expect(await rita.post(`/api/permits/${id}/signatures`, decision)).toMatchObject({
      status: 403,
      body: { code: 'SIGNED_OWN_REQUEST', message: expect.stringContaining('two other people') },
    });
    expect(await rita.post('/api/permits', BODY)).toMatchObject({ status: 409, body: { code: 'OPEN_ALREADY' } });
    expect(await rita.post(`/api/permits/${id}/withdrawals`, decision)).toMatchObject({
      status: 200,
      body: { permit: { status: 'withdrawn', withdrawn: { person: 'rita', reason: 'mine' } } },
    });
  });

  test.each([
    ['nobody', '/api/permits', BODY, 401, 'NOT_SIGNED_IN'],
    ['nobody', '/api/permits/P-000000000000/signatures', {}, 401, 'NOT_SIGNED_IN'],
    ['rita', '/api/permits', { ...BODY, account: '1' }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, operation: 'all' }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, change: 'sha256:1' }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, from: 'now' }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, more: 1 }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, requestedBy: 'sam' }, 400, 'BAD_BODY'],
    ['rita', '/api/permits', { ...BODY, environment: 'coast' }, 400, 'UNKNOWN_ENVIRONMENT'],
    ['rita', '/api/permits', { ...BODY, until: BODY.from }, 400, 'WINDOW_EMPTY'],
    ['rita', '/api/permits/P-000000000000/signatures', { digest: 'x', reason: 'x' }, 400, 'BAD_BODY'],
    ['sam', '/api/permits/P-000000000000/signatures', { digest: BODY.change, reason: 'x' }, 404, 'NO_SUCH_PERMIT'],
    ['sam', '/api/permits/P-000000000000/withdrawals', { digest: BODY.change, reason: ' ' }, 400, 'BAD_BODY'],
  ] as const)('%s: POST %s is refused', async (person, path, body, status, code) => {
    const visitor = person === 'nobody' ? new Visitor(served) : await signedInAs(person);
    if (person === 'nobody') await visitor.get('/api/session');
    expect(await visitor.post(path, body)).toMatchObject({ status, body: { code } });
  });

  test('another page cannot make a person sign', async () => {
    const sam = await signedInAs('sam');
    const { id, digest } = permitIn((await (await signedInAs('rita')).post('/api/permits', BODY)).body);
    const forged = { origin: 'https://example.com', 'x-ambit-csrf': 'x' };
    const { status } = await sam.post(`/api/permits/${id}/signatures`, { digest, reason: 'x' }, forged);
    expect(status).toBe(403);
    expect(await sam.get(`/api/permits/${id}`)).toMatchObject({ body: { permit: { signatures: [] } } });
  });

  test('one that is not there is not found', async () => {
    expect(await new Visitor(served).get('/api/permits/F-1')).toMatchObject({
      status: 404,
      body: { code: 'NO_SUCH_PERMIT' },
    });
  });
});
