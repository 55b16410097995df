import type { Call } from '../core/activity/call.ts';
import type { RoleChange } from '../core/activity/changes.ts';
import { assessHandedRoles } from '../core/governance/assess-handed-roles.ts';
import type { Finding } from '../core/governance/finding.ts';
import { handedRoles, rolesNamedBy } from '../core/governance/handed-roles.ts';
import { isOfAws } from '../core/governance/on-behalf.ts';
import { type CaseBook, casesOf } from './case-book.ts';
import { readRoles, type ReadRolesDeps } from './read-roles.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { type TellDeps, tellOfChange } from './tell-of-change.ts';
import { waiversOf } from './waivers-of.ts';

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
  const principal = call.actor.principalArn ?? call.actor.id;
  const now = deps.clock.now();
  const waivers = waiversOf(principal, await casesOf(deps.cases, principal), now, caller);
  return assessHandedRoles({ call, change, roles, caller, governance: deps.governance, waivers, now });
}
