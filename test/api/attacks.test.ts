import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORIGIN, type ServedWorld, serveWorld, signedInTo, Visitor } from './visitor.ts';

let served: ServedWorld;
beforeAll(async () => {
  served = await serveWorld();
});
afterAll(() => served.world.close());

const signature = () => ({ digest: served.digest, reason: 'an attack', untilDays: 1 });
const signatures = () => `/api/findings/${served.findingId}/signatures`;

const signedInAs = (personId: string) => signedInTo(served, personId);

describe('a request that does not come from the page is refused', () => {
  const foreign: readonly (readonly [string, Record<string, string>, number, string])[] = [
    ['for another host (DNS rebinding)', { host: 'evil.example:4700' }, 421, 'WRONG_HOST'],
    ['for the right name on another port', { host: '127.0.0.1:4701' }, 421, 'WRONG_HOST'],
    ['for the loopback name that is not listened on', { host: '[::1]:4700' }, 421, 'WRONG_HOST'],
    ['for no host', { host: '' }, 421, 'WRONG_HOST'],
    ['from another origin', { origin: 'https://evil.example' }, 403, 'CROSS_ORIGIN'],
    ['from another port of this machine', { origin: 'http://127.0.0.1:8080' }, 403, 'CROSS_ORIGIN'],
    ['from the other name of this machine', { origin: 'http://localhost:4700' }, 403, 'CROSS_ORIGIN'],
    ['from the same host over TLS', { origin: 'https://127.0.0.1:4700' }, 403, 'CROSS_ORIGIN'],
    ['from a sandboxed frame', { origin: 'null' }, 403, 'CROSS_ORIGIN'],
    ['that another site started', { 'sec-fetch-site': 'cross-site' }, 403, 'CROSS_ORIGIN'],
    ['that another port of this machine started', { 'sec-fetch-site': 'same-site' }, 403, 'CROSS_ORIGIN'],
  ];
  test.each(foreign)('%s, to read', async (_, headers, status, code) => {
    const visitor = new Visitor(served);
    expect(await visitor.get('/api/findings', headers)).toMatchObject({ status, body: { code } });
  });
  test.each(foreign)('%s, to sign', async (_, headers, status, code) => {
    const visitor = await signedInAs('sam');
    expect(await visitor.post(signatures(), signature(), headers)).toMatchObject({ status, body: { code } });
  });

  test('a link from elsewhere opens the page, but no answer of the API', async () => {
    const page = new Map([['/', { type: 'text/html', body: '' }]]);
    const { app, world } = await serveWorld({ console: page });
    const visitor = new Visitor({ app });
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const request = { headers: { host: '127.0.0.1:4700', ...link } };
    expect((await app.request('/', request)).status).toBe(200);
    expect((await app.request('/api/findings', request)).status).toBe(403);
    expect(await visitor.get('/', { ...link, 'sec-fetch-dest': 'iframe' })).toMatchObject({ status: 403 });
    world.close();
  });

  test('both names of the machine are allowed, each with its own origin', async () => {
    const visitor = new Visitor(served);
    const headers = { host: 'localhost:4700', origin: 'http://localhost:4700' };
    expect((await visitor.get('/api/findings', headers)).status).toBe(200);
  });
});

describe('a request that changes something', () => {
  test.each([
    ['without a content type', { 'content-type': '' }],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['as plain text', { 'content-type': 'text/plain' }],
    ['as text that says it is JSON', { 'content-type': 'text/plain; application/json' }],
  ])('is refused %s', async (_, headers) => {
    const visitor = await signedInAs('sam');
    expect(await visitor.post(signatures(), signature(), headers)).toMatchObject({
      status: 415,
      body: { code: 'NOT_JSON' },
    });
  });

  test.each([
    ['without the token', { 'x-ambit-csrf': '' }],
    ['with a token of the right length', { 'x-ambit-csrf': '0'.repeat(64) }],
    ['with a longer token', { 'x-ambit-csrf': '0'.repeat(65) }],
  ])('is refused %s', async (_, headers) => {
    const visitor = await signedInAs('sam');
    const refused = { status: 403, body: { code: 'WRONG_CSRF_TOKEN' } };
    expect(await visitor.post(signatures(), signature(), headers)).toMatchObject(refused);
    expect(await visitor.post('/api/session', { personId: 'pat' }, headers)).toMatchObject(refused);
    expect(await visitor.post('/api/rules/signatures', signature(), headers)).toMatchObject(refused);
    expect(await visitor.post('/api/rules/proposals', { reason: 'an attack' }, headers)).toMatchObject(refused);
  });

  test("is refused with another session's token", async () => {
    const [sam, pat] = [await signedInAs('sam'), await signedInAs('pat')];
    const stolen = { 'x-ambit-csrf': pat.headers()['x-ambit-csrf'] ?? '' };
    expect(await sam.post(signatures(), signature(), stolen)).toMatchObject({
      status: 403,
      body: { code: 'WRONG_CSRF_TOKEN' },
    });
  });

  test.each([
    ['without a cookie', ''],
    ['with a cookie that was made up', `ambit-session-4700=${'0'.repeat(64)}`],
    ['with a name of the prototype as cookie', 'ambit-session-4700=__proto__'],
  ])('is refused %s', async (_, cookie) => {
    const visitor = await signedInAs('sam');
    expect(await visitor.post(signatures(), signature(), { cookie })).toMatchObject({
      status: 401,
      body: { code: 'NO_SESSION' },
    });
  });

  test('is refused when nobody is signed in', async () => {
    const visitor = new Visitor(served);
    await visitor.get('/api/session');
    expect(await visitor.post(signatures(), signature())).toMatchObject({
      status: 401,
      body: { code: 'NOT_SIGNED_IN' },
    });
  });

  test('is refused over 16 KiB, whether or not its length is told', async () => {
    const visitor = await signedInAs('sam');
    const body = JSON.stringify({ ...signature(), reason: 'x'.repeat(17_000) });
    const refused = { status: 413, body: { code: 'BODY_TOO_LARGE' } };
    expect(await visitor.post(signatures(), body)).toMatchObject(refused);
    expect(await visitor.post(signatures(), body, { 'content-length': String(body.length) })).toMatchObject(refused);
  });

  test.each([
    ['no JSON', '{"digest":', 'BAD_JSON'],
    ['nothing', '', 'BAD_JSON'],
    ['null', 'null', 'BAD_BODY'],
    ['a list', '[]', 'BAD_BODY'],
    ['an unknown member', { reason: 'x', digest: 'x', untilDays: 1, personId: 'pat' }, 'BAD_BODY'],
    ['a digest of another form', { reason: 'x', digest: 'sha256:1', untilDays: 1 }, 'BAD_BODY'],
    ['a reason of blanks', { reason: '  ', digest: `sha256:${'0'.repeat(64)}`, untilDays: 1 }, 'BAD_BODY'],
    ['no end', { reason: 'x', digest: `sha256:${'0'.repeat(64)}` }, 'BAD_BODY'],
    [
      'two ends',
      { reason: 'x', digest: `sha256:${'0'.repeat(64)}`, untilDays: 1, until: '2026-01-06T00:00:00Z' },
      'BAD_BODY',
    ],
    ['days below zero', { reason: 'x', digest: `sha256:${'0'.repeat(64)}`, untilDays: -1 }, 'BAD_BODY'],
    ['an end that is no moment', { reason: 'x', digest: `sha256:${'0'.repeat(64)}`, until: 'tomorrow' }, 'BAD_BODY'],
  ])('is refused with %s as body, and nothing is written', async (_, body, code) => {
    const visitor = await signedInAs('sam');
    const before = await served.world.deps.ledger.about(served.findingId);
    expect(await visitor.post(signatures(), body)).toMatchObject({ status: 400, body: { code } });
    expect(await served.world.deps.ledger.about(served.findingId)).toEqual(before);
  });
});

describe('a session', () => {
  test('is a cookie that scripts cannot read and other sites cannot send', async () => {
    const { headers } = await new Visitor(served).get('/api/session');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^ambit-session-4700=[0-9a-f]{64}; /);
    expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
  });

  test('gets a new id and a new token when somebody signs in or out, and the old ones are worth nothing', async () => {
    const visitor = new Visitor(served);
    await visitor.get('/api/session');
    const before = visitor.headers();
    await visitor.post('/api/session', { personId: 'sam' });
    expect(visitor.headers()['cookie']).not.toBe(before['cookie']);
    expect(visitor.headers()['x-ambit-csrf']).not.toBe(before['x-ambit-csrf']);
    expect(await visitor.post(signatures(), signature(), before)).toMatchObject({ status: 401 });
    const signedIn = visitor.headers();
    expect(await visitor.delete('/api/session')).toMatchObject({ status: 200, body: { person: null } });
    expect(await visitor.post(signatures(), signature(), signedIn)).toMatchObject({ status: 401 });
  });

  test('is for people whom the standards name', async () => {
    const visitor = new Visitor(served);
    await visitor.get('/api/session');
    for (const personId of ['mallory', '__proto__', 'SAM']) {
      expect(await visitor.post('/api/session', { personId })).toMatchObject({
        status: 401,
        body: { code: 'UNKNOWN_PERSON' },
      });
    }
  });

  test('ends after a working day', async () => {
    const { world, app } = await serveWorld();
    const visitor = new Visitor({ app });
    await visitor.signIn('sam');
    world.at(world.deps.clock.now() + 8 * 3_600_000);
    expect(await visitor.post('/api/session', { personId: 'pat' })).toMatchObject({
      status: 401,
      body: { code: 'NO_SESSION' },
    });
    world.close();
  });

  test('that began an hour ago signs nothing any more; who signs in again does', async () => {
    const { world, app, findingId, digest } = await serveWorld();
    const visitor = new Visitor({ app });
    await visitor.signIn('sam');
    world.at(world.deps.clock.now() + 3_600_001);
    const sign = () => visitor.post(`/api/findings/${findingId}/signatures`, { digest, reason: 'late', untilDays: 1 });
    expect(await sign()).toMatchObject({ status: 403, body: { code: 'SESSION_TOO_OLD' } });
    await visitor.signIn('sam');
    expect(await sign()).toMatchObject({ status: 200, body: { outcome: 'signed' } });
    world.close();
  });

  test('of nobody goes first when there are too many', async () => {
    const visitor = await signedInAs('sam');
    for (let count = 0; count < 250; count += 1) await new Visitor(served).get('/api/session');
    expect(await visitor.get('/api/session')).toMatchObject({ body: { person: { id: 'sam' } } });
  });

  test('says that it proves nothing', async () => {
    const { body } = await new Visitor(served).get('/api/session');
    expect(body).toMatchObject({ notice: expect.stringContaining('embedded default') });
  });
});

describe('every answer', () => {
  test.each(['/api/session', '/api/findings', '/api/findings/none', '/api/ledger?from=x', '/elsewhere'])(
    'is closed: %s',
    async (path) => {
      const { headers } = await new Visitor(served).get(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('to a preflight allows nothing', async () => {
    const headers = { host: '127.0.0.1:4700', origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await served.app.request(`${ORIGIN}${signatures()}`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-methods')).toBeNull();
  });

  test('to a fault is 500, tells nothing of it, and the fault is reported', async () => {
    const fault = new Error('a secret path');
    const { app, world, faults } = await serveWorld({ verifyLedger: () => Promise.reject(fault) });
    const answer = await new Visitor({ app }).get('/api/ledger/verification');
    expect(answer).toMatchObject({ status: 500, body: { code: 'FAULT' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(faults).toEqual([fault]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    world.close();
  });
});
