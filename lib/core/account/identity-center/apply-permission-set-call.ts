import type { PolicyReference } from '../permission-set.ts';
import type { KnownPermissionSet } from './identity-center-state.ts';
import type { PermissionSetCall } from './identity-center-call.ts';

/** What a permission set holds after a call; undefined: it is gone. */
export function applyPermissionSetCall(
  before: KnownPermissionSet,
  call: PermissionSetCall,
): KnownPermissionSet | undefined {
  const { managed, customerManaged } = before;
  switch (call.name) {
    case 'CreatePermissionSet':
      return { arn: call.permissionSetArn, name: call.setName, managed: [], customerManaged: [] };
    case 'DeletePermissionSet':
      return undefined;
    case 'AttachManagedPolicyToPermissionSet':
      return { ...before, managed: [...new Set([...managed, call.policyArn])].sort() };
    case 'DetachManagedPolicyFromPermissionSet':
      return { ...before, managed: managed.filter((arn) => arn !== call.policyArn) };
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
      return { ...before, customerManaged: [...withoutReference(customerManaged, call.reference), call.reference] };
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return { ...before, customerManaged: withoutReference(customerManaged, call.reference) };
    case 'PutInlinePolicyToPermissionSet':
      return { ...before, inline: call.document };
    case 'DeleteInlinePolicyFromPermissionSet': {
      const { inline: _, ...others } = before;
      return others;
    }
    case 'PutPermissionsBoundaryToPermissionSet':
      return { ...before, boundary: call.boundary };
    case 'DeletePermissionsBoundaryFromPermissionSet': {
      const { boundary: _, ...others } = before;
      return others;
    }
  }
}

function withoutReference(references: readonly PolicyReference[], { name, path }: PolicyReference) {
  return references.filter((each) => each.name !== name || each.path !== path);
}
