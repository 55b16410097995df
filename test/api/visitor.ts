import type { LocalApiDeps } from '../../lib/api/deps.ts';
import { localApp } from '../../lib/api/local-app.ts';
import type { SessionWire } from '../../lib/api/wire.ts';
import { verifyChain } from '../../lib/core/governance/ledger/verify-chain.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { ok } from '../../lib/core/result.ts';
import { attachAdmin, STANDARDS } from '../usecases/company.ts';
import { openWorld, type World } from '../usecases/world.ts';

/** Where the page comes from, and the app is asked. */
export const ORIGIN = 'http://127.0.0.1:4700';

/** The app over the embedded adapters, with one held finding: Rita attached AdministratorAccess to the agent's role. */
export interface ServedWorld {
  readonly world: World;
  readonly app: ReturnType<typeof localApp>;
  readonly findingId: string;
  readonly digest: string;
  readonly faults: unknown[];
}

/** The app, over a world with one held finding. */
export async function serveWorld(options: Partial<LocalApiDeps> = {}): Promise<ServedWorld> {
  const world = await openWorld();
  const call = attachAdmin();
  world.account.play(call);
  const handled = await handleCall(call, world.deps);
  const faults: unknown[] = [];
  const app = localApp({
    // the stream looks again after a pause: it must be one, or nothing else gets its turn
    usecases: { ...world.deps, pause: () => new Promise((resolve) => setTimeout(resolve, 5)) },
    verifyLedger: async () => {
      const verifier = verifyChain(undefined);
      for await (const entry of world.deps.ledger.entries()) verifier.entry(entry);
      return verifier.report();
    },
    origins: [ORIGIN, 'http://localhost:4700'],
    foundRules: () => ok({ json: STANDARDS, files: new Map() }),
    console: new Map(),
    reportFault: (fault) => faults.push(fault),
    ...options,
  });
  const [first] = await world.deps.cases.cases();
  if (first === undefined || handled.kind !== 'handled') throw new Error('the call was to raise a finding');
  return { world, app, findingId: first.finding.id, digest: first.finding.digest, faults };
}

/** What a visitor gets. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** One browser: it keeps its cookie and repeats the token that it was told. */
export class Visitor {
  readonly #app: ServedWorld['app'];
  #cookie = '';
  #token = '';

  constructor({ app }: Pick<ServedWorld, 'app'>) {
    this.#app = app;
  }

  /** Headers that a request of this visitor's browser has. */
  headers(): Record<string, string> {
    return {
      host: '127.0.0.1:4700',
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: this.#cookie,
      'x-ambit-csrf': this.#token,
    };
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#keep(await this.#app.request(path, { headers: { ...this.headers(), ...headers } }));
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request = { method: 'POST', body: text, headers: { ...this.headers(), ...headers } };
    return this.#keep(await this.#app.request(path, request));
  }

  async delete(path: string): Promise<Answer> {
    return this.#keep(await this.#app.request(path, { method: 'DELETE', headers: this.headers() }));
  }

  async signIn(personId: string): Promise<SessionWire> {
    await this.get('/api/session');
    const { status, body } = await this.post('/api/session', { personId });
    if (status !== 200 || !isSession(body)) throw new Error(`sign-in was refused: ${JSON.stringify(body)}`);
    return body;
  }

  async #keep(response: Response): Promise<Answer> {
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie !== undefined) this.#cookie = cookie;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const body: unknown = isJson ? JSON.parse(text) : text;
    if (isSession(body)) this.#token = body.csrfToken;
    return { status: response.status, body, headers: response.headers };
  }
}

/** A visitor who has signed in. */
export async function signedInTo(served: ServedWorld, personId: string): Promise<Visitor> {
  const visitor = new Visitor(served);
  await visitor.signIn(personId);
  return visitor;
}

function isSession(body: unknown): body is SessionWire {
  return typeof body === 'object' && body !== null && 'csrfToken' in body;
}
