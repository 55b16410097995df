import { compare } from '../../../access/compare.ts';
import type { PermissionSetCall } from '../../../account/identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../../../account/identity-center/identity-center-state.ts';
import { permissionSetPolicies, type PolicyOf } from '../../../account/identity-center/permission-set-policies.ts';
import type { PermissionSetOrder } from '../../../account/plan-call.ts';
import { UNKNOWN_DOCUMENT } from '../../../account/stored-document.ts';
import type { JsonValue } from '../../../json.ts';
import type { HoldPlan } from '../../finding.ts';
import type { NoPlan } from '../respond.ts';
import { isOfEachAccount, setInAccount } from '../../../account/identity-center/given-set.ts';
import { putBack } from './put-back.ts';

/** A change of a permission set, and what is known of the set before it. */
export interface PermissionSetQuestion {
  readonly setCall: PermissionSetCall;
  /** ARN of the instance, as the request named it; undefined: it did not. */
  readonly instanceArn: string | undefined;
  /** The account that manages Identity Center. */
  readonly account: string;
  readonly before: KnownPermissionSet;
  readonly after: KnownPermissionSet;
  /** Where the set is provisioned, if it refers to policies of which each account has its own. */
  readonly accounts: readonly string[];
  readonly policyOf: PolicyOf;
}

type Order = OmitEach<PermissionSetOrder, 'service' | 'instanceArn' | 'permissionSetArn'>;
type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What undoes a call, and the call itself, as they are made later. */
interface Undoing {
  readonly hold: Order;
  readonly restore: Order;
}

/**
 * How a change of a permission set is held: the set is made what it was, and then brought to its accounts, as Identity Center
 * does that only when it is asked to. No plan where what was there before is not known, and where the call undone would allow
 * more than is allowed now.
 */
export function permissionSetPlan(question: PermissionSetQuestion): HoldPlan | NoPlan {
  const { setCall, instanceArn, account } = question;
  if (instanceArn === undefined) return { none: 'the request does not name the instance of Identity Center' };
  const undoing = undoingOf(question);
  if ('none' in undoing) return undoing;
  const about = { service: 'sso', instanceArn, permissionSetArn: setCall.permissionSetArn } as const;
  const provision: PermissionSetOrder = { ...about, name: 'ProvisionPermissionSet' };
  return {
    kind: 'exact-inverse',
    account,
    calls: [{ ...about, ...undoing.hold }, provision],
    restore: [{ ...about, ...undoing.restore }, provision],
    summary: `undoes ${setCall.name} by ${undoing.hold.name}, and provisions the permission set`,
  };
}

function undoingOf(question: PermissionSetQuestion): Undoing | NoPlan {
  const { setCall: call, before } = question;
  switch (call.name) {
    case 'CreatePermissionSet':
    case 'DeletePermissionSet':
      return { none: 'a permission set is neither deleted nor made by a hold' };
    case 'AttachManagedPolicyToPermissionSet': {
      const { name, policyArn } = call;
      return unlessWidening(question, {
        hold: { name: 'DetachManagedPolicyFromPermissionSet', policyArn },
        restore: { name, policyArn },
      });
    }
    case 'DetachManagedPolicyFromPermissionSet': {
      const { name, policyArn } = call;
      return { hold: { name: 'AttachManagedPolicyToPermissionSet', policyArn }, restore: { name, policyArn } };
    }
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet': {
      const { name, reference } = call;
      return unlessWidening(question, {
        hold: { name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet', reference },
        restore: { name, reference },
      });
    }
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet': {
      const { name, reference } = call;
      const hold = { name: 'AttachCustomerManagedPolicyReferenceToPermissionSet', reference } as const;
      return { hold, restore: { name, reference } };
    }
    case 'PutInlinePolicyToPermissionSet':
      return inlineBack(before.inline, call.document);
    case 'DeleteInlinePolicyFromPermissionSet':
      return inlineBack(before.inline, null);
    case 'PutPermissionsBoundaryToPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return boundaryBack(before.boundary, call);
  }
}

/** What is attached may deny: then to detach it would allow again what nobody was to have taken away. */
function unlessWidening(
  { before, after, accounts, policyOf }: PermissionSetQuestion,
  undoing: Undoing,
): Undoing | NoPlan {
  const places = isOfEachAccount(after) ? accounts : [undefined];
  for (const account of places) {
    const there = (set: KnownPermissionSet) =>
      permissionSetPolicies(account === undefined ? set : setInAccount(set, account), policyOf);
    const widens = compare(there(before), [there(after)]).verdict;
    if (widens === 'exceeds') return { none: 'the policy also denies: to detach it would allow more' };
    if (widens !== 'within')
      return { none: 'whether the policy also denies is not known: to detach it may allow more' };
  }
  return undoing;
}

function inlineBack(before: JsonValue | undefined, after: JsonValue): Undoing | NoPlan {
  if (before === UNKNOWN_DOCUMENT || after === UNKNOWN_DOCUMENT) {
    return { none: 'the inline policy of before or after is not known' };
  }
  const back = putBack(before ?? null, after);
  return { hold: inlineOrder(back, after), restore: inlineOrder(after, back) };
}

function inlineOrder(document: JsonValue, expects: JsonValue): Order {
  return document === null
    ? { name: 'DeleteInlinePolicyFromPermissionSet', expects }
    : { name: 'PutInlinePolicyToPermissionSet', document, expects };
}

type BoundaryCall = Extract<PermissionSetCall, { readonly name: `${string}PermissionsBoundary${string}` }>;

function boundaryBack(before: KnownPermissionSet['boundary'], call: BoundaryCall): Undoing | NoPlan {
  if (before === undefined) return { none: 'a boundary is never taken away by a hold' };
  if ('unknown' in before) return { none: 'the boundary of before is not known' };
  const { name } = call;
  switch (name) {
    case 'PutPermissionsBoundaryToPermissionSet': {
      const { boundary } = call;
      return { hold: { name, boundary: before, expects: boundary }, restore: { name, boundary, expects: before } };
    }
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return {
        hold: { name: 'PutPermissionsBoundaryToPermissionSet', boundary: before, expects: null },
        restore: { name, expects: before },
      };
  }
}
