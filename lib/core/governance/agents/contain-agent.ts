import { principalOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import type { Actor } from '../../activity/actor.ts';
import type { JsonObject } from '../../json.ts';
import { obstacleToContain } from '../holds/sessions/contain-session.ts';
import { denyBeyond } from '../holds/denies/deny-beyond.ts';
import { inlineRoomOf } from '../holds/denies/inline-room.ts';
import type { HoldPlan } from '../finding.ts';
import { containment, reservedDeny } from '../holds/denies/reserved-deny.ts';
import type { NoPlan } from '../holds/respond.ts';
import { denyIn, type SessionScope, scopeOf } from '../holds/sessions/session-scope.ts';
import type { Governance, Standard } from '../standards/standards.ts';

/** An agent whose session is to be held, and the limits that it is held to. */
export interface AgentContainment {
  readonly actor: Actor;
  /** Names the policy: the same cause gives the same one. */
  readonly cause: string;
  /** The most that the agent may do. */
  readonly standard: Standard;
  readonly state: AccountState | undefined;
  readonly governance: Governance;
}

/**
 * How to keep an agent within its standard that acts with the access of somebody else: a reserved deny on the role or user of
 * all that the standard does not allow, under a condition that only the agent's session bears. Where that deny cannot be written or
 * has no room, the session is denied everything.
 */
export function containAgent({ actor, cause, standard, state, governance }: AgentContainment): HoldPlan | NoPlan {
  const scope = scopeOf(actor);
  if ('none' in scope) return scope;
  const arn = actor.principalArn ?? '';
  if (isOfIdentityCenter(arn)) return { none: adviceForIdentityCenter(scope, actor) };
  const obstacle = obstacleToContain(arn, state, governance);
  if (obstacle !== undefined) return { none: obstacle };
  const { account, principal, condition, name } = scope;
  const beyond = denyBeyond(standard, condition, roomOf(arn, principal, state));
  const deny = reservedDeny(principal, cause, beyond ?? denyIn(condition));
  const what = beyond === undefined ? 'everything' : `what the standard "${standard.name}" does not allow`;
  const summary = `denies ${name} ${what} until it is released`;
  return { ...containment(account, deny), summary };
}

function isOfIdentityCenter(arn: string): boolean {
  return /^arn:[^:]+:iam::[0-9]+:role\/aws-reserved\/sso\.amazonaws\.com\//.test(arn);
}

/** Only Identity Center changes its roles, in every account alike: what people are to put there, for the person in all of them. */
function adviceForIdentityCenter({ principal, condition }: SessionScope, { name }: Actor): string {
  const set = /^AWSReservedSSO_(?<set>.+)_[0-9a-f]{16}$/.exec(principal.name)?.groups?.['set'] ?? principal.name;
  const { StringEquals: _, ...others } = condition;
  const everywhere = { StringLike: { 'aws:userid': `*:${name}` }, ...others };
  const deny: JsonObject = { Effect: 'Deny', Action: '*', Resource: '*', Condition: everywhere };
  return `the role belongs to Identity Center, so nothing can be held in the account: put ${JSON.stringify(deny)} into the inline policy of the permission set "${set}", or give agents a role of their own`;
}

/** What one more inline policy may take: of who is not known, what is left beside the policies of others. */
function roomOf(arn: string, { kind }: SessionScope['principal'], state: AccountState | undefined): number {
  const known = state === undefined ? undefined : principalOf(state, arn);
  return inlineRoomOf(known ?? { kind, inline: new Map() });
}
