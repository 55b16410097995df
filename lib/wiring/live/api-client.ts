import * as z from 'zod';
import { err, ok, type Result } from '../../core/result.ts';
import { ApiFault } from './api-fault.ts';

/** Where the API of a deployment is, and the token of the person who asks. */
export interface ApiAccess {
  /** Without a slash at its end. */
  readonly url: string;
  /** What the identity provider gave, as a bearer token. It is sent to that place alone, and never shown. */
  readonly token: string;
}

/** The API's answer to what it does not take. */
export interface ApiRefusal {
  readonly status: number;
  /** `SIGNED_OWN_REQUEST` and so on; `NOT_ACCEPTED`: the gateway in front does not accept the token. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}

const WAIT_MILLISECONDS = 35_000;
const LARGEST_ANSWER = 16 * 1_048_576;

type Asked = { readonly method: 'GET' } | { readonly method: 'POST'; readonly body: string };

const Refusal = z.object({ code: z.string(), message: z.string() });

/** Asks the HTTP API of a deployment as one person. Redirects are not followed: the token would go along. */
export class ApiClient {
  readonly #access: ApiAccess;

  constructor(access: ApiAccess) {
    this.#access = access;
  }

  /** Throws an `ApiFault`; its message holds nothing of the token. */
  get<T>(path: string, answer: z.ZodType<T>): Promise<Result<T, ApiRefusal>> {
    return this.#ask(path, { method: 'GET' }, answer);
  }

  /** The same for what changes something. */
  post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<Result<T, ApiRefusal>> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body) }, answer);
  }

  async #ask<T>(path: string, request: Asked, answer: z.ZodType<T>): Promise<Result<T, ApiRefusal>> {
    const response = await this.#fetch(path, request);
    const json = await jsonOf(response);
    if (!response.ok) return err(refusalOf(response.status, json));
    const read = answer.safeParse(json);
    if (read.success) return ok(read.data);
    throw new ApiFault(
      `the API at ${this.#access.url} answers in a way that this version does not know; use the same version as is deployed`,
    );
  }

  async #fetch(path: string, request: Asked): Promise<Response> {
    const { url, token } = this.#access;
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}),
    };
    const signal = AbortSignal.timeout(WAIT_MILLISECONDS);
    try {
      return await fetch(`${url}/api${path}`, { ...request, headers, signal, redirect: 'error' });
    } catch (cause) {
      throw new ApiFault(`the API at ${url} cannot be reached: ${reasonOf(cause)}; check the address and the network`, {
        cause,
      });
    }
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw new ApiFault('the answer of the API was cut off; ask again', { cause });
  });
  if (text.length > LARGEST_ANSWER) throw new ApiFault('the answer of the API is too large to be one of it');
  try {
    return JSON.parse(text);
  } catch {
    // a gateway or proxy in between answers with what it likes; the status says what it means
    return null;
  }
}

function refusalOf(status: number, json: unknown): ApiRefusal {
  const read = Refusal.safeParse(json);
  if (read.success) return { status, ...read.data };
  if (status === 401 || status === 403) {
    const message = 'the token is not accepted; it may have expired: get a new one from your identity provider';
    return { status, code: 'NOT_ACCEPTED', message };
  }
  throw new ApiFault(`the API answers with status ${status}; try again, and look at its logs if it stays so`);
}

function reasonOf(fault: unknown): string {
  const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
