import { asksForAttributes } from '../../core/account/affected-by.ts';
import type { IamCall } from '../../core/account/call.ts';
import { isCredentialCall } from '../../core/account/credential-call.ts';

/** Who holds an inline policy. */
export interface InlineName {
  readonly account: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly holder: string;
  readonly policy: string;
}

/** A part of an account that is remembered: of which kind, and its key among those. */
export interface ChangedPart {
  readonly kind: 'inline' | 'policies' | 'profiles' | 'trustingByAttribute';
  readonly key: string;
}

/** The account that a part is of: ARNs name it, and all other keys begin with it. */
export function accountOfPart({ kind, key }: ChangedPart): string {
  return (kind === 'policies' ? key.split(':')[4] : key.split('/')[0]) ?? '';
}

/** What this call in the account changes of that which is remembered. */
export function partsChangedBy(account: string, call: IamCall): readonly ChangedPart[] {
  // nothing of a credential is remembered: which there are is read each time
  if (isCredentialCall(call)) return [];
  switch (call.name) {
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
      return [
        { kind: 'inline', key: inlineKey({ account, kind: 'role', holder: call.roleName, policy: call.policyName }) },
      ];
    case 'PutUserPolicy':
    case 'DeleteUserPolicy':
      return [
        { kind: 'inline', key: inlineKey({ account, kind: 'user', holder: call.userName, policy: call.policyName }) },
      ];
    case 'PutGroupPolicy':
    case 'DeleteGroupPolicy':
      return [
        { kind: 'inline', key: inlineKey({ account, kind: 'group', holder: call.groupName, policy: call.policyName }) },
      ];
    case 'AddRoleToInstanceProfile':
    case 'RemoveRoleFromInstanceProfile':
      return [{ kind: 'profiles', key: profilesKey(account, call.roleName) }];
    case 'DeletePolicy':
    case 'CreatePolicyVersion':
    case 'DeletePolicyVersion':
    case 'SetDefaultPolicyVersion':
    case 'TagPolicy':
    case 'UntagPolicy':
      return [{ kind: 'policies', key: call.policyArn }];
    case 'CreateRole':
      return asksForAttributes(call.assumeRolePolicyDocument) ? [{ kind: 'trustingByAttribute', key: account }] : [];
    case 'UpdateAssumeRolePolicy':
      return asksForAttributes(call.policyDocument) ? [{ kind: 'trustingByAttribute', key: account }] : [];
    case 'AttachRolePolicy':
    case 'AttachUserPolicy':
    case 'AttachGroupPolicy':
    case 'PutRolePermissionsBoundary':
    case 'PutUserPermissionsBoundary':
    case 'CreatePolicy':
    case 'CreateInstanceProfile':
    case 'DeleteInstanceProfile':
    case 'CreateServiceLinkedRole':
    case 'DeleteRole':
    case 'DeleteServiceLinkedRole':
    case 'UpdateRole':
    case 'UpdateRoleDescription':
    case 'TagRole':
    case 'UntagRole':
    case 'DetachRolePolicy':
    case 'DeleteRolePermissionsBoundary':
    case 'CreateUser':
    case 'DeleteUser':
    case 'UpdateUser':
    case 'TagUser':
    case 'UntagUser':
    case 'DetachUserPolicy':
    case 'DeleteUserPermissionsBoundary':
    case 'AddUserToGroup':
    case 'RemoveUserFromGroup':
    case 'CreateGroup':
    case 'DeleteGroup':
    case 'UpdateGroup':
    case 'DetachGroupPolicy':
      // nothing of this is remembered: who is there, with what attached and in which groups, is read each time
      return [];
  }
}

/** The key of an inline policy: names ignore case. */
export function inlineKey({ account, kind, holder, policy }: InlineName): string {
  return `${account}/${kind}/${holder}/${policy}`.toLowerCase();
}

/** The key of the instance profiles of a role. */
export function profilesKey(account: string, roleName: string): string {
  return `${account}/${roleName}`.toLowerCase();
}
