import type { Call } from '../../core/activity/call.ts';
import type { ResourcePolicyChange } from '../../core/activity/changes.ts';
import { KnownPolicies, type KnownPolicy } from '../../core/governance/sharing/known-policies.ts';
import { isJsonObject, jsonForm, type JsonValue } from '../../core/json.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { policyNameOf } from './forget-policies.ts';

/** A call names a few resources, mostly; of more than these no policies are kept. */
const MOST_RESOURCES = 20;

/**
 * The policies of the resources that a call names, as earlier calls made them. Where a call of the same moment or later was
 * handled already, what was before this one is not known; where it was this very call, it is what was before it.
 */
export async function policiesBefore(
  call: Call,
  { resources }: ResourcePolicyChange,
  keepsakes: Keepsakes | undefined,
): Promise<KnownPolicies> {
  const known = new KnownPolicies();
  for (const resource of resources.slice(0, MOST_RESOURCES)) {
    const kept = await keepsakes?.last(policyNameOf(call.account, resource));
    if (kept === undefined) continue;
    const isOfThis = isJsonObject(kept.value) && kept.value['call'] === call.id;
    const before = isOfThis ? kept.value['before'] : kept.seenAt < call.time ? kept.value : undefined;
    const policy = knownPolicyOf(before);
    if (policy !== undefined) known.set(call.account, resource, policy);
  }
  return known;
}

/** Keeps what a call made of the policies that it names, unless what is kept is of the same moment or later. */
export async function keepPolicies(
  call: Call,
  change: ResourcePolicyChange,
  before: KnownPolicies,
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  const resources = change.resources.slice(0, MOST_RESOURCES);
  const earlier = new Map(resources.map((resource) => [resource, before.of(call.account, resource)]));
  before.follow(call, change);
  for (const resource of resources) {
    const after = before.of(call.account, resource);
    const former = earlier.get(resource);
    if (after === former) continue;
    const name = policyNameOf(call.account, resource);
    const kept = await keepsakes?.last(name);
    if (kept !== undefined && kept.seenAt >= call.time) continue;
    const value = jsonForm({ ...after, call: call.id, before: former ?? null });
    await keepsakes?.keep(name, { value, seenAt: call.time });
  }
}

function knownPolicyOf(value: JsonValue | undefined): KnownPolicy | undefined {
  if (!isJsonObject(value)) return undefined;
  const { policy, extent } = value;
  if (policy === undefined || (extent !== 'whole' && extent !== 'part')) return undefined;
  return { policy, extent };
}
