import { compareWithUnknown } from '../../access/compare.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { policySetOf } from '../../account/effective.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { parseArn } from '../../policy/arn.ts';
import { standardSet } from '../standards/access-limits.ts';
import { classOf, classOfActor } from '../standards/classify.ts';
import { severityOf } from '../severity.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import { beforeUnknown, type PolicyStep } from './beyond-account.ts';
import { documentOf } from './offered-policy.ts';
import { directGrantsOf } from './direct-grants.ts';
import { eachPartOnce } from './offered-set.ts';
import type { SharingContext, SharingExcess } from './raise-sharing.ts';

/** A principal of the account, and the state that shows it; undefined: it is known by its ARN alone. */
export interface Grantee {
  /** ARN of a role or user. */
  readonly arn: string;
  readonly state: AccountState | undefined;
}

/**
 * What a resource's policy gives a principal of its own account beyond the standard of its class, and beyond what it had:
 * by its own policies, and by the resource's policy of before. Undefined: nothing.
 */
export function excessOfGrantee(
  { arn, state }: Grantee,
  step: PolicyStep,
  { governance }: SharingContext,
): SharingExcess | undefined {
  const { offer, after } = step;
  const principalClass = classOfGrantee({ arn, state }, governance);
  const held = state === undefined ? undefined : policySetOf(state, arn);
  const own = held ?? { principal: { arn }, identity: [] };
  const { policy, isLimited } = directGrantsOf(after, arn);
  const granted: PolicySet =
    isLimited === 'by nothing' ? { principal: own.principal, identity: [policy] } : { ...own, identity: [policy] };
  const limits = [standardSet(principalClass.standard, granted), ...heldBefore(own, arn, step)];
  const found = compareWithUnknown(granted, limits);
  if (found.verdict === 'within') return undefined;
  const comparison = { ...found, excess: eachPartOnce(found.excess) };
  const { verdict, excess } = comparison;
  const severity = severityOf({ verdict, excess, classKind: principalClass.kind, openings: [] });
  const detail = `the policy of ${offer.resource} lets ${arn} in by itself, beyond the standard of class "${principalClass.name}"`;
  const reasons = [{ rule: 'granted-by-resource', detail }, ...comparison.reasons, ...beforeUnknown(step)];
  return { kind: 'excess-sharing', offer, comparison, severity, reasons, grantee: { arn, principalClass } };
}

function classOfGrantee({ arn, state }: Grantee, governance: Governance): PrincipalClass {
  const principal = state === undefined ? undefined : principalOf(state, arn);
  if (principal !== undefined) return classOf(principal, governance);
  return classOfActor({ agentMarkers: [], principalArn: arn }, state, governance);
}

/**
 * What the principal could do to the resource before. Policies that cannot be read are taken to have given nothing. Of a key
 * the principal's own policies give nothing unless the key's policy passes the key on to its account.
 */
function heldBefore(own: PolicySet, arn: string, { offer, before }: PolicyStep): readonly PolicySet[] {
  if ((own.boundary ?? []).some((policy) => documentOf(policy) === undefined)) return [];
  const identity = own.identity.filter((policy) => documentOf(policy) !== undefined);
  const direct = before === undefined ? [] : [directGrantsOf(before, arn).policy];
  const isKey = offer.resource.includes(':kms:');
  const held = isKey && !passesOn(before, arn) ? direct : [...identity, ...direct];
  return [{ ...own, identity: held.filter((policy) => documentOf(policy) !== undefined) }];
}

/** Whether a key's policy lets its account use it for whatever the policies of its principals say. */
function passesOn(before: NamedPolicy | undefined, to: string): boolean {
  const account = parseArn(to)?.account ?? '';
  const statements = before === undefined ? [] : (documentOf(before)?.statements ?? []);
  return statements.some(
    ({ effect, action, conditions, principal }) =>
      effect === 'Allow' &&
      conditions.length === 0 &&
      action.patterns.some((pattern) => pattern.toLowerCase() === 'kms:*') &&
      principal?.aws.some((entry) => entry === account || entry.endsWith(`::${account}:root`)) === true,
  );
}
