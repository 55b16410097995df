import { applyIdentityCenterCall } from '../../core/account/identity-center/apply-identity-center-call.ts';
import { applyOrganizationCall } from '../../core/account/organization/apply-organization-call.ts';
import type { Services } from '../../core/account/services/services.ts';
import { type Call, changesOf } from '../../core/activity/call.ts';
import type { Change, ResourcePolicyChange, WatchedChange } from '../../core/activity/changes.ts';
import { identityCenterCallOf, isProvisioning } from '../../core/activity/identity-center-call-of.ts';
import { organizationCallOf } from '../../core/activity/organization-call-of.ts';
import { KnownPolicies } from '../../core/governance/sharing/known-policies.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';

/** What services keep after a call that they took; the same where it is about nothing that is kept. */
export function playedIn(services: Services, call: Call): Services {
  return call.error === undefined
    ? changesOf(call).reduce((before, change) => withChange(before, call, change), services)
    : services;
}

function withChange(before: Services, call: Call, change: Change): Services {
  switch (change.kind) {
    case 'identity-center':
      return inIdentityCenter(before, call, change);
    case 'organization': {
      const made = organizationCallOf(call, change);
      return made === undefined
        ? before
        : { ...before, organization: applyOrganizationCall(before.organization, made) };
    }
    case 'resource-policy':
      return withPolicies(before, call, change);
    case 'access':
    case 'environment':
    case 'role-handed':
    case 'role-used':
    case 'trust':
    case 'credential':
    case 'session':
    case 'guard':
    case 'tamper':
    case 'gate':
    case 'deployment':
    case 'unknown':
      return before;
  }
}

function inIdentityCenter(before: Services, call: Call, change: WatchedChange): Services {
  const arn = change.resources[0] ?? '';
  if (isProvisioning(call)) {
    return { ...before, unprovisioned: new Set([...before.unprovisioned].filter((other) => other !== arn)) };
  }
  const made = identityCenterCallOf(call, change);
  if (made === undefined) return before;
  const identityCenter = applyIdentityCenterCall(before.identityCenter, made);
  if (!('permissionSetArn' in made)) return { ...before, identityCenter };
  return { ...before, identityCenter, unprovisioned: new Set([...before.unprovisioned, made.permissionSetArn]) };
}

function withPolicies(before: Services, call: Call, change: ResourcePolicyChange): Services {
  const known = new KnownPolicies();
  for (const resource of change.resources) {
    const policy = before.policies.get(resource);
    if (policy !== undefined) known.set(call.account, resource, { policy, extent: 'whole' });
  }
  known.follow(call, change);
  const policies = new Map(before.policies);
  for (const resource of change.resources) {
    const policy = known.of(call.account, resource)?.policy;
    if (policy === undefined || isEmpty(policy)) policies.delete(resource);
    else policies.set(resource, policy);
  }
  return { ...before, policies };
}

function isEmpty(policy: JsonValue): boolean {
  return isJsonObject(policy) && [policy['Statement'] ?? []].flat().length === 0;
}
