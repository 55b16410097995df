import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { personOf } from '../core/governance/cases/quorum.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { toIso } from '../core/instant.ts';
import type { LocalSessions, Session } from './local-sessions.ts';
import { personWire } from './person-wire.ts';
import { readBody } from './read-body.ts';
import { refuse } from './refuse.ts';
import type { LocalVisits } from './visit.ts';
import type { SessionWire } from './wire.ts';

/** Said wherever people sign in. */
const LOCAL_SIGN_IN_NOTICE =
  'sign-in of the embedded default: anybody on this machine can choose any person; it proves nothing about who signs, use it to try Ambit out';

const SignInBody = z.strictObject({ personId: z.string('a text is needed').check(z.minLength(1), z.maxLength(256)) });

/** The people who can sign in on this machine, and their sessions. */
export interface SessionDeps {
  readonly governance: Governance;
  readonly sessions: LocalSessions;
  readonly visits: LocalVisits;
}

/** `/session`: who is signed in, as one of the people whom the standards name. */
export function sessionRoutes({ governance, sessions, visits }: SessionDeps): Hono {
  const answer = (context: Context, session: Session): Response => {
    visits.remember(context, session);
    return context.json(sessionWire(session, governance));
  };
  return new Hono()
    .get('/', (context) => answer(context, visits.of(context) ?? sessions.start(undefined)))
    .post('/', async (context) => {
      const body = await readBody(context, SignInBody);
      if (!body.ok) return refuse(context, body.error);
      const { personId } = body.value;
      if (personOf(personId, governance) === undefined) {
        const message = 'the standards name no such person; choose one of those that GET /api/session lists';
        return refuse(context, { status: 401, code: 'UNKNOWN_PERSON', message });
      }
      return answer(context, renewed(visits.of(context), personId, sessions));
    })
    .delete('/', (context) => answer(context, renewed(visits.of(context), undefined, sessions)));
}

/** Whoever signs in or out gets a new id: one that somebody else has seen before is worth nothing after. */
function renewed(old: Session | undefined, personId: string | undefined, sessions: LocalSessions): Session {
  if (old !== undefined) sessions.end(old);
  return sessions.start(personId);
}

function sessionWire({ personId, csrfToken, expiresAt }: Session, governance: Governance): SessionWire {
  const ids = [...new Set(governance.people.map(({ id }) => id))];
  const people = ids.flatMap((id) => personOf(id, governance) ?? []).map((person) => personWire(person, governance));
  return {
    person: people.find(({ id }) => id === personId) ?? null,
    csrfToken,
    expiresAt: toIso(expiresAt),
    people,
    notice: LOCAL_SIGN_IN_NOTICE,
  };
}
