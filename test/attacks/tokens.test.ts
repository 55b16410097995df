import { type ServerType, serve } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import * as z from 'zod';
import { tokenApp } from '../../lib/api/token-app.ts';
import { ok } from '../../lib/core/result.ts';
import { type Issuer, startIssuer } from '../aws/issuer.ts';
import { NOW } from '../usecases/company.ts';
import { type Attacked, heldGrant, underAttack } from './attacked.ts';

const AUDIENCE = 'ambit-console';

const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string(), n: z.string(), e: z.string() })).min(1) });
const Claims = z.looseObject({ iss: z.string(), aud: z.string(), exp: z.number(), nbf: z.number() });

let attacked: Attacked;
let issuer: Issuer;
let server: ServerType;
let url: string;
let findingId: string;

beforeAll(async () => {
  issuer = await startIssuer(AUDIENCE, { now: () => attacked.deps.clock.now() });
});

afterAll(() => issuer.stop());

beforeEach(async () => {
  attacked = await underAttack();
  findingId = await heldGrant(attacked);
  const app = tokenApp({
    usecases: attacked.deps,
    verifyLedger: () => Promise.reject(new Error('not asked')),
    reportFault: () => {},
    console: new Map(),
    foundRules: () => ok({ json: {}, files: new Map() }),
    signIn: undefined,
  });
  const fetch = async (request: Request) => {
    const claims = await claimsOf(request.headers.get('authorization') ?? '');
    if (claims === undefined) return Response.json({ message: 'Unauthorized' }, { status: 401 });
    return app.fetch(request, { event: { requestContext: { authorizer: { jwt: { claims } } } } });
  };
  server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  url = `http://127.0.0.1:${address.port}/api/findings/${findingId}/signatures`;
});

afterEach(async () => {
  server.close();
  await once(server, 'close');
  attacked.end();
});

/** As API Gateway does it: checks the signature with the issuer's keys, and hands the claims over as text. */
async function claimsOf(header: string): Promise<Readonly<Record<string, string>> | undefined> {
  const [head = '', payload = '', signature = ''] = header.replace('Bearer ', '').split('.');
  const { keys } = Jwks.parse(await (await fetch(`${issuer.url}/jwks.json`)).json());
  const bytes = Buffer.from(signature, 'base64url');
  const isGood = keys.some((jwk) =>
    verify('sha256', Buffer.from(`${head}.${payload}`), createPublicKey({ key: jwk, format: 'jwk' }), bytes),
  );
  if (!isGood) return undefined;
  const claims = Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const now = attacked.deps.clock.now() / 1000;
  if (claims.iss !== issuer.url || claims.aud !== AUDIENCE || claims.exp <= now || claims.nbf > now) return undefined;
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));
}

async function sign(token: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const { digest } = (await attacked.caseOf(findingId)).finding;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ digest, reason: 'release', untilDays: 1 });
  const answer = await fetch(url, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.json() };
}

const signers = async () => (await attacked.caseOf(findingId)).signatures.map(({ personId }) => personId);

describe('over HTTP, with tokens of an identity provider', () => {
  test('one person with two e-mail addresses signs once', async () => {
    expect(await sign(issuer.token({ sub: 'sam', email: 'sam@a.example' }))).toMatchObject({ status: 200 });
    const other = issuer.token({ sub: 'sam', email: 'pat@example.com', preferred_username: 'pat' });
    expect(await sign(other)).toMatchObject({ status: 409, body: { code: 'ALREADY_SIGNED' } });
    expect(await signers()).toEqual(['sam']);
  });

  test('the e-mail address, or a name, of somebody who may sign makes nobody that person', async () => {
    const stranger = issuer.token({
      sub: 'stranger',
      email: 'sam',
      preferred_username: 'sam',
      name: 'Sam',
      oid: 'sam',
    });
    expect(await sign(stranger)).toMatchObject({ status: 401, body: { code: 'UNKNOWN_PERSON' } });
    expect(await signers()).toEqual([]);
  });

  test('a token that somebody else signed is worth nothing', async () => {
    expect(await sign(issuer.forged({ sub: 'sam' }))).toMatchObject({ status: 401 });
    expect(await signers()).toEqual([]);
  });

  test('the same request sent again signs nothing more, and alone gives nothing back', async () => {
    const token = issuer.token({ sub: 'sam' });
    const answers = await Promise.all([sign(token), sign(token), sign(token)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(await attacked.attached()).toEqual([]);
  });

  test('a token that is good for hours signs for an hour after its holder signed in', async () => {
    const token = issuer.token({ sub: 'sam', exp: NOW / 1000 + 10 * 3600 });
    attacked.at(NOW + 3_600_001);
    expect(await sign(token)).toMatchObject({ status: 403, body: { code: 'SESSION_TOO_OLD' } });
    expect(await sign(issuer.token({ sub: 'sam' }))).toMatchObject({ status: 200 });
  });
});
