import { iamCallsIn, type PlanCall } from '../../core/account/plan-call.ts';
import { isHoldPolicyName } from '../../core/account/hold-policy.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { HoldPlan } from '../../core/governance/finding.ts';
import { isAttachedBy } from '../../core/governance/holds/denies/shared-deny.ts';
import { showsAll } from './carry-out.ts';
import type { ChosenHold } from './choose-hold.ts';

/**
 * The deny of a first hold that the account still shows although the hold failed or is void, as where AWS refused to lift it: it
 * takes what is signed for under another finding until somebody gives it back, so it goes on as the hold that it is, which people
 * see and sign for. Of several the one that stands in. Undefined: nothing is denied for the finding, and nothing is to be.
 */
export function stillDenied(
  { hold, status }: Pick<Case, 'hold' | 'status'>,
  plan: HoldPlan,
  live: AccountState | undefined,
): ChosenHold | undefined {
  if (hold.kind === 'none' || status === 'waiver-ended' || live === undefined) return undefined;
  const denies: readonly (readonly PlanCall[])[] = [...hold.standIns.map(({ put }) => [put]).reverse(), plan.calls];
  const isDeny = (call: PlanCall) => isReserved(call) || isAttachedBy(call, hold);
  const calls = denies.find((each) => each.every(isDeny) && showsAll(live, iamCallsIn(each)));
  return calls === undefined ? undefined : { calls, why: STILL_DENIED };
}

const STILL_DENIED = 'what it denies is still denied, also where it is signed for under another finding';

function isReserved(call: PlanCall): boolean {
  return 'policyName' in call && 'policyDocument' in call && isHoldPolicyName(call.policyName);
}
