import type { IamCall } from '../account/call.ts';
import { DENY_ALL, holdPolicyName } from '../account/hold-policy.ts';
import type { Principal } from '../account/state.ts';
import { digestOf } from '../digest.ts';
import type { JsonObject } from '../json.ts';

/** A call that puts a deny on a principal, and the one that takes it away again. */
export interface ReservedDeny {
  readonly put: IamCall;
  readonly remove: IamCall;
}

/**
 * Denies a principal everything, or one of its sessions where `userId` (`AROA…:session`) is given. The same cause always
 * gives the same policy name, so that a hold done twice is done once.
 */
export function reservedDeny(
  principal: Pick<Principal, 'kind' | 'name'>,
  cause: string,
  userId?: string,
): ReservedDeny {
  const digits = digestOf({ cause, userId: userId ?? null }).slice('sha256:'.length, 'sha256:'.length + 12);
  const policyName = holdPolicyName(digits);
  const policyDocument = userId === undefined ? DENY_ALL : denySession(userId);
  if (principal.kind === 'user') {
    const userName = principal.name;
    return {
      put: { name: 'PutUserPolicy', userName, policyName, policyDocument },
      remove: { name: 'DeleteUserPolicy', userName, policyName },
    };
  }
  const roleName = principal.name;
  return {
    put: { name: 'PutRolePolicy', roleName, policyName, policyDocument },
    remove: { name: 'DeleteRolePolicy', roleName, policyName },
  };
}

/** Source: IAM user guide, "Disabling permissions for temporary security credentials" (`aws:userid` names one session). */
function denySession(userId: string): JsonObject {
  const condition = { StringEquals: { 'aws:userid': userId } };
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }],
  };
}
