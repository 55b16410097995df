import type { IamCall } from '../../../account/call.ts';
import { DENY_ALL, holdPolicyName } from '../../../account/hold-policy.ts';
import type { Principal } from '../../../account/state.ts';
import { digestOf } from '../../../digest.ts';
import type { JsonObject } from '../../../json.ts';
import type { HoldPlan } from '../../finding.ts';

/** A call that puts a deny on a principal, and the one that takes it away again. */
export interface ReservedDeny {
  readonly put: IamCall;
  readonly remove: IamCall;
}

/** One that is an inline policy. */
export interface InlineDeny extends ReservedDeny {
  readonly put: Extract<IamCall, { readonly name: 'PutRolePolicy' | 'PutUserPolicy' }>;
}

/**
 * Denies a principal everything, or what `document` denies. The same cause always gives the same policy name, so that a hold
 * done twice is done once.
 */
export function reservedDeny(
  principal: Pick<Principal, 'kind' | 'name'>,
  cause: string,
  document?: JsonObject,
): InlineDeny {
  // the names that are in use hang on the member `userId`
  const named = document === undefined ? { cause, userId: null } : { cause, document };
  const digits = digestOf(named).slice('sha256:'.length, 'sha256:'.length + 12);
  const policyName = holdPolicyName(digits);
  const policyDocument = document ?? DENY_ALL;
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

/** AWS's own policy that denies everything, on a role or user. */
export function attachedDeny({ kind, name }: Pick<Principal, 'kind' | 'name'>, partition: string): ReservedDeny {
  const policyArn = `arn:${partition}:iam::aws:policy/AWSDenyAll`;
  return kind === 'user'
    ? {
        put: { name: 'AttachUserPolicy', userName: name, policyArn },
        remove: { name: 'DetachUserPolicy', userName: name, policyArn },
      }
    : {
        put: { name: 'AttachRolePolicy', roleName: name, policyArn },
        remove: { name: 'DetachRolePolicy', roleName: name, policyArn },
      };
}

/** The part of a plan that a deny is. */
export function containment(
  account: string,
  { put, remove }: ReservedDeny,
): Pick<HoldPlan<IamCall>, 'kind' | 'account' | 'calls' | 'restore'> {
  return { kind: 'contain', account, calls: [put], restore: [remove] };
}
