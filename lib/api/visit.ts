import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Instant } from '../core/instant.ts';
import { isSameSecret, type LocalSessions, type Session } from './local-sessions.ts';
import { refuse } from './refuse.ts';

/** The header that repeats the session's token. No form can send it, and no other origin may. */
const CSRF_HEADER = 'x-ambit-csrf';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** A person who is signed in. */
export interface SignedIn {
  readonly personId: string;
  /** When that was; undefined: nothing tells. */
  readonly signedInAt: Instant | undefined;
}

/** Who visits. */
export interface Visits {
  /** The person that the request comes from; undefined: nobody is signed in. */
  signedIn(context: Context): SignedIn | undefined;
}

/** Visits of the embedded default: the session that the request's cookie names. */
export interface LocalVisits extends Visits {
  /** The session of the request, or undefined. */
  of(context: Context): Session | undefined;
  /** Makes the answer carry the session's cookie. */
  remember(context: Context, session: Session): void;
}

/** Visits of the app that is reached at these origins. */
export function visitsOf(sessions: LocalSessions, origins: readonly string[]): LocalVisits {
  // cookies do not know ports: two of these apps on one machine must not take each other's
  const name = `ambit-session-${new URL(origins[0] ?? 'http://127.0.0.1').port || 'web'}`;
  const of = (context: Context): Session | undefined => sessions.find(getCookie(context, name));
  return {
    of,
    signedIn(context) {
      const { personId, startedAt } = of(context) ?? {};
      return personId === undefined ? undefined : { personId, signedInAt: startedAt };
    },
    remember: (context, { id }) => setCookie(context, name, id, { httpOnly: true, sameSite: 'Strict', path: '/' }),
  };
}

/** Lets a request that changes something pass only as JSON. */
export function onlyJson(): MiddlewareHandler {
  return async (context, next) => {
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (SAFE_METHODS.has(context.req.method) || type === 'application/json') return next();
    const message = 'the content type must be application/json';
    return refuse(context, { status: 415, code: 'NOT_JSON', message });
  };
}

/** Lets a request that changes something pass only in a session, and with that session's token. */
export function onlyIntended(visits: LocalVisits): MiddlewareHandler {
  return async (context, next) => {
    if (SAFE_METHODS.has(context.req.method)) return next();
    const session = visits.of(context);
    if (session === undefined) {
      const message = 'there is no session, or it has expired; ask for GET /api/session first';
      return refuse(context, { status: 401, code: 'NO_SESSION', message });
    }
    if (!isSameSecret(context.req.header(CSRF_HEADER) ?? '', session.csrfToken)) {
      const message = `the header ${CSRF_HEADER} is not the token of this session; see GET /api/session`;
      return refuse(context, { status: 403, code: 'WRONG_CSRF_TOKEN', message });
    }
    return next();
  };
}
