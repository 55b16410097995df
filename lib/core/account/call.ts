import type { JsonValue } from '../json.ts';

/** A tag, as IAM's API writes it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * An IAM call that changes who may do what in an account, with the members that the IAM API takes, first letter
 * lowered as in CloudTrail. Plain JSON throughout (documents are parsed), so that it can be stored and signed as it is. What AWS assigns (ids, ARNs of what is created) is optional:
 * it is known when the call was read from a record that carries the response.
 * Source: IAM API reference.
 */
export type IamCall = RoleCall | UserCall | GroupCall | ManagedPolicyCall;

/** A call on a role or an instance profile. */
export type RoleCall =
  | {
      readonly name: 'CreateRole';
      readonly roleName: string;
      readonly path: string;
      readonly assumeRolePolicyDocument: JsonValue;
      readonly permissionsBoundary?: string;
      readonly description?: string;
      readonly maxSessionDuration?: number;
      readonly tags: readonly Tag[];
      readonly roleId?: string;
    }
  | {
      readonly name: 'CreateServiceLinkedRole';
      readonly awsServiceName: string;
      readonly roleName: string;
      readonly path: string;
      readonly assumeRolePolicyDocument: JsonValue;
      readonly description?: string;
      readonly roleId?: string;
    }
  | { readonly name: 'DeleteRole'; readonly roleName: string }
  | { readonly name: 'DeleteServiceLinkedRole'; readonly roleName: string }
  | {
      readonly name: 'UpdateRole';
      readonly roleName: string;
      readonly description?: string;
      readonly maxSessionDuration?: number;
    }
  | { readonly name: 'UpdateRoleDescription'; readonly roleName: string; readonly description: string }
  | { readonly name: 'UpdateAssumeRolePolicy'; readonly roleName: string; readonly policyDocument: JsonValue }
  | { readonly name: 'TagRole'; readonly roleName: string; readonly tags: readonly Tag[] }
  | { readonly name: 'UntagRole'; readonly roleName: string; readonly tagKeys: readonly string[] }
  | { readonly name: 'AttachRolePolicy'; readonly roleName: string; readonly policyArn: string }
  | { readonly name: 'DetachRolePolicy'; readonly roleName: string; readonly policyArn: string }
  | {
      readonly name: 'PutRolePolicy';
      readonly roleName: string;
      readonly policyName: string;
      readonly policyDocument: JsonValue;
    }
  | { readonly name: 'DeleteRolePolicy'; readonly roleName: string; readonly policyName: string }
  | { readonly name: 'PutRolePermissionsBoundary'; readonly roleName: string; readonly permissionsBoundary: string }
  | { readonly name: 'DeleteRolePermissionsBoundary'; readonly roleName: string }
  | { readonly name: 'CreateInstanceProfile'; readonly instanceProfileName: string; readonly path: string }
  | { readonly name: 'DeleteInstanceProfile'; readonly instanceProfileName: string }
  | { readonly name: 'AddRoleToInstanceProfile'; readonly instanceProfileName: string; readonly roleName: string }
  | { readonly name: 'RemoveRoleFromInstanceProfile'; readonly instanceProfileName: string; readonly roleName: string };

/** A call on a user or a credential. */
export type UserCall =
  | {
      readonly name: 'CreateUser';
      readonly userName: string;
      readonly path: string;
      readonly permissionsBoundary?: string;
      readonly tags: readonly Tag[];
      readonly userId?: string;
    }
  | { readonly name: 'DeleteUser'; readonly userName: string }
  | {
      readonly name: 'UpdateUser';
      readonly userName: string;
      readonly newPath?: string;
      readonly newUserName?: string;
    }
  | { readonly name: 'TagUser'; readonly userName: string; readonly tags: readonly Tag[] }
  | { readonly name: 'UntagUser'; readonly userName: string; readonly tagKeys: readonly string[] }
  | { readonly name: 'AttachUserPolicy'; readonly userName: string; readonly policyArn: string }
  | { readonly name: 'DetachUserPolicy'; readonly userName: string; readonly policyArn: string }
  | {
      readonly name: 'PutUserPolicy';
      readonly userName: string;
      readonly policyName: string;
      readonly policyDocument: JsonValue;
    }
  | { readonly name: 'DeleteUserPolicy'; readonly userName: string; readonly policyName: string }
  | { readonly name: 'PutUserPermissionsBoundary'; readonly userName: string; readonly permissionsBoundary: string }
  | { readonly name: 'DeleteUserPermissionsBoundary'; readonly userName: string }
  | { readonly name: 'AddUserToGroup'; readonly groupName: string; readonly userName: string }
  | { readonly name: 'RemoveUserFromGroup'; readonly groupName: string; readonly userName: string }
  | CredentialCall;

/** A call on a credential of a user: it opens or closes all that the user holds, and changes none of it. */
export type CredentialCall =
  | { readonly name: 'CreateAccessKey'; readonly userName: string; readonly accessKeyId: string }
  | {
      readonly name: 'UpdateAccessKey';
      readonly userName: string;
      readonly accessKeyId: string;
      readonly status: 'Active' | 'Inactive';
    }
  | { readonly name: 'DeleteAccessKey'; readonly userName: string; readonly accessKeyId: string }
  | { readonly name: 'CreateLoginProfile'; readonly userName: string }
  | { readonly name: 'UpdateLoginProfile'; readonly userName: string }
  | { readonly name: 'DeleteLoginProfile'; readonly userName: string }
  | OtherCredentialCall;

/** A call on a credential that the state has no place for. */
export type OtherCredentialCall =
  | {
      readonly name: 'CreateServiceSpecificCredential';
      readonly userName: string;
      /** `codecommit.amazonaws.com`, `bedrock.amazonaws.com`, … */
      readonly serviceName: string;
      readonly serviceSpecificCredentialId?: string;
    }
  | {
      readonly name: 'ResetServiceSpecificCredential';
      readonly userName: string;
      readonly serviceSpecificCredentialId: string;
    }
  | {
      readonly name: 'UpdateServiceSpecificCredential';
      readonly userName: string;
      readonly serviceSpecificCredentialId: string;
      readonly status: 'Active' | 'Inactive';
    }
  | { readonly name: 'UploadSSHPublicKey'; readonly userName: string; readonly sSHPublicKeyId?: string }
  | {
      readonly name: 'UpdateSSHPublicKey';
      readonly userName: string;
      readonly sSHPublicKeyId: string;
      readonly status: 'Active' | 'Inactive';
    }
  | { readonly name: 'UploadSigningCertificate'; readonly userName: string; readonly certificateId?: string }
  | {
      readonly name: 'UpdateSigningCertificate';
      readonly userName: string;
      readonly certificateId: string;
      readonly status: 'Active' | 'Inactive';
    };

/** A call on a group. */
export type GroupCall =
  | { readonly name: 'CreateGroup'; readonly groupName: string; readonly path: string; readonly groupId?: string }
  | { readonly name: 'DeleteGroup'; readonly groupName: string }
  | {
      readonly name: 'UpdateGroup';
      readonly groupName: string;
      readonly newPath?: string;
      readonly newGroupName?: string;
    }
  | { readonly name: 'AttachGroupPolicy'; readonly groupName: string; readonly policyArn: string }
  | { readonly name: 'DetachGroupPolicy'; readonly groupName: string; readonly policyArn: string }
  | {
      readonly name: 'PutGroupPolicy';
      readonly groupName: string;
      readonly policyName: string;
      readonly policyDocument: JsonValue;
    }
  | { readonly name: 'DeleteGroupPolicy'; readonly groupName: string; readonly policyName: string };

/** A call on a managed policy. */
export type ManagedPolicyCall =
  | {
      readonly name: 'CreatePolicy';
      readonly policyName: string;
      readonly path: string;
      readonly policyDocument: JsonValue;
      readonly description?: string;
      readonly tags: readonly Tag[];
      readonly policyId?: string;
    }
  | { readonly name: 'DeletePolicy'; readonly policyArn: string }
  | {
      readonly name: 'CreatePolicyVersion';
      readonly policyArn: string;
      readonly policyDocument: JsonValue;
      readonly setAsDefault: boolean;
      /** `v3`, where the response told; else the next number is assumed. */
      readonly versionId?: string;
    }
  | { readonly name: 'DeletePolicyVersion'; readonly policyArn: string; readonly versionId: string }
  | { readonly name: 'SetDefaultPolicyVersion'; readonly policyArn: string; readonly versionId: string }
  | { readonly name: 'TagPolicy'; readonly policyArn: string; readonly tags: readonly Tag[] }
  | { readonly name: 'UntagPolicy'; readonly policyArn: string; readonly tagKeys: readonly string[] };
