import type { Reason } from '../../core/access/excess.ts';
import { policySetOf } from '../../core/account/effective.ts';
import type { AccountState } from '../../core/account/state.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';
import { toIso } from '../../core/instant.ts';
import type { PrincipalLook } from '../../ports/deadline.ts';
import type { RestoreDeps } from '../approval/restore-access.ts';
import { holdStandingExcess, tellStandingExcess } from './hold-standing-excess.ts';

/**
 * Looks again at a principal: what it has gained since it was assessed last is told, and held as its class says. Where nobody knows
 * what it had then, all that is in excess is told, and none of it is held: it may be older than any call that was seen.
 */
export async function lookAtPrincipal(look: PrincipalLook, deps: RestoreDeps): Promise<void> {
  const { at } = look;
  const { principal, state } = await found(look.principal, deps);
  if (state === undefined) return;
  const last = await deps.snapshots.last(principal);
  if (last === undefined) return tellStandingExcess({ principal, state, reason: NEVER_SEEN }, deps);
  const had = [policySetOf(last, principal), trustSetOf(last, principal)].filter((set) => set !== undefined);
  await holdStandingExcess({ principal, state, had, waits: 'as-its-class' }, `look at ${toIso(at)}`, deps);
}

const NEVER_SEEN: Reason = {
  rule: 'before-unknown',
  detail:
    'what it had before a call that was not shown on it is not known: which of this is new nobody can tell, so none of it is held',
};

/**
 * A principal as it is now. A call names a role or user without its path: of one that could not be read then, the path is that of
 * who is known by that name.
 */
async function found(
  named: string,
  { accounts, snapshots }: Pick<RestoreDeps, 'accounts' | 'snapshots'>,
): Promise<{ readonly principal: string; readonly state: AccountState | undefined }> {
  const state = await accounts.stateOf(named);
  if (state !== undefined) return { principal: named, state };
  const [, account = '', kind = '', name = ''] = PRINCIPAL.exec(named.toLowerCase()) ?? [];
  const known = (await snapshots.known(account)).find((arn) => {
    const lower = arn.toLowerCase();
    return lower.includes(`:${kind}/`) && lower.endsWith(`/${name}`);
  });
  const principal = known ?? named;
  return { principal, state: known === undefined ? undefined : await accounts.stateOf(principal) };
}

const PRINCIPAL = /^arn:[^:]+:iam::(\d+):(role|user)\/(?:.*\/)?([^/]+)$/;
