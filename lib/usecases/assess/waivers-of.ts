import type { PolicySet } from '../../core/access/policy-set.ts';
import { policySetOf } from '../../core/account/effective.ts';
import { isOtherPrincipal } from '../../core/account/other-principal.ts';
import type { AccountState } from '../../core/account/state.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { Actor } from '../../core/activity/actor.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';
import { signedParts } from '../../core/governance/cases/signed-part.ts';
import { principalOfActor } from '../../core/governance/agents/agent-session.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { Instant } from '../../core/instant.ts';

/** Whose waivers are asked for. */
export interface WaiverHolder {
  /** ARN. */
  readonly principal: string;
  /** Its account as it is now; undefined: not known, and that the principal was made again is not noticed. */
  readonly current: AccountState | undefined;
}

/** What a waiver allows a principal, and the whole slice that was frozen with it. */
export interface Waived {
  /** Of the finding. */
  readonly id: string;
  readonly covered: PolicySet;
  readonly slice: AccountState;
}

/**
 * What the waivers that run at `now` allow a principal: what people were shown of the slices that were frozen, never what the
 * account says today. A waiver of trust waives trust only, any other waives access only. What was signed for a principal
 * that is gone waives nothing for the one that has its name today, in `current`.
 */
export function waiversOf(holder: WaiverHolder, cases: readonly Case[], now: Instant): readonly PolicySet[] {
  return waivedIn(holder, cases, now).map(({ covered }) => covered);
}

/** The same with the slices that were frozen. */
export function waivedIn(holder: WaiverHolder, cases: readonly Case[], now: Instant): readonly Waived[] {
  const byId = new Map(cases.map((each) => [each.finding.id, each]));
  return frozenOf(holder, cases.filter(isOfPrincipal), now).flatMap(({ id, frozen, slice }) => {
    const own = byId.get(id);
    const isWhole = own === undefined || frozen.resource !== undefined;
    const parts = isWhole ? [frozen] : signedParts(frozen, own, cases);
    return parts.map((covered) => ({ id, covered, slice }));
  });
}

/** The same with all that stood beside it when it was frozen: what the principal may look like once it is given back. */
export function slicesOfWaivers(holder: WaiverHolder, cases: readonly Case[], now: Instant): readonly PolicySet[] {
  return frozenOf(holder, cases.filter(isOfPrincipal), now).map(({ frozen }) => frozen);
}

/** An agent's session, and its account as it is now. */
interface AgentWaiverHolder extends Pick<WaiverHolder, 'current'> {
  readonly actor: Pick<Actor, 'id' | 'principalArn'>;
}

/** What an agent may do in a session is signed for that session alone, not for the role that it uses. */
function isOfPrincipal({ finding }: Case): boolean {
  return finding.kind !== 'agent-as-engineer';
}

/** What was signed for an agent in sessions of this actor's name: nothing that was signed for the role, and for no other session. */
export function agentWaiversOf(
  { actor, current }: AgentWaiverHolder,
  cases: readonly Case[],
  now: Instant,
): readonly PolicySet[] {
  const own = cases.filter(({ finding }) => finding.kind === 'agent-as-engineer' && finding.actor.id === actor.id);
  return frozenOf({ principal: principalOfActor(actor), current }, own, now).map(({ frozen }) => frozen);
}

function frozenOf(
  { principal, current }: WaiverHolder,
  cases: readonly Case[],
  now: Instant,
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
