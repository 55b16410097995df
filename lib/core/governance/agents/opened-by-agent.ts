import type { AccountState } from '../../account/state.ts';
import type { Actor, ActorPerson, ActorSession } from '../../activity/actor.ts';
import { OPENED_BY_AGENT } from '../../activity/agent-markers.ts';
import type { Call } from '../../activity/call.ts';
import type { OpenedSession } from '../../activity/opened-session.ts';
import { settledMarkers } from './settled-markers.ts';

/**
 * The call of an agent that opened a session of a role, as of who acts in that session: still the agent. Undefined where it opened
 * none, or AWS does not say that an agent made it. `state`: that of the account of whose access the agent used.
 */
export function openedByAgent(call: Call, state: AccountState | undefined): Call | undefined {
  const { actor, opens } = call;
  if (opens === undefined) return undefined;
  const sign = settledMarkers(actor, state).find(({ strength }) => strength === 'strong');
  return sign && { ...call, actor: actorIn(opens, sign.agent, call) };
}

function actorIn(opens: OpenedSession, agent: string, { actor, time }: Call): Actor {
  const { roleArn, name = 'a session without a known name' } = opens;
  const [, , , , account] = roleArn.split(':');
  const session = sessionOf(opens, time);
  const person = personBehind(opens, actor);
  const { principalArn } = actor;
  return {
    id: opens.userId ?? `${roleArn} ${name}`,
    name,
    kind: 'role-session',
    ...(account === undefined ? {} : { account }),
    principalArn: roleArn,
    ...(session === undefined ? {} : { session }),
    openedBy: { id: actor.id, name: actor.name, ...(principalArn === undefined ? {} : { principalArn }) },
    ...(person === undefined ? {} : { person }),
    via: actor.via,
    agentMarkers: [{ ...OPENED_BY_AGENT, agent }],
  };
}

/** Undefined: nothing of it tells the session from others of the role. */
function sessionOf({ name, userId, key, sourceIdentity }: OpenedSession, time: number): ActorSession | undefined {
  if (name === undefined || userId === undefined) return undefined;
  return {
    name,
    userId,
    startedAt: time,
    ...(key === undefined ? {} : { key }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** A source identity stays along a chain of roles; else whoever is behind the agent is behind what it opens. */
function personBehind({ sourceIdentity }: OpenedSession, { person }: Actor): ActorPerson | undefined {
  return sourceIdentity === undefined ? person : { id: sourceIdentity, by: 'sourceIdentity' };
}
