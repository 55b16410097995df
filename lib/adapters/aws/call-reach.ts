import type { IamCall } from '../../core/account/call.ts';
import { type Subject, subjectsOf } from '../../core/account/call-subjects.ts';
import { isCredentialCall } from '../../core/account/credential-call.ts';
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

/** Whether a call changes what trust policies can ask for: then it may have moved roles that it does not name. */
export function changesAttributes(call: IamCall): boolean {
  return ASKED_FOR_BY_TRUST.has(call.name);
}

/** What a call names, and the groups and policies by which it reaches others. */
export function reachOf(call: IamCall, account: Pick<AccountState, 'account' | 'partition'>): CallReach {
  const named = namedBy(call, account);
  if (OF_A_GROUP.test(call.name)) return { ...named, groups: [], changedGroups: named.groups };
  if (OF_A_POLICY.test(call.name)) return { ...named, policies: [], changedPolicies: named.policies };
  return named;
}

const ASKED_FOR_BY_TRUST: ReadonlySet<IamCall['name']> = new Set([
  'TagRole',
  'UntagRole',
  'TagUser',
  'UntagUser',
  'UpdateUser',
]);
/** Calls that change what a group is or holds, and calls that change which document of a policy decides. */
const OF_A_GROUP = /^(?:(?:Create|Update|Delete)Group|(?:Attach|Detach|Put|Delete)GroupPolicy)$/;
const OF_A_POLICY = /^(?:(?:Create|Delete)Policy(?:Version)?|SetDefaultPolicyVersion)$/;

/** What a call names, also what it makes. AWS's own policies always are there, so that naming one says nothing. */
export function namedBy(call: IamCall, account: Pick<AccountState, 'account' | 'partition'>): CallReach {
  const subjects = [...subjectsOf(call), ...madeBy(call, account)];
  const named = (kind: Subject['kind']) => [
    ...new Set(subjects.flatMap((subject) => (subject.kind === kind ? [subject.name] : []))),
  ];
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

/** What is there after a call and was not before, or had another name. */
function madeBy(call: IamCall, account: Pick<AccountState, 'account' | 'partition'>): readonly Subject[] {
  if (isCredentialCall(call)) return [];
  switch (call.name) {
    case 'CreateRole':
    case 'CreateServiceLinkedRole':
      return [{ kind: 'role', name: call.roleName }];
    case 'CreateUser':
      return [{ kind: 'user', name: call.userName }];
    case 'UpdateUser':
      return call.newUserName === undefined ? [] : [{ kind: 'user', name: call.newUserName }];
    case 'CreateGroup':
      return [{ kind: 'group', name: call.groupName }];
    case 'UpdateGroup':
      return call.newGroupName === undefined ? [] : [{ kind: 'group', name: call.newGroupName }];
    case 'CreatePolicy':
      return [{ kind: 'policy', name: iamArn(account, { kind: 'policy', path: call.path, name: call.policyName }) }];
    case 'CreateInstanceProfile':
      return [{ kind: 'instance-profile', name: call.instanceProfileName }];
    case 'DeleteGroup':
    case 'AttachGroupPolicy':
    case 'DetachGroupPolicy':
    case 'PutGroupPolicy':
    case 'DeleteGroupPolicy':
    case 'DeletePolicy':
    case 'CreatePolicyVersion':
    case 'DeletePolicyVersion':
    case 'SetDefaultPolicyVersion':
    case 'TagPolicy':
    case 'UntagPolicy':
    case 'DeleteRole':
    case 'DeleteServiceLinkedRole':
    case 'UpdateRole':
    case 'UpdateRoleDescription':
    case 'UpdateAssumeRolePolicy':
    case 'TagRole':
    case 'UntagRole':
    case 'AttachRolePolicy':
    case 'DetachRolePolicy':
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
    case 'PutRolePermissionsBoundary':
    case 'DeleteRolePermissionsBoundary':
    case 'DeleteInstanceProfile':
    case 'AddRoleToInstanceProfile':
    case 'RemoveRoleFromInstanceProfile':
    case 'DeleteUser':
    case 'TagUser':
    case 'UntagUser':
    case 'AttachUserPolicy':
    case 'DetachUserPolicy':
    case 'PutUserPolicy':
    case 'DeleteUserPolicy':
    case 'PutUserPermissionsBoundary':
    case 'DeleteUserPermissionsBoundary':
    case 'AddUserToGroup':
    case 'RemoveUserFromGroup':
      return [];
  }
}
