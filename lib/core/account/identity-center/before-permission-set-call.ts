import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { applyPermissionSetCall } from './apply-permission-set-call.ts';
import type { PermissionSetCall } from './identity-center-call.ts';
import type { KnownPermissionSet } from './identity-center-state.ts';

/**
 * What a permission set held before a call, where `known` is what it held at some time near the call: before it, or after.
 * Whatever the call tells of it counts; what it replaced or took away without saying what that was is unknown, unless
 * `earlier`, which is surely of before the call, has it.
 */
export function beforePermissionSetCall(
  known: KnownPermissionSet,
  call: PermissionSetCall,
  earlier?: KnownPermissionSet,
): KnownPermissionSet {
  switch (call.name) {
    case 'CreatePermissionSet':
      return {
        arn: known.arn,
        ...(known.name === undefined ? {} : { name: known.name }),
        managed: [],
        customerManaged: [],
      };
    case 'AttachManagedPolicyToPermissionSet':
      return applied(known, { ...call, name: 'DetachManagedPolicyFromPermissionSet' });
    case 'DetachManagedPolicyFromPermissionSet':
      return applied(known, { ...call, name: 'AttachManagedPolicyToPermissionSet' });
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
      return applied(known, { ...call, name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet' });
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return applied(known, { ...call, name: 'AttachCustomerManagedPolicyReferenceToPermissionSet' });
    case 'PutInlinePolicyToPermissionSet':
    case 'DeleteInlinePolicyFromPermissionSet': {
      const { inline: _, ...others } = known;
      if (earlier === undefined) return { ...others, inline: UNKNOWN_DOCUMENT };
      return { ...others, ...(earlier.inline === undefined ? {} : { inline: earlier.inline }) };
    }
    case 'PutPermissionsBoundaryToPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet': {
      const { boundary: _, ...others } = known;
      if (earlier === undefined) return { ...others, boundary: { unknown: true } };
      return { ...others, ...(earlier.boundary === undefined ? {} : { boundary: earlier.boundary }) };
    }
    case 'DeletePermissionSet':
      return known;
  }
}

function applied(known: KnownPermissionSet, call: PermissionSetCall): KnownPermissionSet {
  return applyPermissionSetCall(known, call) ?? known;
}
