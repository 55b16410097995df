import { type NamedRole, type RoleNaming, type RolePlace, rolesAt } from '../../../core/account/named-roles.ts';
import type { AccountState } from '../../../core/account/state.ts';
import type { AccountReader } from '../../../ports/account-reader.ts';
import type { Pause } from '../../../ports/pause.ts';
import { READ_DELAYS } from '../../holds/carry-out.ts';

/** What reads roles by name, in any account. */
export interface ReadRolesDeps {
  readonly accounts: Pick<AccountReader, 'rolesNamed'>;
  readonly pause: Pause;
}

/**
 * The accounts of roles that are named, with these roles in them; one that cannot be read is left out. A role is often made
 * just before it is named: it is waited for until it shows.
 */
export async function readRoles(
  named: readonly NamedRole[],
  deps: ReadRolesDeps,
): Promise<ReadonlyMap<string, AccountState>> {
  let states = await readAccounts(named, deps);
  for (const delay of READ_DELAYS) {
    if (named.every(({ place }) => place === undefined || isShown(place, states.get(place.account)))) break;
    await deps.pause(delay);
    states = await readAccounts(named, deps);
  }
  return states;
}

/** In an account that cannot be read nothing ever shows. */
function isShown(place: RolePlace, state: AccountState | undefined): boolean {
  return state === undefined || rolesAt(place, state).length > 0;
}

async function readAccounts(
  named: readonly NamedRole[],
  { accounts }: ReadRolesDeps,
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
