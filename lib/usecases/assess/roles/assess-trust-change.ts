import type { AccountState } from '../../../core/account/state.ts';
import type { Call } from '../../../core/activity/call.ts';
import type { RoleChange } from '../../../core/activity/changes.ts';
import { assessClusterAccess, clusterAccessOf } from '../../../core/governance/roles/assess-cluster-access.ts';
import { assessTrust } from '../../../core/governance/roles/assess-trust.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { isOfAws } from '../../../core/governance/assess/giver.ts';
import {
  type OpenedWay,
  openedWays,
  type TrustOpening,
  trustOpeningOf,
} from '../../../core/governance/roles/trust-opening.ts';
import { readRoles, type ReadRolesDeps } from './read-roles.ts';
import { stateKnownOfActor } from '../state-known-of-actor.ts';
import { type TellDeps, tellOfChange } from '../tell-of-change.ts';

/** What tells which roles a call lets somebody become. */
export type TrustChangeDeps = TellDeps & ReadRolesDeps;

/**
 * What is wrong with a call that says who can become whom besides the trust policies of roles: by the roles that it
 * leads to, as they are now. Where it is not known to which, or to none yet, only that it happened is told.
 */
export async function assessTrustChange(
  call: Call,
  change: RoleChange,
  deps: TrustChangeDeps,
): Promise<readonly Finding[]> {
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const { governance } = deps;
  const giving = { call, change, caller: await stateKnownOfActor(call, deps), governance, now: deps.clock.now() };
  const access = clusterAccessOf(call, change);
  if (access !== undefined) {
    return assessClusterAccess({ ...giving, access, grantee: await stateOfGrantee(access.grantee, deps) });
  }
  const opening = trustOpeningOf(call, change);
  const ways = opening === undefined ? undefined : await waysOf(opening, call, deps);
  if (ways === undefined || ways.length === 0) return tellOfChange(call, change, deps);
  const states = await readRoles(
    ways.flatMap(({ roles }) => roles),
    deps,
  );
  return assessTrust({ ...giving, ways, stateOf: (account) => states.get(account) });
}

/** Undefined: the account cannot be read. */
async function waysOf(
  opening: TrustOpening,
  { account }: Call,
  { accounts }: TrustChangeDeps,
): Promise<readonly OpenedWay[] | undefined> {
  if (opening.kind === 'named') return openedWays(opening, account, []);
  const principals = await accounts.principalsIn(account);
  return principals === undefined ? undefined : openedWays(opening, account, principals);
}

/** Undefined: who gets the access is not known, or in an account that cannot be read. */
async function stateOfGrantee(
  grantee: string,
  { accounts, snapshots }: TrustChangeDeps,
): Promise<AccountState | undefined> {
  const last = await snapshots.last(grantee);
  if (last !== undefined) return last;
  const [, , , , account = ''] = grantee.split(':');
  return (await accounts.accounts()).includes(account) ? accounts.stateOf(grantee) : undefined;
}
