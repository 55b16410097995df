import type { PolicySet } from '../core/access/policy-set.ts';
import { policySetOf } from '../core/account/effective.ts';
import { isOtherPrincipal } from '../core/account/other-principal.ts';
import type { AccountState } from '../core/account/state.ts';
import { stateFromJson } from '../core/account/state-from-json.ts';
import { trustSetOf } from '../core/governance/access-limits.ts';
import type { Case } from '../core/governance/case.ts';
import { activeWaivers } from '../core/governance/waiver.ts';
import type { Instant } from '../core/instant.ts';

/**
 * What the waivers that run at `now` allow a principal: the slices that were frozen when people signed, never what the
 * account says today. A waiver of trust waives trust only, any other waives access only. What was signed for a principal
 * that is gone waives nothing for the one that has its name today, in `current`.
 */
export function waiversOf(
  principal: string,
  cases: readonly Case[],
  now: Instant,
  current: AccountState | undefined,
): readonly PolicySet[] {
  const kinds = new Map(cases.map(({ finding }) => [finding.id, finding.kind]));
  return activeWaivers(cases, principal, now).flatMap(({ frozen, findingId }) => {
    if (frozen === undefined) return [];
    const state = stateFromJson(frozen);
    // a slice that cannot be read waives nothing
    if (!state.ok || (current !== undefined && isOtherPrincipal(state.value, current, principal))) return [];
    const isTrust = kinds.get(findingId) === 'excess-trust';
    const waived = isTrust ? trustSetOf(state.value, principal) : policySetOf(state.value, principal);
    return waived === undefined ? [] : [waived];
  });
}
