import { policySetOf } from '../../core/account/effective.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';
import { toIso } from '../../core/instant.ts';
import type { PrincipalLook } from '../../ports/deadline.ts';
import type { RestoreDeps } from '../approval/restore-access.ts';
import { holdWhatStands } from './hold-standing.ts';

/** Looks again at a principal: what it has gained since it was assessed last is told, and held as its class says. */
export async function lookAtPrincipal({ principal, at }: PrincipalLook, deps: RestoreDeps): Promise<void> {
  const state = await deps.accounts.stateOf(principal);
  if (state === undefined) return;
  const last = await deps.snapshots.last(principal);
  const known = last === undefined ? [] : [policySetOf(last, principal), trustSetOf(last, principal)];
  const had = known.filter((set) => set !== undefined);
  await holdWhatStands({ principal, state, had, waits: 'as-its-class' }, `look at ${toIso(at)}`, deps);
}
