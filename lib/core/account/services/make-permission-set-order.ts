import { formText } from '../../digest.ts';
import { jsonForm } from '../../json.ts';
import { applyPermissionSetCall } from '../identity-center/apply-permission-set-call.ts';
import type { PermissionSetCall } from '../identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../identity-center/identity-center-state.ts';
import type { PermissionSetOrder } from '../plan-call.ts';
import type { Made } from './made.ts';
import { changedSince, overwriting } from './overwriting.ts';
import type { Services } from './services.ts';

/** What an order makes of a permission set; what it changes is not in the accounts before the set is provisioned. */
export function makePermissionSetOrder(before: Services, order: PermissionSetOrder): Made {
  const { permissionSetArn: arn } = order;
  const { identityCenter, unprovisioned } = before;
  const set = identityCenter.permissionSets.get(arn);
  if (set === undefined) {
    return { kind: 'refused', code: 'NotThere', detail: `there is no permission set ${arn}` };
  }
  if (order.name === 'ProvisionPermissionSet') {
    if (!unprovisioned.has(arn)) return { kind: 'already' };
    const others = [...unprovisioned].filter((other) => other !== arn);
    return { kind: 'done', services: { ...before, unprovisioned: new Set(others) } };
  }
  const may = mayOverwrite(set, order);
  if (may === 'changed') return changedSince(`the permission set ${arn}`);
  const after = applyPermissionSetCall(set, callOfOrder(order));
  if (may === 'already' || after === undefined || isSame(set, after)) return { kind: 'already' };
  const permissionSets = new Map([...identityCenter.permissionSets, [arn, after]]);
  return {
    kind: 'done',
    services: {
      ...before,
      identityCenter: { ...identityCenter, permissionSets },
      unprovisioned: new Set([...unprovisioned, arn]),
    },
  };
}

type Change = Exclude<PermissionSetOrder, { readonly name: 'ProvisionPermissionSet' }>;

/** Whether what an order overwrites is what it expects; what overwrites nothing is as expected. */
export function mayOverwrite(
  set: Pick<KnownPermissionSet, 'inline' | 'boundary'>,
  order: Change,
): ReturnType<typeof overwriting> {
  const inline = set.inline ?? null;
  const boundary = jsonForm(set.boundary ?? null);
  switch (order.name) {
    case 'PutInlinePolicyToPermissionSet':
      return overwriting({ live: inline, wanted: order.document, expects: order.expects });
    case 'DeleteInlinePolicyFromPermissionSet':
      return overwriting({ live: inline, wanted: null, expects: order.expects });
    case 'PutPermissionsBoundaryToPermissionSet':
      return overwriting({ live: boundary, wanted: jsonForm(order.boundary), expects: jsonForm(order.expects) });
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return overwriting({ live: boundary, wanted: null, expects: jsonForm(order.expects) });
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet':
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return 'as-expected';
  }
}

/** What an order changes of a permission set, as the call that would. */
export function callOfOrder(order: Change): PermissionSetCall {
  const { permissionSetArn } = order;
  switch (order.name) {
    case 'PutInlinePolicyToPermissionSet':
      return { name: order.name, permissionSetArn, document: order.document };
    case 'PutPermissionsBoundaryToPermissionSet':
      return { name: order.name, permissionSetArn, boundary: order.boundary };
    case 'DeleteInlinePolicyFromPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return { name: order.name, permissionSetArn };
    case 'AttachManagedPolicyToPermissionSet':
    case 'DetachManagedPolicyFromPermissionSet':
      return { name: order.name, permissionSetArn, policyArn: order.policyArn };
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return { name: order.name, permissionSetArn, reference: order.reference };
  }
}

function isSame(one: KnownPermissionSet, other: KnownPermissionSet): boolean {
  return textOf(one) === textOf(other);
}

/** References have no order. */
function textOf({ customerManaged, ...others }: KnownPermissionSet): string {
  return formText([others, customerManaged.map(({ name, path }) => `${path}${name}`).sort()]);
}
