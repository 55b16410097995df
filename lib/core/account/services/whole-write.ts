import { jsonForm, type JsonValue } from '../../json.ts';
import type { PermissionSetOrder, ServiceCall } from '../plan-call.ts';

/** What a call writes as a whole: what is put there, and what it expects to find; null: nothing. */
export interface WholeWrite {
  readonly part: 'resource-policy' | 'organization-policy' | 'inline' | 'boundary';
  /** ARN of the resource or of the permission set, or the id of the policy. */
  readonly of: string;
  readonly put: JsonValue;
  readonly expects: JsonValue;
}

/** What a call writes as a whole; undefined: it adds something to others, or takes it away from them. */
export function wholeWriteOf(call: ServiceCall): WholeWrite | undefined {
  switch (call.service) {
    case 's3':
    case 'kms':
    case 'sns':
    case 'sqs':
    case 'dynamodb':
    case 'secretsmanager':
    case 'ecr':
      return { part: 'resource-policy', of: call.resource, put: call.document, expects: call.expects };
    case 'organizations': {
      if (call.name !== 'UpdatePolicy') return undefined;
      return { part: 'organization-policy', of: call.policyId, put: call.document, expects: call.expects };
    }
    case 'sso':
      return 'assignment' in call ? undefined : wholeWriteToSet(call);
    case 'lambda':
    case 'identitystore':
      return undefined;
  }
}

function wholeWriteToSet(call: PermissionSetOrder): WholeWrite | undefined {
  const of = call.permissionSetArn;
  switch (call.name) {
    case 'PutInlinePolicyToPermissionSet':
      return { part: 'inline', of, put: call.document, expects: call.expects };
    case 'DeleteInlinePolicyFromPermissionSet':
      return { part: 'inline', of, put: null, expects: call.expects };
    case 'PutPermissionsBoundaryToPermissionSet':
      return { part: 'boundary', of, put: jsonForm(call.boundary), expects: jsonForm(call.expects) };
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return { part: 'boundary', of, put: null, expects: jsonForm(call.expects) };
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet':
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
    case 'ProvisionPermissionSet':
      return undefined;
  }
}
