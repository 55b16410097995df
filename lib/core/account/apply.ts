import type { Result } from '../result.ts';
import { groupSteps } from './apply/groups.ts';
import { managedPolicySteps } from './apply/managed-policies.ts';
import { roleSteps } from './apply/roles.ts';
import type { ApplyOptions, CallRefusal, Step } from './apply/step.ts';
import { userSteps } from './apply/users.ts';
import type { IamCall } from './call.ts';
import type { AccountState } from './state.ts';

export type { ApplyOptions, CallRefusal } from './apply/step.ts';

type Calls = { readonly [C in IamCall as C['name']]: C };

const STEPS: { readonly [N in keyof Calls]: Step<Calls[N]> } = {
  ...roleSteps,
  ...userSteps,
  ...groupSteps,
  ...managedPolicySteps,
};

/**
 * The state after a call, or why AWS would refuse it. It mirrors what happened: AWS's own calls on service-linked roles
 * apply too (`guardOf` tells which calls a customer cannot make). Names find their owner ignoring case where nothing has
 * them exactly. An AWS managed policy that neither the state nor `options` knows is attached all the same, unreadable.
 * Source: IAM API reference.
 */
export function applyCall(
  state: AccountState,
  call: IamCall,
  options: ApplyOptions = {},
): Result<AccountState, CallRefusal> {
  return step(call.name, call, state, options);
}

function step<N extends keyof Calls>(
  name: N,
  call: Calls[N],
  state: AccountState,
  options: ApplyOptions,
): Result<AccountState, CallRefusal> {
  return STEPS[name](state, call, options);
}
