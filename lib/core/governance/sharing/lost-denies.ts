import { compare } from '../../access/compare.ts';
import type { NamedPolicy } from '../../access/policy-set.ts';
import type { PrincipalElement, Statement } from '../../policy/statement.ts';
import { eachPartOnce, offeredBy, onResource } from './offered-set.ts';
import { documentOf } from './offered-policy.ts';
import type { PolicyStep } from './beyond-account.ts';
import type { SharingContext, SharingExcess } from './raise-sharing.ts';

const EVERYONE: PrincipalElement = { negated: false, aws: ['*'], service: [], federated: [], canonicalUser: [] };

/** Everything that the Denies of a policy leave. */
const LEFT: Statement = {
  sid: 'what its Deny statements leave',
  index: -1,
  effect: 'Allow',
  principal: EVERYONE,
  action: { negated: false, patterns: ['*'] },
  conditions: [],
};

/**
 * What the policy of a resource denied before and does not deny any more: who has it by other policies has it again.
 * Undefined: nothing, or what it denied before is not known.
 */
export function lostDenies({ offer, after, before }: PolicyStep, { call }: SharingContext): SharingExcess | undefined {
  const former = before === undefined ? undefined : denyingOnly(before);
  const present = denyingOnly(after);
  if (former === undefined || present === undefined || former.document.statements.length === 1) return undefined;
  const asSet = (policy: NamedPolicy) => offeredBy(onResource(policy, offer, call));
  const found = compare(asSet(present), [asSet(former)]);
  if (found.verdict === 'within') return undefined;
  const detail = `the policy of ${offer.resource} does not deny any more what it denied before: whoever has it by another policy has it again`;
  const reasons = [{ rule: 'deny-removed', detail }, ...found.reasons];
  const comparison = { ...found, excess: eachPartOnce(found.excess) };
  return { kind: 'guardrail-removed', offer, comparison, severity: 'medium', reasons };
}

function denyingOnly(policy: NamedPolicy) {
  const document = documentOf(policy);
  if (document === undefined) return undefined;
  const denies = document.statements.filter(({ effect }) => effect === 'Deny');
  return { name: policy.name, document: { ...document, statements: [LEFT, ...denies] } };
}
