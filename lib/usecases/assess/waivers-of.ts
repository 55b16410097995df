import type { PolicySet } from '../../core/access/policy-set.ts';
import { policySetOf } from '../../core/account/effective.ts';
import { isOtherPrincipal } from '../../core/account/other-principal.ts';
import type { AccountState } from '../../core/account/state.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { Actor } from '../../core/activity/actor.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';
import { signedPart } from '../../core/governance/cases/signed-part.ts';
import { principalOfActor } from '../../core/governance/agents/agent-session.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { Instant } from '../../core/instant.ts';

/** What a waiver allows a principal, and the whole slice that was frozen with it. */
export interface Waived {
  readonly covered: PolicySet;
  readonly slice: AccountState;
}

/**
 * What the waivers that run at `now` allow a principal: what people were shown of the slices that were frozen, never what the
 * account says today. A waiver of trust waives trust only, any other waives access only. What was signed for a principal
 * that is gone waives nothing for the one that has its name today, in `current`.
 */
export function waiversOf(
  principal: string,
  cases: readonly Case[],
  now: Instant,
  current: AccountState | undefined,
): readonly PolicySet[] {
  return waivedIn(principal, cases, now, current).map(({ covered }) => covered);
}

/** The same with the slices that were frozen. */
export function waivedIn(
  principal: string,
  cases: readonly Case[],
  now: Instant,
  current: AccountState | undefined,
): readonly Waived[] {
  const byId = new Map(cases.map((each) => [each.finding.id, each]));
  return frozenOf(principal, cases.filter(isOfPrincipal), now, current).map(({ id, frozen, slice }) => {
    const own = byId.get(id);
    const isWhole = own === undefined || frozen.resource !== undefined;
    return { covered: isWhole ? frozen : signedPart(frozen, own, cases), slice };
  });
}

/** The same with all that stood beside it when it was frozen: what the principal may look like once it is given back. */
export function slicesOfWaivers(
  principal: string,
  cases: readonly Case[],
  now: Instant,
  current: AccountState,
): readonly PolicySet[] {
  return frozenOf(principal, cases.filter(isOfPrincipal), now, current).map(({ frozen }) => frozen);
}

/** What an agent may do in a session is signed for that session alone, not for the role that it uses. */
function isOfPrincipal({ finding }: Case): boolean {
  return finding.kind !== 'agent-as-engineer';
}

/** What was signed for an agent in sessions of this actor's name: nothing that was signed for the role, and for no other session. */
export function agentWaiversOf(
  actor: Pick<Actor, 'id' | 'principalArn'>,
  cases: readonly Case[],
  now: Instant,
  current: AccountState | undefined,
): readonly PolicySet[] {
  const own = cases.filter(({ finding }) => finding.kind === 'agent-as-engineer' && finding.actor.id === actor.id);
  return frozenOf(principalOfActor(actor), own, now, current).map(({ frozen }) => frozen);
}

function frozenOf(
  principal: string,
  cases: readonly Case[],
  now: Instant,
  current: AccountState | undefined,
): readonly { readonly id: string; readonly frozen: PolicySet; readonly slice: AccountState }[] {
  const kinds = new Map(cases.map(({ finding }) => [finding.id, finding.kind]));
  return activeWaivers(cases, principal, now).flatMap(({ frozen, findingId }) => {
    if (frozen === undefined) return [];
    const state = stateFromJson(frozen);
    // a slice that cannot be read waives nothing
    if (!state.ok || (current !== undefined && isOtherPrincipal(state.value, current, principal))) return [];
    const isTrust = kinds.get(findingId) === 'excess-trust';
    const waived = isTrust ? trustSetOf(state.value, principal) : policySetOf(state.value, principal);
    return waived === undefined ? [] : [{ id: findingId, frozen: waived, slice: state.value }];
  });
}
