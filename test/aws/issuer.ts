import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Clock } from './clock.ts';

const LIVES_SECONDS = 3600;

/** An OpenID Connect issuer that hands out tokens to whom a test likes. */
export interface Issuer {
  /** Its name and address, e.g. `http://127.0.0.1:40125`. */
  readonly url: string;
  /** A token for an hour, signed with the key that the issuer publishes; `claims` add to its own or replace them. */
  token(claims: Readonly<Record<string, unknown>>): string;
  /** The same, signed with a key that it does not publish. */
  forged(claims: Readonly<Record<string, unknown>>): string;
  stop(): Promise<void>;
}

/** Starts an issuer on a free port of the loopback interface. `audience` is who its tokens are for. */
export async function startIssuer(audience: string, clock: Pick<Clock, 'now'>): Promise<Issuer> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const jwks = { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] };
  const server = createServer((request, response) => {
    const pages: Readonly<Record<string, unknown>> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/jwks.json` },
      '/jwks.json': jwks,
    };
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(page ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const signedBy =
    ({ privateKey }: typeof key) =>
    (claims: Readonly<Record<string, unknown>>) => {
      const now = Math.floor(clock.now() / 1000);
      const payload = {
        iss: url,
        aud: audience,
        iat: now,
        auth_time: now,
        nbf: now,
        exp: now + LIVES_SECONDS,
        jti: randomUUID(),
        ...claims,
      };
      const text = [{ alg: 'RS256', typ: 'JWT', kid }, payload]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    };
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, token: signedBy(key), forged: signedBy(other), stop };
}
