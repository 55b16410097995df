import type { IamCall } from '../../lib/core/account/call.ts';

/** Calls by what they change, as IAM's ARNs say it; to add a user to a group changes the group. */
export interface CallTable {
  readonly role: readonly IamCall['name'][];
  readonly user: readonly IamCall['name'][];
  readonly group: readonly IamCall['name'][];
  readonly policy: readonly IamCall['name'][];
}

/**
 * The calls that a hold plan can contain: inverses of calls that gained access, denies, and the deactivation of a key.
 * A test makes plans of random calls and compares.
 */
export const HOLDING_CALLS: CallTable = {
  role: [
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePolicy',
    'DeleteRolePolicy',
    'PutRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'TagRole',
    'UntagRole',
  ],
  user: [
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutUserPolicy',
    'DeleteUserPolicy',
    'PutUserPermissionsBoundary',
    'TagUser',
    'UntagUser',
    'UpdateAccessKey',
  ],
  group: [
    'AttachGroupPolicy',
    'DetachGroupPolicy',
    'PutGroupPolicy',
    'DeleteGroupPolicy',
    'AddUserToGroup',
    'RemoveUserFromGroup',
  ],
  policy: ['SetDefaultPolicyVersion', 'DeletePolicyVersion'],
};

/** The calls that people can sign: those that gain access and have an exact inverse, and the end of a containment. */
export const RESTORING_CALLS: CallTable = {
  role: [...HOLDING_CALLS.role, 'DeleteRolePermissionsBoundary'],
  user: [...HOLDING_CALLS.user, 'DeleteUserPermissionsBoundary'],
  group: HOLDING_CALLS.group,
  policy: ['SetDefaultPolicyVersion', 'CreatePolicyVersion'],
};
