import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as z from 'zod';

interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly maxAge: string;
}

type Leaving = Readonly<Record<'state' | 'nonce' | 'verifier' | 'tokenEndpoint', string>>;

interface Oidc {
  leave(client: Client, home: string): Promise<{ readonly url: string; readonly leaving: Leaving }>;
  arrive(
    client: Client,
    leaving: Leaving,
    arrival: { readonly query: URLSearchParams; readonly home: string },
  ): Promise<unknown>;
}

/** The page's module, which is JavaScript: it is taken as what its comments say. */
const pageModule = z.custom<Oidc>(
  (value) => z.object({ leave: z.unknown(), arrive: z.unknown() }).safeParse(value).success,
);

const HOME = 'https://console.example/';
const NOON = 1_800_000_000;

/** An identity provider on the loopback interface: it keeps what it was asked, and gives tokens as it is told. */
class LoopbackProvider {
  readonly #server: Server = createServer((request, response) => {
    void this.#respond(request, response);
  });
  #issuer = '';
  /** What the provider says instead of its own issuer. */
  claimedIssuer: string | undefined;
  /** The challenge and the nonce of whoever was sent here. */
  asked = new URLSearchParams();
  claims: Readonly<Record<string, unknown>> = {};

  get issuer(): string {
    return this.#issuer;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the provider has no port');
    this.#issuer = `http://127.0.0.1:${address.port}/tenant`;
  }

  stop(): void {
    this.#server.close();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> {
    if (request.url === '/tenant/.well-known/openid-configuration') {
      const endpoints = {
        authorization_endpoint: `${this.#issuer}/authorize`,
        token_endpoint: `${this.#issuer}/token`,
      };
      return { status: 200, body: { issuer: this.claimedIssuer ?? this.#issuer, ...endpoints } };
    }
    const form = new URLSearchParams(await text(request));
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      form.get('grant_type') === 'authorization_code' &&
      form.get('code') === 'code-1' &&
      form.get('redirect_uri') === HOME &&
      challenge === this.asked.get('code_challenge');
    return isRight
      ? { status: 200, body: { id_token: this.#token() } }
      : { status: 400, body: { error: 'invalid_grant' } };
  }

  #token(): string {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'söphie', exp: NOON, nonce: this.asked.get('nonce'), ...this.claims };
    return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
  }
}

let provider: LoopbackProvider;
let oidc: Oidc;

beforeEach(async () => {
  oidc = pageModule.parse(await import('../../console/oidc.js' satisfies string));
  provider = new LoopbackProvider();
  await provider.start();
});

afterEach(() => provider.stop());

/** Leaves for the provider; what it gives people to come back with is returned. */
async function visit() {
  const client = { issuer: provider.issuer, clientId: 'ambit-console', maxAge: '3600' };
  const { url, leaving } = await oidc.leave(client, HOME);
  provider.asked = new URL(url).searchParams;
  const back = (query: Readonly<Record<string, string>>) =>
    oidc.arrive(client, leaving, { query: new URLSearchParams(query), home: HOME });
  return { url: new URL(url), leaving, back };
}

test('people are sent to the provider with a challenge, and come back with a token', async () => {
  const { url, leaving, back } = await visit();
  expect(url.origin + url.pathname).toBe(`${provider.issuer}/authorize`);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'ambit-console',
    redirect_uri: HOME,
    scope: 'openid',
    max_age: '3600',
    code_challenge_method: 'S256',
  });
  // what proves that it is the same page is not told on the way out
  expect(url.href).not.toContain(leaving.verifier);
  const token = await back({ code: 'code-1', state: leaving.state });
  expect(token).toEqual({ text: expect.stringMatching(/^[\w-]+\.[\w-]+\.signature$/), expires: NOON * 1000 });
});

test('no two sign-ins are alike', async () => {
  const [one, other] = [await visit(), await visit()];
  for (const key of ['state', 'nonce', 'verifier'] as const) expect(one.leaving[key]).not.toBe(other.leaving[key]);
});

test('a code that came by another sign-in is not taken', async () => {
  const { back } = await visit();
  await expect(back({ code: 'code-1', state: 'of-somebody-else' })).rejects.toThrow(
    'not the sign-in that was begun here',
  );
});

test('a refusal of the provider is told', async () => {
  const { leaving, back } = await visit();
  await expect(back({ error: 'access_denied', state: leaving.state })).rejects.toThrow('refused: access_denied');
  await expect(back({ code: 'code-2', state: leaving.state })).rejects.toThrow('answered with status 400');
});

test('a token of another sign-in, or one without an end, is not taken', async () => {
  const { leaving, back } = await visit();
  provider.claims = { nonce: 'of-somebody-else' };
  await expect(back({ code: 'code-1', state: leaving.state })).rejects.toThrow('not made for this sign-in');
  provider.claims = { exp: 'never' };
  await expect(back({ code: 'code-1', state: leaving.state })).rejects.toThrow('does not say when it expires');
});

test('a provider that says it is another one is not believed', async () => {
  provider.claimedIssuer = 'https://id.example';
  await expect(visit()).rejects.toThrow('says that it is somebody else');
});

test('a provider that does not answer is told', async () => {
  const client = { issuer: 'http://127.0.0.1:1', clientId: 'ambit-console', maxAge: '' };
  await expect(oidc.leave(client, HOME)).rejects.toThrow('does not answer');
});
