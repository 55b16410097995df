import type { Actor, AgentMarker } from '../activity/actor.ts';
import type { Call } from '../activity/call.ts';
import { digestOf } from '../digest.ts';
import { digestOfFinding } from './cases/digest-of-finding.ts';
import type { Finding, FindingActor, FindingKind, Response } from './finding.ts';
import type { FindingDraft } from './holds/respond.ts';

/** The finding that a draft and the response to it make, with the digest that people sign. */
export function raise(draft: FindingDraft, response: Response): Finding {
  return { ...draft, response, digest: digestOfFinding({ ...draft, response }) };
}

/**
 * The id of a finding: `F-` and 12 hex digits. The same cause, principal and kind always give the same id, so that a
 * call that is delivered again raises no second finding.
 */
export function findingId(cause: string, principal: string, kind: FindingKind): string {
  return `F-${digestOf({ cause, principal, kind }).slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

/** What every finding of a call says of it: the account, the call, and who made it, with the name of their class. */
export function ofCall(call: Call, className: string): Pick<Finding, 'account' | 'actor' | 'call'> {
  const { id, source, name, time, account, actor } = call;
  return { account, actor: findingActorOf(actor, className), call: { id, source, name, time } };
}

/** What a finding says of an act that is more than access: no comparison shows it, and it has no excess. */
export interface Act extends Pick<Finding, 'kind' | 'severity' | 'verdict' | 'reasons' | 'resources' | 'raisedAt'> {
  /** What makes it one act: see `findingId`. */
  readonly cause: string;
}

/** The draft of a finding about what somebody did, with the name of their class: the principal is who did it. */
export function draftOfAct(call: Call, className: string, { cause, ...act }: Act): FindingDraft {
  const principal = call.actor.principalArn ?? call.actor.id;
  return {
    id: findingId(cause, principal, act.kind),
    ...act,
    principal,
    class: className,
    ...ofCall(call, className),
    excess: [],
    witness: null,
  };
}

/** An actor as findings show it, with the name of its class. */
export function findingActorOf(actor: Actor, className: string): FindingActor {
  return {
    id: actor.id,
    name: actor.name,
    class: className,
    via: actor.via,
    ...(actor.principalArn === undefined ? {} : { principalArn: actor.principalArn }),
    ...(actor.person === undefined ? {} : { personId: actor.person.id, personBy: actor.person.by }),
    agentHints: actor.agentMarkers.map(describeMarker),
  };
}

function describeMarker({ agent, strength, field, strongIfOnly }: AgentMarker): string {
  const unless = strongIfOnly === undefined ? '' : `: strong where ${strongIfOnly} alone may assume the role`;
  return `${agent} (${strength}, ${field}${unless})`;
}
