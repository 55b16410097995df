import type { IamCall } from '../../core/account/call.ts';
import { subjectsOf } from '../../core/account/call-subjects.ts';
import { iamArn, isAwsManaged } from '../../core/account/iam-arn.ts';
import type { AccountState } from '../../core/account/state.ts';

/** What is to be read to know whom a call may have moved. Names; policies by ARN. */
export interface CallReach {
  readonly roles: readonly string[];
  readonly users: readonly string[];
  /** Groups that the call names beside a user. */
  readonly groups: readonly string[];
  /** Groups that the call is about: their members may have been moved. */
  readonly changedGroups: readonly string[];
  /** Policies that the call names beside a role, user or group. */
  readonly policies: readonly string[];
  /** The policies that the call is about: whoever holds them may have been moved. */
  readonly changedPolicies: readonly string[];
  readonly profiles: readonly string[];
}

/** `whole`: the call may have moved anyone, since trust policies can ask for names and tags. */
export function reachOf(call: IamCall, account: Pick<AccountState, 'account' | 'partition'>): CallReach | 'whole' {
  switch (call.name) {
    case 'TagRole':
    case 'UntagRole':
    case 'TagUser':
    case 'UntagUser':
    case 'UpdateUser':
      return 'whole';
    case 'CreateRole':
    case 'CreateServiceLinkedRole':
      return { ...namedBy(call), roles: [call.roleName] };
    case 'CreateUser':
      return { ...namedBy(call), users: [call.userName] };
    case 'CreateGroup':
      return { ...namedBy(call), changedGroups: [call.groupName] };
    case 'UpdateGroup':
      return {
        ...namedBy(call),
        groups: [],
        changedGroups: [...new Set([call.groupName, call.newGroupName ?? call.groupName])],
      };
    case 'DeleteGroup':
    case 'AttachGroupPolicy':
    case 'DetachGroupPolicy':
    case 'PutGroupPolicy':
    case 'DeleteGroupPolicy':
      return { ...namedBy(call), groups: [], changedGroups: [call.groupName] };
    case 'CreatePolicy': {
      const arn = iamArn(account, { kind: 'policy', path: call.path, name: call.policyName });
      return { ...namedBy(call), changedPolicies: [arn] };
    }
    case 'DeletePolicy':
    case 'CreatePolicyVersion':
    case 'DeletePolicyVersion':
    case 'SetDefaultPolicyVersion':
      return { ...namedBy(call), policies: [], changedPolicies: [call.policyArn] };
    case 'TagPolicy':
    case 'UntagPolicy':
    case 'DeleteRole':
    case 'DeleteServiceLinkedRole':
    case 'UpdateRole':
    case 'UpdateRoleDescription':
    case 'UpdateAssumeRolePolicy':
    case 'AttachRolePolicy':
    case 'DetachRolePolicy':
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
    case 'PutRolePermissionsBoundary':
    case 'DeleteRolePermissionsBoundary':
    case 'CreateInstanceProfile':
    case 'DeleteInstanceProfile':
    case 'AddRoleToInstanceProfile':
    case 'RemoveRoleFromInstanceProfile':
    case 'DeleteUser':
    case 'AttachUserPolicy':
    case 'DetachUserPolicy':
    case 'PutUserPolicy':
    case 'DeleteUserPolicy':
    case 'PutUserPermissionsBoundary':
    case 'DeleteUserPermissionsBoundary':
    case 'AddUserToGroup':
    case 'RemoveUserFromGroup':
    case 'CreateAccessKey':
    case 'UpdateAccessKey':
    case 'DeleteAccessKey':
    case 'CreateLoginProfile':
    case 'UpdateLoginProfile':
    case 'DeleteLoginProfile':
      return namedBy(call);
  }
}

/** What a call names. AWS's own policies always are there, so that naming one says nothing. */
function namedBy(call: IamCall): CallReach {
  const subjects = subjectsOf(call);
  const named = (kind: (typeof subjects)[number]['kind']) =>
    subjects.flatMap((subject) => (subject.kind === kind ? [subject.name] : []));
  return {
    roles: named('role'),
    users: named('user'),
    groups: named('group'),
    changedGroups: [],
    policies: named('policy').filter((arn) => !isAwsManaged(arn)),
    changedPolicies: [],
    profiles: named('instance-profile'),
  };
}
