import type { Actor } from '../../activity/actor.ts';
import { JOINED_BY_SIGN_IN, mayBeAgent, OPENED_BY_AGENT } from '../../activity/agent-markers.ts';
import type { Call } from '../../activity/call.ts';
import { toIso } from '../../instant.ts';
import { findingId } from '../raise.ts';

/**
 * The id of the finding that an agent acts in the session of a call: one for each session, however many calls it makes; one a day
 * where the record does not say when the session began, as with the keys of users.
 */
export function agentFindingId(call: Pick<Call, 'actor' | 'time'>): string {
  return findingId(sessionText(call), principalOfActor(call.actor), 'agent-as-engineer');
}

/** Whose access an agent uses in which session: calls of one text have one finding. */
export function agentSessionOf(call: Pick<Call, 'actor' | 'time'>): string {
  return `${principalOfActor(call.actor)} ${sessionText(call)}`;
}

function sessionText({ actor, time }: Pick<Call, 'actor' | 'time'>): string {
  const { id, openedBy, session, signIn } = actor;
  if (openedBy !== undefined && session?.key !== undefined) return `agent with key ${session.key}`;
  // all that one grant of OAuth opened is one session
  if (signIn !== undefined) return `agent of sign-in ${signIn}`;
  const began = session?.startedAt === undefined ? `on ${toIso(time).slice(0, 10)}` : `of ${toIso(session.startedAt)}`;
  return `agent ${id} ${began}`;
}

/**
 * As whom somebody acts without a sign of an agent, if an agent is found to have opened what they act in: their sign-in, or
 * the session of their key. The finding of that agent has the id of such a call.
 */
export function asOpenedByAgent(actor: Actor): readonly Actor[] {
  if (mayBeAgent(actor)) return [];
  const { agentMarkers, kind, session, signIn } = actor;
  const signedIn: Actor[] =
    signIn === undefined ? [] : [{ ...actor, agentMarkers: [JOINED_BY_SIGN_IN, ...agentMarkers] }];
  if (kind !== 'role-session' || session?.key === undefined) return signedIn;
  return [...signedIn, { ...actor, openedBy: 'an agent', agentMarkers: [OPENED_BY_AGENT, ...agentMarkers] }];
}

/** Whose access an actor uses: the ARN of a role or user, else what is known of it. */
export function principalOfActor({ id, principalArn }: Pick<Actor, 'id' | 'principalArn'>): string {
  return principalArn ?? id;
}
