import { Hono } from 'hono';
import { personOf } from '../core/governance/cases/quorum.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { toIso } from '../core/instant.ts';
import { personWire } from './person-wire.ts';
import { tokenHolder } from './token-visits.ts';
import type { SessionWire } from './wire.ts';

/** `/session` where people come with a token: who it names, if the standards know that person. Nobody signs in here. */
export function tokenSessionRoutes(governance: Governance): Hono {
  return new Hono().get('/', (context) => {
    const holder = tokenHolder(context);
    const person = holder === undefined ? undefined : personOf(holder.personId, governance);
    const wire: SessionWire = {
      person: person === undefined ? null : personWire(person, governance),
      csrfToken: '',
      expiresAt: toIso((holder?.expires ?? 0) * 1000),
      people: [],
      notice: person === undefined ? 'the standards do not name you: you can read, and not sign' : '',
    };
    return context.json(wire);
  });
}
