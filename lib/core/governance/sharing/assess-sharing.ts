import type { Call } from '../../activity/call.ts';
import type { ResourcePolicyChange } from '../../activity/changes.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import type { JsonValue } from '../../json.ts';
import { assessWatched } from '../assess-watched.ts';
import type { Finding } from '../finding.ts';
import { isOfAws } from '../on-behalf.ts';
import { excessBeyondAccount, type PolicyStep } from './beyond-account.ts';
import { excessOfGrantee, type Grantee } from './excess-of-grantee.ts';
import { documentOf, offeredPolicy } from './offered-policy.ts';
import { type OwnGrantees, ownGranteesOf } from './own-grantees.ts';
import { raiseSharing, type SharingContext } from './raise-sharing.ts';

export interface SharingAssessment extends SharingContext {
  /** The change to look at: of one call there may be several. */
  readonly change: ResourcePolicyChange;
  /** The policy that a resource (its ARN) had before the call, where it is known. */
  readonly before: (resource: string) => JsonValue | undefined;
  /** The account's own principals that may get something by it: see `ownGranteesOfCall`. */
  readonly grantees: readonly Grantee[];
}

/**
 * What a call that changes who may use a resource gives in excess. To others than the account's own: what neither the
 * standards file lets it offer nor it offered before. To the account's own principals: what is beyond their standards and
 * what they had. A call whose record does not tell what it gives, and what AWS does by itself, is an
 * `unassessed-change`.
 */
export function assessSharing(input: SharingAssessment): readonly Finding[] {
  const { call, change, before, grantees } = input;
  if (call.error !== undefined) return [];
  const offers = isOfAws(call.actor) ? undefined : offersOf(call, change);
  if (offers === undefined) return assessWatched(input);
  return offers.flatMap((offer) => {
    const step = stepTo(offer, before(offer.resource));
    const own = grantees.map((grantee) => excessOfGrantee(grantee, step, input));
    const excesses = [excessBeyondAccount(step, input), ...own];
    return excesses.flatMap((excess) => (excess === undefined ? [] : [raiseSharing(excess, input)]));
  });
}

/** Whom of its own account a call lets in by itself: who is to be known for its assessment. */
export function ownGranteesOfCall(call: Call, change: ResourcePolicyChange): OwnGrantees {
  const documents = (offersOf(call, change) ?? []).map((offer) => documentOf(stepTo(offer, undefined).after));
  const all = documents.flatMap((document) => (document === undefined ? [] : [ownGranteesOf(document, call.account)]));
  const isOpen = all.some(({ reach }) => reach === 'everyone');
  return { named: [...new Set(all.flatMap(({ named }) => named))], reach: isOpen ? 'everyone' : 'named' };
}

function stepTo(offer: Offer, known: JsonValue | undefined): PolicyStep {
  return {
    offer,
    after: offeredPolicy(`policy of ${offer.resource}`, offer.policy),
    before: known === undefined ? undefined : offeredPolicy('its policy of before', known),
  };
}
