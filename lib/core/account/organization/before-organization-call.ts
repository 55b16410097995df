import type { JsonValue } from '../../json.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { applyOrganizationCall, joined, unknownPolicy } from './apply-organization-call.ts';
import { type Attachments, type Organization, placesIn } from './organization.ts';
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

/** What was seen before a call of what it took away without saying what that was. */
export interface SeenBefore {
  /** What the policy that it rewrites said; absent: not known. */
  readonly document?: JsonValue | undefined;
  /** The organization as it was read then; absent: it was not. */
  readonly organization?: Organization | undefined;
}

/**
 * What the organization was before a call of which only the state after it is known. What the call took away without
 * saying what it was is unknown, but for what was seen before.
 */
export function beforeOrganizationCall(after: Organization, call: OrganizationCall, seen: SeenBefore): Organization {
  const { organization } = seen;
  switch (call.name) {
    case 'UpdatePolicy': {
      if (call.change.document === undefined) return after;
      const document = seen.document ?? organization?.policies.get(call.policyId)?.document ?? UNKNOWN_DOCUMENT;
      return withDocument(after, call.policyId, document);
    }
    case 'DisablePolicyType': {
      const known =
        organization === undefined ? { ...after, attached: onlySeen(after) } : withType(after, call.type, organization);
      return withWhatCallTells(known, call);
    }
    case 'RemoveAccountFromOrganization':
      return organization?.parents.has(call.account) === true
        ? asItWasIn(organization, after, call.account)
        : withAccount(after, call.account);
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

/** With the policies of a type, and what they were attached to, as they were seen. */
function withType(after: Organization, type: string, seen: Organization): Organization {
  const policyOf = (id: string) => seen.policies.get(id) ?? unknownPolicy(id);
  const attached = [...after.attached].map(([place, attachments]): [string, Attachments] => {
    const before = (seen.attached.get(place)?.policies ?? []).filter((id) => policyOf(id).type === type);
    return [place, { ...attachments, policies: [...new Set([...attachments.policies, ...before])].sort() }];
  });
  return { ...after, attached: new Map(attached), policies: new Map([...seen.policies, ...after.policies]) };
}

/** With an account where it was seen, under what it was seen with. */
function asItWasIn(seen: Organization, after: Organization, account: string): Organization {
  const parent = seen.parents.get(account);
  const attachments = seen.attached.get(account);
  const parents = parent === undefined ? after.parents : new Map([...after.parents, [account, parent]]);
  const attached = attachments === undefined ? after.attached : new Map([...after.attached, [account, attachments]]);
  // what only it was under may be deleted since
  const policies = new Map([...seen.policies, ...after.policies]);
  return joined({ ...after, parents, attached, policies }, account);
}

/** Of the policies that were attached only those are known that are still there. */
function onlySeen({ attached }: Organization): Organization['attached'] {
  return new Map([...attached].map(([place, { policies }]) => [place, { policies, seenOnlyInCalls: true }]));
}
