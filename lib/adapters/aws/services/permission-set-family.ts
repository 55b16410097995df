import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ProvisionPermissionSetCommand,
  type ProvisioningStatus,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { PermissionSetOrder, SetBoundary } from '../../../core/account/plan-call.ts';
import type { PolicyReference } from '../../../core/account/permission-set.ts';
import { mayOverwrite } from '../../../core/account/services/make-permission-set-order.ts';
import type { SendOptions } from '../call-budget.ts';
import { documentText } from '../commands/command.ts';
import { type PermissionSetName, readPermissionSet } from '../read-permission-set.ts';
import type { SsoAsking } from '../sso-asking.ts';
import { allOf } from '../token-pages.ts';
import { provisioned } from './async-outcomes.ts';
import type { Family, Looked } from './service-family.ts';

/** Permission sets, and bringing what they hold to accounts. Source: IAM Identity Center API reference. */
export function permissionSetFamily(
  asking: SsoAsking,
  pause: (milliseconds: number) => Promise<void>,
): Family<PermissionSetOrder> {
  return {
    look: (call) => look(call, asking),
    async send(call) {
      if (call.name !== 'ProvisionPermissionSet') {
        await asking.make(`sso:${call.name}`, (options) => change(call, asking, options));
        return;
      }
      const command = new ProvisionPermissionSetCommand({ ...nameOf(call), TargetType: 'ALL_PROVISIONED_ACCOUNTS' });
      const { PermissionSetProvisioningStatus: status } = await asking.make(`sso:${call.name}`, (options) =>
        asking.sso.send(command, options),
      );
      await provisioned(call.instanceArn, status, { asking, pause });
    },
  };
}

function nameOf({ instanceArn, permissionSetArn }: PermissionSetOrder): PermissionSetName {
  return { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn };
}

async function look(call: PermissionSetOrder, asking: SsoAsking): Promise<Looked> {
  if (call.name === 'ProvisionPermissionSet') {
    const behind = await accountsOf(call, asking, 'LATEST_PERMISSION_SET_NOT_PROVISIONED');
    return behind.length === 0 ? 'already' : 'as-expected';
  }
  const set = await readPermissionSet(asking, nameOf(call));
  if (set === undefined) return 'changed';
  switch (call.name) {
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet':
      return isSo(set.managed.includes(call.policyArn), call.name);
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet': {
      const { name, path } = call.reference;
      return isSo(
        set.customerManaged.some((each) => each.name === name && each.path === path),
        call.name,
      );
    }
    case 'PutInlinePolicyToPermissionSet':
    case 'DeleteInlinePolicyFromPermissionSet':
    case 'PutPermissionsBoundaryToPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return mayOverwrite(set, call);
  }
}

function isSo(isThere: boolean, name: string): Looked {
  return isThere === name.startsWith('Attach') ? 'already' : 'as-expected';
}

/** Accounts that a set is provisioned to, in this state. */
async function accountsOf(
  call: PermissionSetOrder,
  asking: SsoAsking,
  state: ProvisioningStatus,
): Promise<readonly string[]> {
  const named = { ...nameOf(call), ProvisioningStatus: state };
  return allOf(
    (NextToken) =>
      asking.ask('sso:ListAccountsForProvisionedPermissionSet', (options) =>
        asking.sso.send(new ListAccountsForProvisionedPermissionSetCommand({ ...named, NextToken }), options),
      ),
    ({ AccountIds }) => AccountIds,
  );
}

type Change = Exclude<PermissionSetOrder, { readonly name: 'ProvisionPermissionSet' }>;

async function change(call: Change, { sso }: SsoAsking, options: SendOptions): Promise<unknown> {
  const named = nameOf(call);
  switch (call.name) {
    case 'AttachManagedPolicyToPermissionSet':
      return sso.send(
        new AttachManagedPolicyToPermissionSetCommand({ ...named, ManagedPolicyArn: call.policyArn }),
        options,
      );
    case 'DetachManagedPolicyFromPermissionSet':
      return sso.send(
        new DetachManagedPolicyFromPermissionSetCommand({ ...named, ManagedPolicyArn: call.policyArn }),
        options,
      );
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
      return sso.send(
        new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ ...named, ...referenceOf(call.reference) }),
        options,
      );
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return sso.send(
        new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({ ...named, ...referenceOf(call.reference) }),
        options,
      );
    case 'PutInlinePolicyToPermissionSet': {
      const InlinePolicy = documentText(call.document);
      return sso.send(new PutInlinePolicyToPermissionSetCommand({ ...named, InlinePolicy }), options);
    }
    case 'DeleteInlinePolicyFromPermissionSet':
      return sso.send(new DeleteInlinePolicyFromPermissionSetCommand(named), options);
    case 'PutPermissionsBoundaryToPermissionSet': {
      const PermissionsBoundary = boundaryOf(call.boundary);
      return sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...named, PermissionsBoundary }), options);
    }
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return sso.send(new DeletePermissionsBoundaryFromPermissionSetCommand(named), options);
  }
}

function referenceOf({ name, path }: PolicyReference) {
  return { CustomerManagedPolicyReference: { Name: name, Path: path } };
}

function boundaryOf(boundary: SetBoundary) {
  return 'managed' in boundary ? { ManagedPolicyArn: boundary.managed } : referenceOf(boundary.customerManaged);
}
