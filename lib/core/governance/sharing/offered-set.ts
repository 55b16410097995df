import { decide } from '../../access/decide.ts';
import { boxOfPart, type ExcessPart } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet, ResourcePolicy } from '../../access/policy-set.ts';
import type { Call } from '../../activity/call.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { parseArn } from '../../policy/arn.ts';
import type { SharingExcess } from './raise-sharing.ts';

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

/**
 * The same excess, shown on the very resource that is offered, where a policy says `*` for it: `decide` has to confirm the
 * request there.
 */
export function shownOn(
  resource: string,
  comparison: SharingExcess['comparison'],
  { granted, limits }: { readonly granted: PolicySet; readonly limits: readonly PolicySet[] },
): SharingExcess['comparison'] {
  if (comparison.verdict !== 'exceeds' || !isOfOneType(comparison.witness.resource, resource)) return comparison;
  const witness = { ...comparison.witness, resource };
  const isShown =
    decide(granted, witness).decision === 'allow' &&
    limits.every((limit) => decide(limit, witness).decision.endsWith('-deny'));
  return isShown ? { ...comparison, witness } : comparison;
}

function isOfOneType(one: string, other: string): boolean {
  const [first, second] = [parseArn(one), parseArn(other)];
  if (first === undefined || second === undefined || other.includes('*') || first.service !== second.service)
    return false;
  const [parts, others] = [first.resource.split(/[:/]/), second.resource.split(/[:/]/)];
  return parts.length > 1 && parts.length === others.length && parts[0] === others[0];
}
