import { policySetOf } from '../../core/account/effective.ts';
import type { AccountState } from '../../core/account/state.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { withoutExcess } from '../../core/governance/holds/gives-excess.ts';
import { planOf } from '../../core/governance/holds/hold-due.ts';
import { beyondSigned, describeWider, type SignedLimits } from './wider-than-signed.ts';

/**
 * What a restore of trust would set free besides, where it lifts a deny of access under which the role may have been given more: that
 * was no gain as long as the deny stood, so nobody was told of it. It is beyond the standard, the waivers that run, and what the role
 * could do when its trust was told of. Undefined: nothing. Other restores that lift a deny of everything measure access anyway.
 */
export function coveredByDeny(
  slice: AccountState,
  current: Pick<Case, 'finding' | 'hold'>,
  limits: SignedLimits,
): string | undefined {
  const { finding } = current;
  if (!deniesAccess(current)) return undefined;
  const known = hadThen(finding, limits.cases);
  const wider = beyondSigned(slice, finding.principal, limits, known).find(({ kind }) => kind !== 'excess-trust');
  return wider && describeWider(wider);
}

/** Whether the hold of a case denies, or may deny, more than new sessions. */
function deniesAccess({ finding, hold }: Pick<Case, 'finding' | 'hold'>): boolean {
  if (hold.kind === 'none') return false;
  if (hold.standIns.length > 0) return true;
  const plan = planOf(finding.response);
  return plan?.kind === 'contain' && plan.proof?.shown !== 'no-new-session';
}

/** What the role could do when its trust was told of, without what other findings hold of that since, or are to, or people rejected. */
function hadThen({ id, principal, frozen }: Finding, cases: readonly Case[]): readonly PolicySet[] {
  const state = frozen === undefined ? undefined : stateFromJson(frozen);
  const access = state?.ok === true ? policySetOf(state.value, principal) : undefined;
  const held = cases.filter(({ finding, hold, isWaiverOver, rejection }) => {
    const isHeld = hold.kind !== 'none' || isWaiverOver || rejection !== undefined;
    return isHeld && finding.principal === principal && finding.id !== id;
  });
  const excess = held.flatMap(({ finding }) => finding.excess);
  return access === undefined ? [] : [withoutExcess(access, excess)];
}
