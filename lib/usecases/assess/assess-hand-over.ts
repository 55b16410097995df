import type { PolicySet } from '../../core/access/policy-set.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Actor } from '../../core/activity/actor.ts';
import type { Call } from '../../core/activity/call.ts';
import type { RoleChange } from '../../core/activity/changes.ts';
import { principalOfActor } from '../../core/governance/agents/agent-session.ts';
import { assessHandedRoles } from '../../core/governance/roles/assess-handed-roles.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { handedRoles, rolesNamedBy } from '../../core/governance/roles/handed-roles.ts';
import { giverOf, isOfAws } from '../../core/governance/assess/on-behalf.ts';
import type { Instant } from '../../core/instant.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import { readRoles, type ReadRolesDeps } from './read-roles.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { type TellDeps, tellOfChange } from './tell-of-change.ts';
import { agentWaiversOf, waiversOf } from './waivers-of.ts';

export type HandOverDeps = TellDeps & ReadRolesDeps & { readonly cases: CaseBook };

/**
 * What is wrong with a call that hands roles over, or runs what has them: what its caller gains by the roles that the
 * record names, as they are now. Where it names none, only that it happened is told.
 */
export async function assessHandOver(call: Call, change: RoleChange, deps: HandOverDeps): Promise<readonly Finding[]> {
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const named = rolesNamedBy(call, change);
  if (named === undefined) return tellOfChange(call, change, deps);
  const states = await readRoles(named, deps);
  const roles = handedRoles(named, (account) => states.get(account));
  const caller = await stateKnownOfActor(call, deps);
  const { governance, clock } = deps;
  const now = clock.now();
  const waivers = await waiversFor(call.actor, caller, now, deps);
  return assessHandedRoles({ call, change, roles, caller, governance, waivers, now });
}

/** What people signed for who acts; what they signed for a role is none of an agent's that borrows it. */
async function waiversFor(
  actor: Actor,
  caller: AccountState | undefined,
  now: Instant,
  { cases, governance }: HandOverDeps,
): Promise<readonly PolicySet[]> {
  const principal = principalOfActor(actor);
  const own = await casesOf(cases, principal);
  const { as } = giverOf(actor, caller, governance);
  return as === 'borrowing-agent' ? agentWaiversOf(actor, own, now, caller) : waiversOf(principal, own, now, caller);
}
