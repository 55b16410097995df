import type { Reason } from '../../access/excess.ts';
import type { PermissionSetCall } from '../../account/identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../../account/identity-center/identity-center-state.ts';
import type { PolicyReference } from '../../account/permission-set.ts';
import { UNKNOWN_DOCUMENT } from '../../account/stored-document.ts';
import type { Call } from '../../activity/call.ts';
import type { WatchedChange } from '../../activity/changes.ts';
import { textAt } from '../../activity/member.ts';
import type { JsonValue } from '../../json.ts';
import { boundaryText, referenceText } from './policy-shorthand.ts';
import { awsCommand, shellWord } from './shell-word.ts';

/** How people take a change of a permission set back: commands of the AWS CLI, where Identity Center is managed. */
export function undoOfPermissionSetCall(call: PermissionSetCall, made: Call, before: KnownPermissionSet): Reason {
  const instance = instanceOf(made.change);
  const undoing = undoingOf(
    call,
    before,
    awsCommand`--instance-arn ${instance} --permission-set-arn ${call.permissionSetArn}`,
  );
  if (undoing === undefined) return { rule: 'undo', detail: 'what was there before is not known' };
  const { name, command } = undoing;
  const provision = awsCommand`aws sso-admin provision-permission-set --target-type ALL_PROVISIONED_ACCOUNTS --instance-arn ${instance} --permission-set-arn ${call.permissionSetArn}`;
  return { rule: 'undo', detail: `${name} undoes it: aws sso-admin ${command}; then ${provision}` };
}

interface Undoing {
  readonly name: string;
  readonly command: string;
}

function undoingOf(call: PermissionSetCall, before: KnownPermissionSet, set: string): Undoing | undefined {
  switch (call.name) {
    case 'CreatePermissionSet':
      return { name: 'DeletePermissionSet', command: `delete-permission-set ${set}` };
    case 'DeletePermissionSet':
      return undefined;
    case 'AttachManagedPolicyToPermissionSet':
      return {
        name: 'DetachManagedPolicyFromPermissionSet',
        command: `detach-managed-policy-from-permission-set ${set} --managed-policy-arn ${shellWord(call.policyArn)}`,
      };
    case 'DetachManagedPolicyFromPermissionSet':
      return {
        name: 'AttachManagedPolicyToPermissionSet',
        command: `attach-managed-policy-to-permission-set ${set} --managed-policy-arn ${shellWord(call.policyArn)}`,
      };
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
      return {
        name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
        command: `detach-customer-managed-policy-reference-from-permission-set ${set} ${referenceWord(call.reference)}`,
      };
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return {
        name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
        command: `attach-customer-managed-policy-reference-to-permission-set ${set} ${referenceWord(call.reference)}`,
      };
    case 'PutInlinePolicyToPermissionSet':
    case 'DeleteInlinePolicyFromPermissionSet':
      return inlineBack(before.inline, set);
    case 'PutPermissionsBoundaryToPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return boundaryBack(before.boundary, set);
  }
}

function inlineBack(inline: JsonValue | undefined, set: string): Undoing | undefined {
  if (inline === UNKNOWN_DOCUMENT) return undefined;
  if (inline === undefined) {
    const command = `delete-inline-policy-from-permission-set ${set}`;
    return { name: 'DeleteInlinePolicyFromPermissionSet', command };
  }
  const command = `put-inline-policy-to-permission-set ${set} --inline-policy ${shellWord(JSON.stringify(inline))}`;
  return { name: 'PutInlinePolicyToPermissionSet', command };
}

function boundaryBack(boundary: KnownPermissionSet['boundary'], set: string): Undoing | undefined {
  if (boundary === undefined) {
    const command = `delete-permissions-boundary-from-permission-set ${set}`;
    return { name: 'DeletePermissionsBoundaryFromPermissionSet', command };
  }
  if ('unknown' in boundary) return undefined;
  const command = `put-permissions-boundary-to-permission-set ${set} --permissions-boundary ${shellWord(boundaryText(boundary))}`;
  return { name: 'PutPermissionsBoundaryToPermissionSet', command };
}

function referenceWord(reference: PolicyReference): string {
  return awsCommand`--customer-managed-policy-reference ${referenceText(reference)}`;
}

/** The instance as the request named it. */
export function instanceOf(change: Call['change']): string {
  const asked: WatchedChange['asked'] = 'asked' in change ? change.asked : {};
  return textAt(asked, 'instanceArn') ?? 'INSTANCE_ARN';
}
