import type { JsonValue } from '../../json.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { applyOrganizationCall, joined, unknownPolicy } from './apply-organization-call.ts';
import { type Organization, placesIn } from './organization.ts';
import type { OrganizationCall } from './organization-call.ts';

/**
 * What is known of the organization before a call, together with what the call itself tells of it: what is detached was
 * attached, an account that is moved was where it is moved from. What it names and nobody has told of shows that not all is known.
 */
export function withWhatCallTells(known: Organization, call: OrganizationCall): Organization {
  switch (call.name) {
    case 'AttachPolicy':
      return applyOrganizationCall(knowing(known, call.targetId), { ...call, name: 'DetachPolicy' });
    case 'DetachPolicy':
      return applyOrganizationCall(knowing(known, call.targetId), { ...call, name: 'AttachPolicy' });
    case 'MoveAccount':
      return applyOrganizationCall(knowing(known, call.account, call.from, call.to), { ...call, to: call.from });
    case 'UpdatePolicy':
      return known.policies.has(call.policyId) ? known : withDocument(known, call.policyId, UNKNOWN_DOCUMENT);
    case 'EnablePolicyType':
      return { ...known, disabled: new Set([...known.disabled, call.type]) };
    case 'DisablePolicyType':
      return { ...known, disabled: new Set([...known.disabled].filter((type) => type !== call.type)) };
    case 'RemoveAccountFromOrganization':
      return withAccount(known, call.account);
    case 'CreatePolicy':
    case 'DeletePolicy':
      return known;
  }
}

function knowing(known: Organization, ...places: readonly string[]): Organization {
  const listed = new Set(placesIn(known));
  return places.every((place) => listed.has(place)) ? known : { ...known, coverage: 'partial' };
}

/** With an account that was in it until the call, whether or not anybody has told where. */
function withAccount(known: Organization, account: string): Organization {
  const organization = joined({ ...known, coverage: 'partial' }, account);
  if (placesIn(known).includes(account)) return organization;
  const attached = new Map([...known.attached, [account, { policies: [], seenOnlyInCalls: true as const }]]);
  return { ...organization, attached };
}

/**
 * What the organization was before a call of which only the state after it is known. What the call took away without
 * saying what it was is unknown, but for what the policy that it rewrites said, where that is known.
 */
export function beforeOrganizationCall(
  after: Organization,
  call: OrganizationCall,
  document: JsonValue = UNKNOWN_DOCUMENT,
): Organization {
  switch (call.name) {
    case 'UpdatePolicy':
      return call.change.document === undefined ? after : withDocument(after, call.policyId, document);
    case 'DisablePolicyType':
      return withWhatCallTells({ ...after, attached: onlySeen(after) }, call);
    case 'RemoveAccountFromOrganization':
      return withAccount(after, call.account);
    case 'AttachPolicy':
    case 'DetachPolicy':
    case 'MoveAccount':
    case 'EnablePolicyType':
    case 'CreatePolicy':
    case 'DeletePolicy':
      return withWhatCallTells(after, call);
  }
}

function withDocument(known: Organization, id: string, document: JsonValue): Organization {
  const policy = { ...(known.policies.get(id) ?? unknownPolicy(id)), document };
  return { ...known, policies: new Map([...known.policies, [id, policy]]) };
}

/** Of the policies that were attached only those are known that are still there. */
function onlySeen({ attached }: Organization): Organization['attached'] {
  return new Map([...attached].map(([place, { policies }]) => [place, { policies, seenOnlyInCalls: true }]));
}
