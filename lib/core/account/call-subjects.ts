import type { IamCall } from './call.ts';
import { isCredentialCall } from './credential-call.ts';

/** A thing that a call is about, and that must exist for AWS to take it. */
export interface Subject {
  readonly kind: 'role' | 'user' | 'group' | 'policy' | 'instance-profile';
  /** A name; for a policy its ARN. */
  readonly name: string;
}

/**
 * What a call needs in the account, the one it changes first; empty for creations without a boundary.
 * Source: IAM API reference: what each call answers with NoSuchEntity.
 */
export function subjectsOf(call: IamCall): readonly Subject[] {
  if (isCredentialCall(call)) return [user(call.userName)];
  switch (call.name) {
    case 'CreateRole':
    case 'CreateUser':
      return call.permissionsBoundary === undefined ? [] : [policy(call.permissionsBoundary)];
    case 'CreateServiceLinkedRole':
    case 'CreateInstanceProfile':
    case 'CreateGroup':
    case 'CreatePolicy':
      return [];
    case 'DeleteRole':
    case 'DeleteServiceLinkedRole':
    case 'UpdateRole':
    case 'UpdateRoleDescription':
    case 'UpdateAssumeRolePolicy':
    case 'TagRole':
    case 'UntagRole':
    case 'DetachRolePolicy':
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
    case 'DeleteRolePermissionsBoundary':
      return [role(call.roleName)];
    case 'AttachRolePolicy':
      return [role(call.roleName), policy(call.policyArn)];
    case 'PutRolePermissionsBoundary':
      return [role(call.roleName), policy(call.permissionsBoundary)];
    case 'DeleteInstanceProfile':
      return [instanceProfile(call.instanceProfileName)];
    case 'AddRoleToInstanceProfile':
    case 'RemoveRoleFromInstanceProfile':
      return [role(call.roleName), instanceProfile(call.instanceProfileName)];
    case 'DeleteUser':
    case 'UpdateUser':
    case 'TagUser':
    case 'UntagUser':
    case 'DetachUserPolicy':
    case 'PutUserPolicy':
    case 'DeleteUserPolicy':
    case 'DeleteUserPermissionsBoundary':
      return [user(call.userName)];
    case 'AttachUserPolicy':
      return [user(call.userName), policy(call.policyArn)];
    case 'PutUserPermissionsBoundary':
      return [user(call.userName), policy(call.permissionsBoundary)];
    case 'AddUserToGroup':
    case 'RemoveUserFromGroup':
      return [user(call.userName), group(call.groupName)];
    case 'DeleteGroup':
    case 'UpdateGroup':
    case 'DetachGroupPolicy':
    case 'PutGroupPolicy':
    case 'DeleteGroupPolicy':
      return [group(call.groupName)];
    case 'AttachGroupPolicy':
      return [group(call.groupName), policy(call.policyArn)];
    case 'DeletePolicy':
    case 'CreatePolicyVersion':
    case 'DeletePolicyVersion':
    case 'SetDefaultPolicyVersion':
    case 'TagPolicy':
    case 'UntagPolicy':
      return [policy(call.policyArn)];
  }
}

function role(name: string): Subject {
  return { kind: 'role', name };
}

function user(name: string): Subject {
  return { kind: 'user', name };
}

function group(name: string): Subject {
  return { kind: 'group', name };
}

function instanceProfile(name: string): Subject {
  return { kind: 'instance-profile', name };
}

function policy(arn: string): Subject {
  return { kind: 'policy', name: arn };
}
