import { type NamedRole, type RoleNaming, type RolePlace, rolesAt } from '../core/account/named-roles.ts';
import type { AccountState } from '../core/account/state.ts';
import type { Call } from '../core/activity/call.ts';
import type { RoleChange } from '../core/activity/changes.ts';
import { assessHandedRoles } from '../core/governance/assess-handed-roles.ts';
import type { Finding } from '../core/governance/finding.ts';
import { type HandedRole, handedRoles, rolesNamedBy } from '../core/governance/handed-roles.ts';
import { isOfAws } from '../core/governance/on-behalf.ts';
import type { Pause } from '../ports/pause.ts';
import { READ_DELAYS } from './carry-out.ts';
import { type CaseBook, casesOf } from './case-book.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { type TellDeps, tellOfChange } from './tell-of-change.ts';
import { waiversOf } from './waivers-of.ts';

export interface HandOverDeps extends TellDeps {
  readonly cases: CaseBook;
  readonly pause: Pause;
}

/**
 * What is wrong with a call that hands roles over, or runs what has them: what its caller gains by the roles that the
 * record names, as they are now. Where it names none, only that it happened is told.
 */
export async function assessHandOver(call: Call, change: RoleChange, deps: HandOverDeps): Promise<readonly Finding[]> {
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const named = rolesNamedBy(call, change);
  if (named === undefined) return tellOfChange(call, change, deps);
  const roles = await readRoles(named, deps);
  const caller = await stateKnownOfActor(call, deps);
  const principal = call.actor.principalArn ?? call.actor.id;
  const now = deps.clock.now();
  const waivers = waiversOf(principal, await casesOf(deps.cases, principal), now, caller);
  return assessHandedRoles({ call, change, roles, caller, governance: deps.governance, waivers, now });
}

/** A role is often made just before it is handed over: it is waited for until it shows. */
async function readRoles(named: readonly NamedRole[], deps: HandOverDeps): Promise<readonly HandedRole[]> {
  let states = await readAccounts(named, deps);
  for (const delay of READ_DELAYS) {
    if (named.every(({ place }) => place === undefined || isShown(place, states.get(place.account)))) break;
    await deps.pause(delay);
    states = await readAccounts(named, deps);
  }
  return handedRoles(named, (account) => states.get(account));
}

/** In an account that cannot be read nothing ever shows. */
function isShown(place: RolePlace, state: AccountState | undefined): boolean {
  return state === undefined || rolesAt(place, state).length > 0;
}

async function readAccounts(
  named: readonly NamedRole[],
  { accounts }: HandOverDeps,
): Promise<ReadonlyMap<string, AccountState>> {
  const places = Map.groupBy(
    named.flatMap(({ place }) => place ?? []),
    ({ account }) => account,
  );
  const states = new Map<string, AccountState>();
  for (const [account, all] of places) {
    const namesOf = (naming: RoleNaming) => all.flatMap(({ name, of }) => (of.includes(naming) ? [name] : []));
    const state = await accounts.rolesNamed(account, {
      roles: namesOf('role'),
      instanceProfiles: namesOf('instance-profile'),
    });
    if (state !== undefined) states.set(account, state);
  }
  return states;
}
