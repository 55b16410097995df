import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { FULL_ACCESS } from './full-access.ts';
import { type Attachments, type Organization, type OrganizationPolicy, placesIn } from './organization.ts';
import type { OrganizationCall } from './organization-call.ts';

/** The organization after a call that Organizations took. What the call names and is not known is made up as unknown. */
export function applyOrganizationCall(before: Organization, call: OrganizationCall): Organization {
  switch (call.name) {
    case 'AttachPolicy':
      return attached(withPolicy(before, call.policyId), call.targetId, (ids) => [...ids, call.policyId]);
    case 'DetachPolicy':
      return attached(before, call.targetId, (ids) => ids.filter((id) => id !== call.policyId));
    case 'CreatePolicy':
      return { ...before, policies: new Map([...before.policies, [call.policy.id, call.policy]]) };
    case 'UpdatePolicy': {
      const known = before.policies.get(call.policyId) ?? unknownPolicy(call.policyId);
      return { ...before, policies: new Map([...before.policies, [call.policyId, { ...known, ...call.change }]]) };
    }
    case 'DeletePolicy':
      return { ...before, policies: new Map([...before.policies].filter(([id]) => id !== call.policyId)) };
    case 'EnablePolicyType':
      return enabled(before, call.type);
    case 'DisablePolicyType':
      return disabled(before, call.type);
    case 'MoveAccount':
      return joined({ ...before, parents: new Map([...before.parents, [call.account, call.to]]) }, call.account);
    case 'RemoveAccountFromOrganization':
      return without(before, call.account);
  }
}

/** A policy of which only the id is known. */
export function unknownPolicy(id: string): OrganizationPolicy {
  return FULL_ACCESS.find((policy) => policy.id === id) ?? { id, document: UNKNOWN_DOCUMENT };
}

function withPolicy(before: Organization, id: string): Organization {
  if (before.policies.has(id)) return before;
  return { ...before, policies: new Map([...before.policies, [id, unknownPolicy(id)]]) };
}

function attached(
  before: Organization,
  target: string,
  change: (policies: readonly string[]) => readonly string[],
): Organization {
  const known: Attachments = before.attached.get(target) ?? { policies: [], seenOnlyInCalls: true };
  const policies = [...new Set(change(known.policies))].sort();
  return joined({ ...before, attached: new Map([...before.attached, [target, { ...known, policies }]]) }, target);
}

/** AWS attaches its policy that allows everything everywhere. */
function enabled(before: Organization, type: string): Organization {
  const full = FULL_ACCESS.find((policy) => policy.type === type);
  const off = new Set([...before.disabled].filter((each) => each !== type));
  const enabling = { ...before, disabled: off };
  if (full === undefined || !before.disabled.has(type)) return enabling;
  return placesIn(before).reduce(
    (state, place) => attached(state, place, (ids) => [...ids, full.id]),
    withPolicy(enabling, full.id),
  );
}

/** All policies of the type are detached; enabling it again does not bring them back. */
function disabled(before: Organization, type: string): Organization {
  const isOther = (id: string) => (before.policies.get(id) ?? unknownPolicy(id)).type !== type;
  const kept = [...before.attached].map(([place, attachments]): [string, Attachments] => [
    place,
    { ...attachments, policies: attachments.policies.filter(isOther) },
  ]);
  return { ...before, attached: new Map(kept), disabled: new Set([...before.disabled, type]) };
}

/** An account of which a call shows that it is in the organization. */
export function joined(known: Organization, account: string): Organization {
  const left = new Set([...(known.left ?? [])].filter((id) => id !== account));
  return { ...known, left };
}

function without(before: Organization, account: string): Organization {
  const isOther = ([id]: readonly [string, unknown]) => id !== account;
  return {
    ...before,
    left: new Set([...(before.left ?? []), account]),
    parents: new Map([...before.parents].filter(isOther)),
    attached: new Map([...before.attached].filter(isOther)),
  };
}
