import type { ServiceCall } from '../../account/plan-call.ts';
import { canonicalText } from '../../digest.ts';
import { jsonForm } from '../../json.ts';

/** A thing that is written as a whole, what is put there, and what is overwritten. */
interface Overwriting {
  readonly thing: string;
  readonly put: string;
  readonly expected: string;
}

/**
 * Whether another hold took further what a hold has put back: all that it wrote is what the other one expected there. Then the
 * excess is held by the two of them, though the account shows the second one alone.
 */
export function isTakenFurther(calls: readonly ServiceCall[], further: readonly ServiceCall[]): boolean {
  const next = further.map(overwritingOf);
  const written = calls.filter(({ name }) => name !== 'ProvisionPermissionSet').map(overwritingOf);
  return (
    written.length > 0 &&
    written.every(
      (one) => one !== undefined && next.some((other) => other?.thing === one.thing && other.expected === one.put),
    )
  );
}

/** Undefined: the call does not write something as a whole. */
function overwritingOf(call: ServiceCall): Overwriting | undefined {
  switch (call.service) {
    case 's3':
    case 'kms':
    case 'sns':
    case 'sqs':
    case 'dynamodb':
    case 'secretsmanager':
    case 'ecr':
      return overwriting(call.resource, call.document, call.expects);
    case 'organizations':
      return call.name === 'UpdatePolicy' ? overwriting(call.policyId, call.document, call.expects) : undefined;
    case 'sso':
      switch (call.name) {
        case 'PutInlinePolicyToPermissionSet':
          return overwriting(`inline policy of ${call.permissionSetArn}`, call.document, call.expects);
        case 'DeleteInlinePolicyFromPermissionSet':
          return overwriting(`inline policy of ${call.permissionSetArn}`, null, call.expects);
        case 'PutPermissionsBoundaryToPermissionSet':
          return overwriting(`boundary of ${call.permissionSetArn}`, call.boundary, call.expects);
        case 'DeletePermissionsBoundaryFromPermissionSet':
          return overwriting(`boundary of ${call.permissionSetArn}`, null, call.expects);
        case 'AttachManagedPolicyToPermissionSet':
        case 'DetachManagedPolicyFromPermissionSet':
        case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
        case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
        case 'ProvisionPermissionSet':
        case 'CreateAccountAssignment':
        case 'DeleteAccountAssignment':
          return undefined;
      }
    case 'lambda':
    case 'identitystore':
      return undefined;
  }
}

function overwriting(thing: string, put: unknown, expected: unknown): Overwriting {
  return { thing, put: canonicalText(jsonForm(put)), expected: canonicalText(jsonForm(expected)) };
}
