import type { Actor } from '../activity/actor.ts';
import { toIso } from '../instant.ts';
import type { Case } from './case.ts';
import { findingId } from './raise.ts';

type Acting = Pick<Actor, 'id' | 'principalArn' | 'session' | 'signIn'>;

/** The id of the finding that an agent acts in this session: one for each, however many calls it makes. */
export function agentFindingId(actor: Acting): string {
  const { id, session, signIn } = actor;
  const started = session?.startedAt === undefined ? '' : ` of ${toIso(session.startedAt)}`;
  // all that one grant of OAuth opened is one session
  const cause = signIn === undefined ? `agent ${id}${started}` : `agent of sign-in ${signIn}`;
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
export function standingHoldOf(actor: Acting, cases: readonly Case[]): Case | undefined {
  return cases.find(({ finding, hold, status }) => {
    if (finding.kind !== 'agent-as-engineer' || finding.actor.id !== actor.id) return false;
    if (finding.principal !== principalOfActor(actor) || status === 'restored') return false;
    return status === 'open' || hold.kind === 'confirmed' || hold.kind === 'pending';
  });
}
