import type { Organization } from '../../../core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../core/account/organization/organization-call.ts';
import type { Call } from '../../../core/activity/call.ts';
import type { Instant } from '../../../core/instant.ts';
import { isJsonObject, type JsonValue } from '../../../core/json.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import { keepRead, keepSeen, seenBefore } from '../seen-before.ts';

/** Under which name a policy of the organization is kept, as the calls made it. */
export function organizationPolicyNameOf(id: string): string {
  return `organization policy ${id}`;
}

/** The keepsake of all of them, as they were read. */
const ALL = 'organization policies';

/** What the policy that a call rewrites said before; undefined: not known, or the call rewrites none. */
export async function policySeenBefore(
  made: OrganizationCall,
  call: Call,
  keepsakes: Keepsakes | undefined,
): Promise<JsonValue | undefined> {
  if (made.name !== 'UpdatePolicy') return undefined;
  const seen = await seenBefore({ made: organizationPolicyNameOf(made.policyId), read: ALL }, call, keepsakes);
  return isJsonObject(seen) ? seen[made.policyId] : undefined;
}

/** Keeps what a call made of a policy, and what all policies said when the organization was read. */
export async function keepPolicies(
  made: OrganizationCall,
  { call, read, readAt }: { readonly call: Call; readonly read: Organization | undefined; readonly readAt: Instant },
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  const written = documentIn(made);
  if (written !== undefined) {
    const [id, document] = written;
    await keepSeen(organizationPolicyNameOf(id), { value: { [id]: document }, seenAt: call.time }, keepsakes);
  }
  if (read !== undefined) await keepAllPolicies({ organization: read, readAt }, keepsakes);
}

/** Keeps what all policies said when the organization was read. */
export async function keepAllPolicies(
  { organization, readAt }: { readonly organization: Organization; readonly readAt: Instant },
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  const all = Object.fromEntries([...organization.policies].map(([id, { document }]) => [id, document]));
  await keepRead(ALL, { value: all, seenAt: readAt }, keepsakes);
}

function documentIn(made: OrganizationCall): readonly [string, JsonValue] | undefined {
  if (made.name === 'CreatePolicy') return [made.policy.id, made.policy.document];
  if (made.name !== 'UpdatePolicy' || made.change.document === undefined) return undefined;
  return [made.policyId, made.change.document];
}
