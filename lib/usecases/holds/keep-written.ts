import { type PlanCall, type ServiceCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import type { Instant } from '../../core/instant.ts';
import { jsonForm, type JsonValue } from '../../core/json.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { policyNameOf } from '../assess/forget-policies.ts';
import { partNameOf } from '../assess/permission-sets-seen.ts';
import { organizationPolicyNameOf } from '../assess/policies-seen.ts';

/** What a call wrote over, by the name under which it is kept, and what is there now. */
type Written = readonly [name: string, value: JsonValue];

/**
 * Keeps what the calls of a hold wrote beyond IAM as the last that is known, before their records come: what somebody writes there
 * meanwhile would else be undone to what the hold has just taken away. `at`: when they were made.
 */
export async function keepWritten(
  calls: readonly PlanCall[],
  { account, at }: { readonly account: string; readonly at: Instant },
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  for (const call of serviceCallsIn(calls)) {
    const written = writtenBy(call, account);
    if (written !== undefined) await keepInPlace(written, at, keepsakes);
  }
}

/** Of the same moment is the call that the hold takes back: the hold came after it. */
async function keepInPlace([name, value]: Written, at: Instant, keepsakes: Keepsakes | undefined): Promise<void> {
  const kept = await keepsakes?.last(name);
  if (kept === undefined || kept.seenAt <= at) await keepsakes?.keep(name, { value, seenAt: at });
}

function writtenBy(call: ServiceCall, account: string): Written | undefined {
  switch (call.service) {
    case 's3':
    case 'kms':
    case 'sns':
    case 'sqs':
    case 'dynamodb':
    case 'secretsmanager':
    case 'ecr': {
      const policy = call.document ?? { Version: '2012-10-17', Statement: [] };
      return [policyNameOf(account, call.resource), { policy, extent: 'whole' }];
    }
    case 'organizations':
      if (call.name !== 'UpdatePolicy') return undefined;
      return [organizationPolicyNameOf(call.policyId), { [call.policyId]: call.document }];
    case 'sso':
      return writtenToSet(call);
    case 'lambda':
    case 'identitystore':
      return undefined;
  }
}

function writtenToSet(call: Extract<ServiceCall, { readonly service: 'sso' }>): Written | undefined {
  switch (call.name) {
    case 'PutInlinePolicyToPermissionSet':
      return [partNameOf(call.permissionSetArn, 'inline'), { inline: call.document }];
    case 'DeleteInlinePolicyFromPermissionSet':
      return [partNameOf(call.permissionSetArn, 'inline'), {}];
    case 'PutPermissionsBoundaryToPermissionSet':
      return [partNameOf(call.permissionSetArn, 'boundary'), jsonForm({ boundary: call.boundary })];
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return [partNameOf(call.permissionSetArn, 'boundary'), {}];
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet':
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
    case 'ProvisionPermissionSet':
    case 'CreateAccountAssignment':
    case 'DeleteAccountAssignment':
      return undefined;
  }
}
