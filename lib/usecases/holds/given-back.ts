import { applyTaken } from '../../core/account/apply-taken.ts';
import type { IamCall } from '../../core/account/call.ts';
import { iamCallsIn } from '../../core/account/plan-call.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';

/** What has been given back under these cases or is being, and is not over: each a text of its own, which another restore never has. */
export function givenBackIn(cases: readonly Case[]): readonly string[] {
  return cases.flatMap(({ waiver }) => (waiver === undefined ? [] : `${waiver.findingId} ${waiver.from}`));
}

/**
 * A principal as it is once the restores of these cases that were begun have been made: whether their calls came first is not
 * known. What they attach is taken as people signed it, where the account does not list it now.
 */
export function onceGivenBack(live: AccountState | undefined, cases: readonly Case[]): AccountState | undefined {
  if (live === undefined) return undefined;
  return cases.reduce((state, { finding, restore }) => {
    return restore.kind === 'pending' ? onceGiven(state, finding.frozen, iamCallsIn(restore.calls)) : state;
  }, live);
}

/** A principal after these calls; what they attach is taken from what people signed (`frozen`), where the state does not list it. */
export function onceGiven(
  state: AccountState,
  frozen: Case['finding']['frozen'],
  calls: readonly IamCall[],
): AccountState {
  return calls.reduce((current, call) => applyTaken(current, call), withNamed(state, frozen));
}

/** The state with the policies and groups that another one lists and this one does not. */
function withNamed(state: AccountState, frozen: Case['finding']['frozen']): AccountState {
  const signed = frozen === undefined ? undefined : stateFromJson(frozen);
  if (signed?.ok !== true) return state;
  const { policies, groups } = signed.value;
  return {
    ...state,
    policies: new Map([...policies, ...state.policies]),
    groups: new Map([...groups, ...state.groups]),
  };
}
