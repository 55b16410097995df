import type { Context, MiddlewareHandler } from 'hono';
import * as z from 'zod/mini';
import { refuse } from './refuse.ts';
import type { Visits } from './visit.ts';

/** What API Gateway hands a function for a request whose token it has verified (HTTP API, payload format 2.0, JWT authorizer). */
const Verified = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.object({
        jwt: z.object({ claims: z.object({ sub: z.string(), exp: z.optional(z.coerce.number()) }) }),
      }),
    }),
  }),
});

/** Who a token that was verified in front of the app says that it is. */
export interface TokenHolder {
  /** The claim `sub`: the immutable id at the identity provider. */
  readonly personId: string;
  /** Seconds since 1970, where the token tells. */
  readonly expires: number | undefined;
}

/** The holder of the token of a request; undefined: no token was verified, so nobody is known. */
export function tokenHolder({ env }: Context): TokenHolder | undefined {
  const read = Verified.safeParse(env);
  if (!read.success) return undefined;
  const { sub, exp } = read.data.event.requestContext.authorizer.jwt.claims;
  return sub === '' ? undefined : { personId: sub, expires: exp };
}

/** Visits of people whom a verified token names. */
export const tokenVisits: Visits = { personOf: (context) => tokenHolder(context)?.personId };

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
