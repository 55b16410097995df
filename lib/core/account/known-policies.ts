import { isAwsManaged } from './iam-arn.ts';
import { principalsOf } from './slice.ts';
import type { AccountState, ManagedPolicy } from './state.ts';

/**
 * The state with the AWS managed policies that its principals and groups refer to and that it does not list, as far as
 * `managedPolicy` knows them: snapshots are often taken without AWS's own policies.
 */
export function withKnownPolicies(
  state: AccountState,
  managedPolicy: (arn: string) => ManagedPolicy | undefined,
): AccountState {
  const holders = [...principalsOf(state), ...state.groups.values()];
  const boundaries = principalsOf(state).flatMap((principal) => principal.boundary ?? []);
  const arns = new Set([...holders.flatMap((holder) => holder.attached), ...boundaries]);
  const found = [...arns].flatMap((arn): (readonly [string, ManagedPolicy])[] => {
    const policy = isAwsManaged(arn) && !state.policies.has(arn) ? managedPolicy(arn) : undefined;
    return policy === undefined ? [] : [[arn, policy]];
  });
  return found.length === 0 ? state : { ...state, policies: new Map([...state.policies, ...found]) };
}
