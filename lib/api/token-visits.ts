import type { Context, MiddlewareHandler } from 'hono';
import { refuse } from './refuse.ts';
import type { Visits } from './visit.ts';

/** Where API Gateway puts the claims of a token that it has verified. Source: HTTP API, payload format 2.0, JWT authorizer. */
const CLAIMS = ['event', 'requestContext', 'authorizer', 'jwt', 'claims'] as const;

/** Who a token that was verified in front of the app says that it is. */
export interface TokenHolder {
  /** The claim `sub`: the immutable id at the identity provider. */
  readonly personId: string;
  /** Seconds since 1970, where the token tells. */
  readonly expires: number | undefined;
  /** The claim `auth_time`: when the person proved who they are, in seconds since 1970, where the token tells. */
  readonly authenticated: number | undefined;
}

/** The holder of the token of a request; undefined: no token was verified, so nobody is known. */
export function tokenHolder({ env }: Context): TokenHolder | undefined {
  const claims = CLAIMS.reduce<unknown>(memberOf, env);
  const [sub, expires] = [memberOf(claims, 'sub'), secondsIn(claims, 'exp')];
  if (typeof sub !== 'string' || sub === '') return undefined;
  if (expires !== undefined && !Number.isFinite(expires)) return undefined;
  return { personId: sub, expires, authenticated: secondsIn(claims, 'auth_time') };
}

/** The gateway hands numbers over as text. */
function secondsIn(claims: unknown, name: string): number | undefined {
  const value = memberOf(claims, name);
  return value === undefined || value === '' ? undefined : Number(value);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Visits of people whom a verified token names. */
export const tokenVisits: Visits = {
  signedIn(context) {
    const { personId, authenticated } = tokenHolder(context) ?? {};
    if (personId === undefined) return undefined;
    return { personId, signedInAt: authenticated === undefined ? undefined : authenticated * 1000 };
  },
};

/**
 * Lets only requests with a verified token in, also those that only read: what Ambit found is nobody else's. A token in a
 * header is never sent by a browser on its own, so there is no other site's request to tell apart.
 */
export function onlyTokens(): MiddlewareHandler {
  return async (context, next) => {
    if (tokenHolder(context) !== undefined) return next();
    const message = 'there is no verified token; sign in at the identity provider and send its token';
    return refuse(context, { status: 401, code: 'NO_TOKEN', message });
  };
}
