import type { ResourcePolicyChange } from '../../activity/changes.ts';
import type { Call } from '../../activity/call.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import { textAt } from '../../activity/member.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** What is known of the policy of a resource. */
export interface KnownPolicy {
  /** Its document. */
  readonly policy: JsonValue;
  /** `part`: it may have more statements. */
  readonly extent: 'whole' | 'part';
}

/** Policies that are remembered; when there are more, the one that was set longest ago is forgotten. */
const MOST_POLICIES = 10_000;

const EMPTY: JsonObject = { Version: '2012-10-17', Statement: [] };

/** The policies of resources, as calls set them one after the other. */
export class KnownPolicies {
  readonly #policies = new Map<string, KnownPolicy>();

  /** The policy of a resource (its ARN) in an account; undefined: nothing of it was seen. */
  of(account: string, resource: string): KnownPolicy | undefined {
    return this.#policies.get(keyOf(account, resource));
  }

  /** What is known of a policy from elsewhere. */
  set(account: string, resource: string, known: KnownPolicy): void {
    this.#policies.set(keyOf(account, resource), known);
  }

  /** Keeps what a call made of policies. What it changed in a way that cannot be followed is not known any more. */
  follow(call: Pick<Call, 'source' | 'name' | 'account'>, change: ResourcePolicyChange): void {
    for (const [resource, known] of this.#after(call, change)) {
      const key = keyOf(call.account, resource);
      this.#policies.delete(key);
      if (known !== undefined) this.#policies.set(key, known);
    }
    const [oldest] = this.#policies.keys();
    if (this.#policies.size > MOST_POLICIES && oldest !== undefined) this.#policies.delete(oldest);
  }

  /** Forgets the policies of resources that are gone: what is made again under their names begins without one. */
  forget(account: string, resources: readonly string[]): void {
    for (const resource of resources) this.#policies.delete(keyOf(account, resource));
  }

  #after(
    call: Pick<Call, 'source' | 'name' | 'account'>,
    change: ResourcePolicyChange,
  ): readonly (readonly [string, KnownPolicy | undefined])[] {
    if (change.effect === 'remove') return this.#afterRemoval(call, change);
    const offers = offersOf(call, change);
    if (offers === undefined) return change.resources.map((resource) => [resource, undefined]);
    return offers
      .filter(({ extent }) => extent !== 'beside')
      .map((offer) => [offer.resource, this.#withOffer(call.account, offer)]);
  }

  #withOffer(account: string, { extent, policy, resource }: Offer): KnownPolicy {
    if (extent === 'whole') return { policy, extent };
    const known = this.of(account, resource) ?? { policy: EMPTY, extent: 'part' };
    const statements = [...statementsIn(known.policy), ...statementsIn(policy)];
    return { policy: { ...EMPTY, Statement: statements }, extent: known.extent };
  }

  #afterRemoval(
    { name, account }: Pick<Call, 'name' | 'account'>,
    { asked, resources }: ResourcePolicyChange,
  ): readonly (readonly [string, KnownPolicy | undefined])[] {
    if (WHOLE_POLICY_REMOVED.test(name))
      return resources.map((resource) => [resource, { policy: EMPTY, extent: 'whole' }]);
    if (name !== 'RemovePermission') return [];
    const sid = textAt(asked, 'statementId') ?? textAt(asked, 'label');
    return resources.map((resource) => {
      const known = this.of(account, resource);
      if (known === undefined || sid === undefined) return [resource, undefined];
      const left = statementsIn(known.policy).filter(
        (statement) => !isJsonObject(statement) || statement['Sid'] !== sid,
      );
      return [resource, { policy: { ...EMPTY, Statement: left }, extent: known.extent }];
    });
  }
}

const WHOLE_POLICY_REMOVED = /^Delete(?:\w*Policy)$/;

function statementsIn(policy: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(policy)) return [];
  return [policy['Statement'] ?? []].flat();
}

/** Bucket ARNs name no account, and one may be deleted and made again in another. */
function keyOf(account: string, resource: string): string {
  return `${account} ${resource}`;
}
