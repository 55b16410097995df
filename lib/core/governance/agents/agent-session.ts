import type { Actor } from '../../activity/actor.ts';
import type { Call } from '../../activity/call.ts';
import { toIso } from '../../instant.ts';
import type { Case } from '../cases/case.ts';
import { findingId } from '../raise.ts';

/**
 * The id of the finding that an agent acts in the session of a call: one for each session, however many calls it makes; one a day
 * where the record does not say when the session began, as with the keys of users.
 */
export function agentFindingId({ actor, time }: Pick<Call, 'actor' | 'time'>): string {
  const { id, session, signIn } = actor;
  const began = session?.startedAt === undefined ? `on ${toIso(time).slice(0, 10)}` : `of ${toIso(session.startedAt)}`;
  // all that one grant of OAuth opened is one session
  const cause = signIn === undefined ? `agent ${id} ${began}` : `agent of sign-in ${signIn}`;
  return findingId(cause, principalOfActor(actor), 'agent-as-engineer');
}

/** Whose access an actor uses: the ARN of a role or user, else what is known of it. */
export function principalOfActor({ id, principalArn }: Pick<Actor, 'id' | 'principalArn'>): string {
  return principalArn ?? id;
}

/**
 * The case that an agent in a session of this name is held by already, or is to be: sessions of one name have one deny.
 * Undefined: there is none.
 */
export function standingHoldOf(actor: Pick<Actor, 'id' | 'principalArn'>, cases: readonly Case[]): Case | undefined {
  return cases.find(({ finding, hold, status }) => {
    if (finding.kind !== 'agent-as-engineer' || finding.actor.id !== actor.id) return false;
    if (finding.principal !== principalOfActor(actor) || status === 'restored') return false;
    return status === 'open' || hold.kind === 'confirmed' || hold.kind === 'pending';
  });
}
