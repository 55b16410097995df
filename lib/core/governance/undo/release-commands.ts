import { HOLD_TAG_KEY, HOLD_POLICY_PREFIX, isHoldPolicyName } from '../../account/hold-policy.ts';
import { isServiceCall, type PlanCall } from '../../account/plan-call.ts';
import { type Hold, releaseCalls } from '../cases/case.ts';
import type { Finding } from '../finding.ts';
import { cliOfCall } from './cli-of-call.ts';
import { awsCommand } from './shell-word.ts';

/**
 * The commands of the AWS CLI, in their order, that release what is held, or would be, without Ambit: afterwards the principal is as
 * it was before the hold. None where nothing is taken away. Each is for where the one before it has succeeded.
 */
export function releaseCommands(finding: Finding, hold?: Hold): readonly string[] {
  const calls = releaseCalls(finding, hold);
  return [...calls.map(cliOfCall), ...new Set(calls.flatMap(unmark))];
}

/** A deny comes with a mark, by which a guardrail knows who is held; it stays as long as there is another deny. */
function unmark(call: PlanCall): readonly string[] {
  if (isServiceCall(call) || (call.name !== 'DeleteRolePolicy' && call.name !== 'DeleteUserPolicy')) return [];
  if (!isHoldPolicyName(call.policyName)) return [];
  if (call.name === 'DeleteRolePolicy') {
    const { roleName } = call;
    const left = awsCommand`aws iam list-role-policies --role-name=${roleName}`;
    return [unless(left, awsCommand`aws iam untag-role --role-name=${roleName} --tag-keys ${HOLD_TAG_KEY}`)];
  }
  const { userName } = call;
  const left = awsCommand`aws iam list-user-policies --user-name=${userName}`;
  return [unless(left, awsCommand`aws iam untag-user --user-name=${userName} --tag-keys ${HOLD_TAG_KEY}`)];
}

/** In brackets, so that it can stand after others. A listing that fails lists nothing: then the command is not made, and the whole fails. */
function unless(listing: string, command: string): string {
  return `(left=$(${listing}) && case $left in (*${HOLD_POLICY_PREFIX}*) ;; (*) ${command} ;; esac)`;
}
