import type { PlanCall } from '../../account/plan-call.ts';
import type { Call } from '../../activity/call.ts';
import type { ResourcePolicyChange } from '../../activity/changes.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import type { NamedPolicy } from '../../access/policy-set.ts';
import { isJsonObject } from '../../json.ts';
import { assessWatched } from '../assess/assess-watched.ts';
import type { Finding } from '../finding.ts';
import { isOfAws } from '../assess/giver.ts';
import { excessBeyondAccount, type PolicyStep } from './beyond-account.ts';
import { excessOfGrantee, type Grantee } from './excess-of-grantee.ts';
import { resourcePlan } from '../holds/beyond/resource-plan.ts';
import { isSigned } from '../holds/raise-together.ts';
import { documentOf, offeredPolicy } from './offered-policy.ts';
import type { KnownPolicy } from './known-policies.ts';
import { lostDenies } from './lost-denies.ts';
import { type OwnGrantees, ownGranteesOf } from './own-grantees.ts';
import { raiseSharing, type SharingContext } from './raise-sharing.ts';
import { sourceBucketsIn } from './source-buckets.ts';

/** A call that changes the policy of a resource, with the policy before it. */
export interface SharingAssessment extends SharingContext {
  /** The change to look at: of one call there may be several. */
  readonly change: ResourcePolicyChange;
  /** The policy that a resource (its ARN), or a bucket that the call names, had before the call, as far as it is known. */
  readonly before: (resource: string) => KnownPolicy | undefined;
  /** The account's own principals that may get something by it: see `ownGranteesOfCall`. */
  readonly grantees: readonly Grantee[];
  /** What people have signed and may be done now; absent: nothing. */
  readonly signed?: readonly PlanCall[];
}

/**
 * What a call that changes who may use a resource gives in excess. To others than the account's own: what neither the
 * standards file lets it offer nor it offered before. To the account's own principals: what is beyond their standards and
 * what they had. To whoever has access by other policies: what it denied before. A call whose record does not tell what it
 * gives, and what AWS does by itself, is an `unassessed-change`.
 */
export function assessSharing(input: SharingAssessment): readonly Finding[] {
  const { call, change } = input;
  if (call.error !== undefined) return [];
  const offers = isOfAws(call.actor) ? undefined : (removals(input) ?? offersOf(call, change));
  if (offers === undefined || offers.some((offer) => takesAwayUnknown(offer, input))) return assessWatched(input);
  return offers.flatMap((offer) => {
    const step = stepTo(offer, input);
    const own = input.grantees.map((grantee) => excessOfGrantee(grantee, step, input));
    const denied = offer.extent === 'whole' ? lostDenies(step, input) : undefined;
    const excesses = [excessBeyondAccount(step, input), ...own, denied].filter((excess) => excess !== undefined);
    const plan = resourcePlan({ call, offer, before: input.before(offer.resource) });
    return isSigned(plan, input.signed ?? []) ? [] : raiseSharing(excesses, plan, input);
  });
}

/** The empty policies that a removal leaves; undefined: it is none, or what it takes away is not known. */
function removals({ change, before }: SharingAssessment): readonly Offer[] | undefined {
  if (change.effect !== 'remove' || change.resources.length === 0) return undefined;
  const isKnown = change.resources.every((resource) => before(resource)?.extent === 'whole');
  return isKnown ? change.resources.map((resource) => ({ resource, extent: 'whole', policy: NOTHING })) : undefined;
}

/** Whether an offer leaves no policy where what was there is not known: it may have denied something. */
function takesAwayUnknown({ extent, resource, policy }: Offer, { before }: SharingAssessment): boolean {
  const statements = isJsonObject(policy) ? [policy['Statement'] ?? []].flat() : [policy];
  return extent === 'whole' && statements.length === 0 && before(resource)?.extent !== 'whole';
}

const NOTHING = { Version: '2012-10-17', Statement: [] };

/** Whom of its own account a call lets in by itself: who is to be known for its assessment. */
export function ownGranteesOfCall(call: Call, change: ResourcePolicyChange): OwnGrantees {
  const documents = (offersOf(call, change) ?? []).map((offer) => documentOf(afterOf(offer, call.account)));
  const all = documents.flatMap((document) => (document === undefined ? [] : [ownGranteesOf(document, call.account)]));
  const isOpen = all.some(({ reach }) => reach === 'everyone');
  return { named: [...new Set(all.flatMap(({ named }) => named))], reach: isOpen ? 'everyone' : 'named' };
}

function stepTo(offer: Offer, { before, call: { account } }: SharingAssessment): PolicyStep {
  const known = before(offer.resource);
  const after = afterOf(offer, account);
  return {
    offer,
    after,
    before: known === undefined ? undefined : offeredPolicy('its policy of before', known.policy, account),
    knownBefore: known?.extent ?? 'nothing',
    // only who owns a bucket gives it a policy
    ownBuckets: sourceBucketsIn(documentOf(after)).filter((bucket) => before(bucket) !== undefined),
  };
}

function afterOf({ resource, policy }: Offer, account: string): NamedPolicy {
  return offeredPolicy(`policy of ${resource}`, policy, account);
}
