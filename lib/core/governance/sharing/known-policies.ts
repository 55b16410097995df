import type { ResourcePolicyChange } from '../../activity/changes.ts';
import type { Call } from '../../activity/call.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import type { JsonValue } from '../../json.ts';

/** Policies that are remembered; when there are more, the one that was set longest ago is forgotten. */
const MOST_POLICIES = 10_000;

/** The policies of resources, as calls set them one after the other. */
export class KnownPolicies {
  readonly #policies = new Map<string, JsonValue>();

  /** The policy of a resource (its ARN) in an account; undefined: it was not seen. */
  of(account: string, resource: string): JsonValue | undefined {
    return this.#policies.get(keyOf(account, resource));
  }

  /** Keeps what a call made of policies. What it changed in a way that cannot be followed is not known any more. */
  follow(call: Pick<Call, 'source' | 'name' | 'account'>, change: ResourcePolicyChange): void {
    const offers = offersOf(call, change) ?? [];
    for (const resource of change.resources) this.#policies.delete(keyOf(call.account, resource));
    for (const { extent, resource, policy } of offers) {
      if (extent === 'whole') this.#policies.set(keyOf(call.account, resource), policy);
    }
    const [oldest] = this.#policies.keys();
    if (this.#policies.size > MOST_POLICIES && oldest !== undefined) this.#policies.delete(oldest);
  }
}

/** Bucket ARNs name no account, and one may be deleted and made again in another. */
function keyOf(account: string, resource: string): string {
  return `${account} ${resource}`;
}
