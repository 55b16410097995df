import { boxOfPart, type ExcessPart } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet, ResourcePolicy } from '../../access/policy-set.ts';
import type { Call } from '../../activity/call.ts';
import type { Offer } from '../../activity/offers/offer.ts';

/** A policy as that of the resource which is offered. */
export function onResource(
  policy: NamedPolicy,
  { resource }: Offer,
  { account }: Pick<Call, 'account'>,
): ResourcePolicy {
  return { policy, account, ...(resource.startsWith('arn:') ? { arn: resource } : {}) };
}

/** What a policy offers to anybody, whatever their own policies say. */
export function offeredBy(resource: ResourcePolicy): PolicySet {
  return { principal: {}, identity: [], resource };
}

/** The parts of an excess, each once: what several principals of one kind may do is found for each of them. */
export function eachPartOnce(parts: readonly ExcessPart[]): readonly ExcessPart[] {
  return [...new Map(parts.toReversed().map((part) => [JSON.stringify(boxOfPart(part)), part])).values()].toReversed();
}
