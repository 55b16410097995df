import { isResourcePolicyAlone } from '../decide.ts';
import type { AccessRequest, PolicySet, PrincipalFacts } from '../policy-set.ts';
import { type Membership, membership } from './membership.ts';

/**
 * A set of requests: all that a policy set allows, or such sets put together. Union, intersection and difference are sets
 * of the same kind, so every question can be asked of them as well.
 */
export type Ambit =
  | { readonly kind: 'allowed'; readonly policies: PolicySet }
  | { readonly kind: 'union'; readonly of: readonly Ambit[] }
  | { readonly kind: 'intersection'; readonly of: readonly Ambit[] }
  | { readonly kind: 'difference'; readonly of: Ambit; readonly without: Ambit };

/** All requests that a policy set allows. */
export function ambitOf(policies: PolicySet): Ambit {
  return { kind: 'allowed', policies };
}

/** The requests in at least one of the sets; of none of them: the empty set. */
export function union(...of: readonly Ambit[]): Ambit {
  return { kind: 'union', of };
}

/** The requests in every one of the sets, of which there is at least one. */
export function intersect(first: Ambit, ...others: readonly Ambit[]): Ambit {
  return { kind: 'intersection', of: [first, ...others] };
}

/** The requests of one set that are not in another. */
export function subtract(of: Ambit, without: Ambit): Ambit {
  return { kind: 'difference', of, without };
}

/** The policy sets that an ambit is made of, and whether each is added or taken away. */
export function policySetsOf(ambit: Ambit): readonly PolicySet[] {
  switch (ambit.kind) {
    case 'allowed':
      return [ambit.policies];
    case 'union':
    case 'intersection':
      return ambit.of.flatMap(policySetsOf);
    case 'difference':
      return [...policySetsOf(ambit.of), ...policySetsOf(ambit.without)];
  }
}

/** The same set as if all its policies belonged to one principal; but for policies of resources, which belong to nobody. */
export function asOf(facts: PrincipalFacts, ambit: Ambit): Ambit {
  switch (ambit.kind) {
    case 'allowed': {
      const { policies } = ambit;
      return isResourcePolicyAlone(policies) ? ambit : ambitOf({ ...policies, principal: facts });
    }
    case 'union':
    case 'intersection':
      return { kind: ambit.kind, of: ambit.of.map((each) => asOf(facts, each)) };
    case 'difference':
      return subtract(asOf(facts, ambit.of), asOf(facts, ambit.without));
  }
}

/**
 * Whether a request is in the set: yes, no, or the rule that leaves it open. Found with the compiled statements that the
 * search uses; `decide` says the same.
 */
export function contains(ambit: Ambit, request: AccessRequest): Membership {
  const segmentWise = containsBy(ambit, (policies) => membership(policies, request, 'segment-wise'));
  const crossing = containsBy(ambit, (policies) => membership(policies, request, 'crossing'));
  return segmentWise === crossing || typeof segmentWise === 'object' ? segmentWise : { unclear: 'arn-colon-crossing' };
}

/** Whether something is in the set, from whether it is in each of the sets that it is made of. */
export function containsBy(ambit: Ambit, isAllowed: (policies: PolicySet) => Membership): Membership {
  switch (ambit.kind) {
    case 'allowed':
      return isAllowed(ambit.policies);
    case 'union':
      return not(every(ambit.of.map((each) => not(containsBy(each, isAllowed)))));
    case 'intersection':
      return every(ambit.of.map((each) => containsBy(each, isAllowed)));
    case 'difference':
      return every([containsBy(ambit.of, isAllowed), not(containsBy(ambit.without, isAllowed))]);
  }
}

function every(answers: readonly Membership[]): Membership {
  if (answers.includes('no')) return 'no';
  return answers.find((answer) => answer !== 'yes') ?? 'yes';
}

function not(answer: Membership): Membership {
  if (typeof answer === 'object') return answer;
  return answer === 'yes' ? 'no' : 'yes';
}
