import type { JsonValue } from '../../json.ts';
import type { Assignment, PermissionSet, PolicyReference } from '../permission-set.ts';

/** A call that changes what a permission set holds, as plain JSON. */
export type PermissionSetCall = { readonly permissionSetArn: string } & (
  | { readonly name: 'CreatePermissionSet'; readonly setName: string }
  | { readonly name: 'DeletePermissionSet' }
  | {
      readonly name: 'AttachManagedPolicyToPermissionSet' | 'DetachManagedPolicyFromPermissionSet';
      readonly policyArn: string;
    }
  | {
      readonly name:
        | 'AttachCustomerManagedPolicyReferenceToPermissionSet'
        | 'DetachCustomerManagedPolicyReferenceFromPermissionSet';
      readonly reference: PolicyReference;
    }
  | { readonly name: 'PutInlinePolicyToPermissionSet'; readonly document: JsonValue }
  | { readonly name: 'DeleteInlinePolicyFromPermissionSet' }
  | {
      readonly name: 'PutPermissionsBoundaryToPermissionSet';
      readonly boundary: NonNullable<PermissionSet['boundary']>;
    }
  | { readonly name: 'DeletePermissionsBoundaryFromPermissionSet' }
);

/** A call that says who may use a permission set in which account. */
export interface AssignmentCall {
  readonly name: 'CreateAccountAssignment' | 'DeleteAccountAssignment';
  readonly assignment: Assignment;
}

/** A call that says who is in a group. */
export type MembershipCall =
  | {
      readonly name: 'CreateGroupMembership' | 'RemoveMemberFromGroup';
      readonly groupId: string;
      readonly userId: string;
      /** The id of the membership; absent: not told. */
      readonly membershipId?: string;
    }
  /** Names the membership by its id, which alone does not tell of whom. */
  | { readonly name: 'DeleteGroupMembership'; readonly membershipId?: string };

/** A call of Identity Center, or of its directory, that its model has. */
export type IdentityCenterCall = PermissionSetCall | AssignmentCall | MembershipCall;
