import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { tokenApp } from '../../lib/api/token-app.ts';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import { verifyChain } from '../../lib/core/governance/ledger/verify-chain.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { ok } from '../../lib/core/result.ts';
import { followUp } from '../../lib/usecases/follow-up.ts';
import { restoreAccess } from '../../lib/usecases/approval/restore-access.ts';
import { NOW, STANDARDS } from '../usecases/company.ts';
import { type ServedWorld, serveWorld } from './visitor.ts';

let served: ServedWorld;
let handedOver: string[];
let deployed: JsonObject;
let app: ReturnType<typeof tokenApp>;

beforeEach(async () => {
  served = await serveWorld();
  handedOver = [];
  deployed = STANDARDS;
  authenticated = String(NOW / 1000);
  const restorer = { decided: async (id: string) => void handedOver.push(id) };
  app = tokenApp({
    usecases: { ...served.world.deps, restorer },
    verifyLedger: async () => verifyChain(undefined).report(),
    reportFault: (fault) => served.faults.push(fault),
    console: new Map([
      ['/', { type: 'text/html; charset=utf-8', body: '<meta content="{{issuer}}"><meta content="{{client}}">' }],
      ['/main.js', { type: 'text/javascript; charset=utf-8', body: 'start();' }],
    ]),
    foundRules: () => ok({ json: deployed, files: new Map() }),
    signIn: { issuer: 'https://id.example/t', clientId: 'ambit"><script>', origins: ['https://id.example'] },
  });
});

afterEach(() => served.world.close());

/** What API Gateway hands over for a token that it has verified. */
const gateway = (claims: unknown) => ({ event: { requestContext: { authorizer: { jwt: { claims, scopes: null } } } } });

/** `auth_time` of tokens, in seconds; the gateway hands it over as text. */
let authenticated: string | undefined;

async function ask(personId: string | undefined, path: string, body?: unknown, type = 'application/json') {
  const request =
    body === undefined
      ? { method: 'GET' }
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } };
  const env =
    personId === undefined
      ? {}
      : gateway({ sub: personId, exp: '1767700000', auth_time: authenticated, iss: 'https://id.example' });
  const response = await app.request(path, request, env);
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

/** The digest of the rules that are to be signed. */
const digestIn = (body: unknown) =>
  z.object({ proposal: z.object({ digest: z.string() }) }).parse(body).proposal.digest;

const signature = () => ({ digest: served.digest, reason: 'release', untilDays: 1 });
const caseNow = async () => foldCase(await served.world.deps.ledger.about(served.findingId));

describe('the app behind a gateway that verifies tokens', () => {
  test('lets anybody load the page, which may ask the identity provider, and is told where it is', async () => {
    const page = await app.request('/');
    expect(await page.text()).toBe('<meta content="https://id.example/t"><meta content="ambitscript">');
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self' https://id.example;");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await app.request('/main.js');
    expect([script.status, await script.text()]).toEqual([200, 'start();']);
  });

  test.each(['/api/findings', '/api/ledger', '/api/session', '/api', '/other.js'])(
    'shows %s to nobody without a token',
    async (path) => {
      expect(await ask(undefined, path)).toMatchObject({ status: 401, body: { code: 'NO_TOKEN' } });
    },
  );

  test.each([undefined, null, '', 7, { sub: '' }, { sub: 7 }, { sub: 'sam', exp: 'never' }, { SUB: 'sam' }])(
    'takes claims like %j for nobody',
    async (claims) => {
      const response = await app.request('/api/findings', {}, gateway(claims));
      expect(response.status).toBe(401);
    },
  );

  test('a header that looks like what the gateway says is worth nothing', async () => {
    const headers = { 'x-amzn-request-context': JSON.stringify(gateway({ sub: 'sam' }).event.requestContext) };
    expect((await app.request('/api/findings', { headers })).status).toBe(401);
  });

  test('knows people by the subject of their token', async () => {
    expect(await ask('sam', '/api/session')).toMatchObject({ body: { person: { id: 'sam', groups: ['security'] } } });
    expect(await ask('sam@example.com', '/api/session')).toMatchObject({ body: { person: null } });
  });

  test('two signatures complete the quorum, and whoever may restore is told', async () => {
    const path = `/api/findings/${served.findingId}/signatures`;
    expect(await ask('sam', path, signature())).toMatchObject({ status: 200, body: { outcome: 'signed' } });
    expect(handedOver).toEqual([]);
    expect(await ask('pat', path, signature())).toMatchObject({ status: 200, body: { outcome: 'complete' } });
    expect(handedOver).toEqual([served.findingId]);
    expect(await caseNow()).toMatchObject({ status: 'held', signatures: [{ personId: 'sam' }, { personId: 'pat' }] });
    expect(served.world.account.state.roles.get('deployer')?.attached).toEqual([]);
  });

  test('who asked for the access does not sign for it, and who the standards do not name signs nothing', async () => {
    const path = `/api/findings/${served.findingId}/signatures`;
    expect(await ask('rita', path, signature())).toMatchObject({ status: 403, body: { code: 'SIGNED_OWN_REQUEST' } });
    expect((await ask('mallory', path, signature())).status).toBeGreaterThanOrEqual(400);
    expect((await caseNow())?.signatures).toEqual([]);
  });

  test.each([
    ['which tells when its holder signed in, more than an hour ago', String(NOW / 1000 - 3601), 'SESSION_TOO_OLD'],
    ['which does not tell when its holder signed in', undefined, 'SESSION_UNKNOWN'],
    ['whose time of signing in is no time', 'noon', 'SESSION_UNKNOWN'],
    ['whose time of signing in is empty', '', 'SESSION_UNKNOWN'],
    ['whose holder is yet to sign in', String(NOW / 1000 + 3600), 'SESSION_UNKNOWN'],
  ])('a token signs nothing %s; it may still reject', async (_, time, code) => {
    authenticated = time;
    const path = `/api/findings/${served.findingId}`;
    expect(await ask('sam', `${path}/signatures`, signature())).toMatchObject({ status: 403, body: { code } });
    expect((await caseNow())?.signatures).toEqual([]);
    const facts = (await served.world.deps.ledger.about(served.findingId)).map(({ fact }) => fact);
    expect(facts.at(-1)).toMatchObject({ kind: 'signature-refused', personId: 'sam', code });
    expect(await ask('sam', `${path}/rejections`, { reason: 'no' })).toMatchObject({ status: 200 });
  });

  test('a rejection is handed over: who waits to be held is held by whoever may', async () => {
    const path = `/api/findings/${served.findingId}/rejections`;
    expect(await ask('sam', path, { reason: 'no' })).toMatchObject({ status: 200, body: { outcome: 'rejected' } });
    expect(handedOver).toEqual([served.findingId]);
  });

  test('a waiver is revoked by one approver, and who may hold is told', async () => {
    const path = `/api/findings/${served.findingId}`;
    expect(await ask('sam', `${path}/revocations`, { reason: 'no' })).toMatchObject({
      status: 409,
      body: { code: 'NOT_WAIVED' },
    });
    for (const person of ['sam', 'pat']) await ask(person, `${path}/signatures`, signature());
    await restoreAccess(served.findingId, served.world.deps);
    const revoked = await ask('sam', `${path}/revocations`, { reason: 'the release is out' });
    expect(revoked).toMatchObject({ status: 200, body: { outcome: 'revoked', detail: { waiver: null } } });
    expect(handedOver).toEqual([served.findingId, served.findingId]);
    await followUp(served.findingId, served.world.deps);
    expect(await caseNow()).toMatchObject({ status: 'held' });
  });

  test.each([
    ['break-glass', { reason: 'down', untilMinutes: 0 }, 400, 'BAD_BODY'],
    ['break-glass', { reason: 'down', untilMinutes: 30, digest: 'sha256:1' }, 400, 'BAD_BODY'],
    ['break-glass', { reason: 'down', untilMinutes: 30, digest: `sha256:${'0'.repeat(64)}` }, 403, 'NO_BREAK_GLASS'],
    ['requests', { reason: 'again' }, 409, 'NOT_LAPSED'],
    ['requests', {}, 400, 'BAD_BODY'],
  ])('%s with %j is refused', async (what, body, status, code) => {
    expect(await ask('sam', `/api/findings/${served.findingId}/${what}`, body)).toMatchObject({
      status,
      body: { code },
    });
  });

  test('weaker rules that were deployed are asked for by one person and signed by two others', async () => {
    const propose = (personId: string) => ask(personId, '/api/rules/proposals', { reason: 'needed' });
    expect(await propose('rita')).toMatchObject({ status: 409, body: { code: 'IN_FORCE_ALREADY' } });
    deployed = { ...STANDARDS, waiver: { defaultDays: 7, maxDays: 60 } };
    expect(await propose('eve')).toMatchObject({ status: 401, body: { code: 'UNKNOWN_PERSON' } });
    const other = { reason: 'needed', standards: `sha256:${'0'.repeat(64)}` };
    expect(await ask('sam', '/api/rules/proposals', other)).toMatchObject({
      status: 409,
      body: { code: 'DIGEST_CHANGED' },
    });
    expect(await ask('sam', '/api/rules/proposals', { ...other, standards: 'new' })).toMatchObject({ status: 400 });
    expect(await propose('sam')).toMatchObject({ status: 200, body: { proposal: { proposedBy: 'sam', version: 2 } } });
    const { body } = await ask('pat', '/api/rules');
    expect(body).toMatchObject({
      approval: {
        open: true,
        missing: [
          { group: 'security', count: 1, people: [{ id: 'rita', name: 'Rita' }] },
          { group: 'owners', count: 1, people: [{ id: 'pat', name: 'Pat' }] },
        ],
        counted: [],
        differences: [{ place: 'waiver.maxDays', before: 30, after: 60 }],
      },
      people: [{ id: 'sam', name: 'Sam' }],
    });
    const sign = (personId: string, more = {}) =>
      ask(personId, '/api/rules/signatures', { digest: digestIn(body), reason: 'agreed', ...more });
    expect(await sign('sam')).toMatchObject({ status: 403, body: { code: 'SIGNED_OWN_REQUEST' } });
    expect(await sign('rita', { digest: 'sha256' })).toMatchObject({ status: 400, body: { code: 'BAD_BODY' } });
    expect(await sign('rita', { digest: `sha256:${'0'.repeat(64)}` })).toMatchObject({ status: 409 });
    authenticated = undefined;
    expect(await sign('rita')).toMatchObject({ status: 403, body: { code: 'SESSION_UNKNOWN' } });
    authenticated = String(NOW / 1000);
    expect(await sign('rita')).toMatchObject({ status: 200, body: { inForce: { version: 1 } } });
    expect(await sign('pat')).toMatchObject({ status: 200, body: { inForce: { version: 2, by: 'signatures' } } });
  });

  test('takes nothing but JSON, and has no stream', async () => {
    const path = `/api/findings/${served.findingId}/signatures`;
    expect(await ask('sam', path, signature(), 'text/plain')).toMatchObject({ status: 415 });
    expect(await ask('sam', '/api/events')).toMatchObject({ status: 404 });
  });
});
