import { ok, type Result } from '../../result.ts';
import { isAwsManaged } from '../iam-arn.ts';
import { withEntry } from '../maps.ts';
import type { AccountState } from '../state.ts';
import { type ApplyOptions, type CallRefusal, refuse } from './step.ts';

/**
 * The state with the managed policy that a call attaches or makes a boundary. An AWS managed policy always exists: one that
 * is not known is left out, and access through it is unreadable. A customer's must be in the state.
 */
export function withAttachable(
  state: AccountState,
  policyArn: string,
  options: ApplyOptions,
): Result<AccountState, CallRefusal> {
  if (state.policies.has(policyArn)) return ok(state);
  if (!isAwsManaged(policyArn)) return refuse('NoSuchEntity', `the policy ${policyArn} does not exist`);
  const known = options.managedPolicy?.(policyArn);
  if (known === undefined) return ok(state);
  return ok({ ...state, policies: withEntry(state.policies, policyArn, known) });
}
