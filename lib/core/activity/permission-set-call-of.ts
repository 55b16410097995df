import type { PermissionSetCall } from '../account/identity-center/identity-center-call.ts';
import type { PermissionSet, PolicyReference } from '../account/permission-set.ts';
import { storedDocument, UNKNOWN_DOCUMENT } from '../account/stored-document.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { WatchedChange } from './changes.ts';
import { member, textAt } from './member.ts';

/** What a call does to a permission set; undefined for any other call, and where the record does not tell. */
export function permissionSetCallOf(name: string, { asked, resources }: WatchedChange): PermissionSetCall | undefined {
  // the ARN of a new one is in the answer, which the row of the call reads
  const permissionSetArn = textAt(asked, 'permissionSetArn') ?? resources[0];
  if (permissionSetArn === undefined) return undefined;
  switch (name) {
    case 'CreatePermissionSet': {
      const setName = textAt(asked, 'name');
      return setName === undefined ? undefined : { name, permissionSetArn, setName };
    }
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet': {
      const policyArn = textAt(asked, 'managedPolicyArn');
      return policyArn === undefined ? undefined : { name, permissionSetArn, policyArn };
    }
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet': {
      const reference = referenceOf(member(asked, 'customerManagedPolicyReference'));
      return reference === undefined ? undefined : { name, permissionSetArn, reference };
    }
    case 'PutInlinePolicyToPermissionSet': {
      const document = member(asked, 'inlinePolicy');
      return { name, permissionSetArn, document: document === undefined ? UNKNOWN_DOCUMENT : storedDocument(document) };
    }
    case 'PutPermissionsBoundaryToPermissionSet': {
      const boundary = boundaryOf(asked);
      return boundary === undefined ? undefined : { name, permissionSetArn, boundary };
    }
    case 'DeletePermissionSet':
    case 'DeleteInlinePolicyFromPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return { name, permissionSetArn };
  }
  return undefined;
}

function referenceOf(asked: JsonValue | undefined): PolicyReference | undefined {
  const name = textAt(asked, 'name');
  return name === undefined ? undefined : { name, path: textAt(asked, 'path') ?? '/' };
}

function boundaryOf(asked: JsonObject): PermissionSet['boundary'] | undefined {
  const boundary = member(asked, 'permissionsBoundary');
  if (!isJsonObject(boundary)) return undefined;
  const managed = textAt(boundary, 'managedPolicyArn');
  if (managed !== undefined) return { managed };
  const customerManaged = referenceOf(member(boundary, 'customerManagedPolicyReference'));
  return customerManaged === undefined ? undefined : { customerManaged };
}
