import { parseArn } from '../policy/arn.ts';
import type { IamCall } from '../account/call.ts';
import { subjectsOf } from '../account/call-subjects.ts';
import { mayBeAgent } from './agent-markers.ts';
import { type Call, isSession } from './call.ts';
import type { Change } from './changes.ts';

/**
 * What a call is about, as far as the order of calls matters: calls with one turn are handled one after the other.
 * Names ignore case, as IAM's do. A call that does not say what it changed shares its account's turn. Undefined: a session of
 * somebody who is no agent, of whom nothing is said or kept, so that there is nothing to wait for.
 */
export function turnOf(call: Call): string | undefined {
  const { account, change, actor } = call;
  if (isSession(call) && !mayBeAgent(actor)) return undefined;
  // what an agent uses waits for nobody but its own session
  const subject = isSession(call) ? `session/${actor.id.slice(0, 200)}` : subjectOfChange(change);
  return subject === undefined ? account : `${account}/${subject.toLowerCase()}`;
}

/** The turn of the calls that name a role or user, by its ARN. */
export function turnOfPrincipal(arn: string): string {
  const { account = '', resource = '' } = parseArn(arn) ?? {};
  const kind = resource.slice(0, resource.indexOf('/'));
  return `${account}/${kind}/${resource.slice(resource.lastIndexOf('/') + 1).toLowerCase()}`;
}

/** Undefined: it has to wait for all others. Calls on environments are told from one another, whatever they touch. */
function subjectOfChange(change: Change): string | undefined {
  if (change.kind === 'environment') return undefined;
  // what a record names may be of any length; those that begin alike share a turn
  if (change.kind !== 'access') return change.resources[0]?.slice(0, 200);
  return change.iam === undefined ? undefined : subjectOf(change.iam);
}

function subjectOf(call: IamCall): string | undefined {
  if ('roleName' in call) return `role/${call.roleName}`;
  if ('userName' in call) return `user/${call.userName}`;
  const [first] = subjectsOf(call);
  return first === undefined ? undefined : `${first.kind}/${first.name}`;
}
