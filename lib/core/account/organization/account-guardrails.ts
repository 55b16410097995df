import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import type { PatternList, Statement } from '../../policy/statement.ts';
import { type GuardrailLevel, guardrailsOf } from './guardrails.ts';
import type { Organization } from './organization.ts';
import { UNSEEN_POLICY } from './unseen-policy.ts';

/** What an organization surely limits the principals of one account to. */
export interface AccountGuardrails {
  /** One list for each level from the root down: each must allow. */
  readonly scps: readonly (readonly NamedPolicy[])[];
  /** What they deny of resources whose ARNs name the account. */
  readonly rcps: readonly NamedPolicy[];
}

/**
 * What the principals of an account are surely limited to: policies that are not known, or that do not parse, count as if they
 * allowed everything, and those beside them deny what they deny. Undefined: nothing of the organization surely limits them.
 */
export function accountGuardrailsOf(organization: Organization, account: string): AccountGuardrails | undefined {
  const scps = (guardrailsOf(organization, account, 'SERVICE_CONTROL_POLICY') ?? [])
    .map(surely)
    .filter((level) => !limitsNothing(level));
  const rcps = (guardrailsOf(organization, account, 'RESOURCE_CONTROL_POLICY') ?? [])
    .flatMap(({ policies }) => policies)
    .flatMap((policy) => onResourcesOf(account, policy));
  return scps.length + rcps.length === 0 ? undefined : { scps, rcps };
}

/**
 * What a principal holds, as the guardrails of its account limit it. Who may assume a role is left as it is: no SCP limits
 * strangers, and no RCP their service-linked roles.
 */
export function underAccountGuardrails(held: PolicySet, guardrails: AccountGuardrails | undefined): PolicySet {
  if (guardrails === undefined || held.resource !== undefined) return held;
  const { scps, rcps } = guardrails;
  return {
    ...held,
    ...(scps.length === 0 ? {} : { scps }),
    ...(rcps.length === 0 ? {} : { rcps: [rcps] }),
  };
}

function surely({ policies, isPartial }: GuardrailLevel): readonly NamedPolicy[] {
  const known = policies.filter(({ document }) => !('unreadable' in document));
  // Organizations lets nobody detach the last one, so that none at all means that not all were seen
  const isWhole = !isPartial && known.length === policies.length && known.length > 0;
  return isWhole ? known : [...known, UNSEEN_POLICY];
}

/** Whether a level allows everything without a condition and denies nothing, as where only AWS's own policy is attached. */
function limitsNothing(level: readonly NamedPolicy[]): boolean {
  const statements = level.flatMap(statementsOf);
  if (statements.some(({ effect }) => effect === 'Deny')) return false;
  return statements.some(
    ({ action, resource, conditions }) =>
      isEverything(action) && (resource === undefined || isEverything(resource)) && conditions.length === 0,
  );
}

/**
 * An RCP as it limits the principals of its own account: their policies also reach resources of others, to which it does not
 * apply, so that only ARNs that name the account are surely under it.
 */
function onResourcesOf(account: string, policy: NamedPolicy): readonly NamedPolicy[] {
  if ('unreadable' in policy.document) return [];
  const statements = statementsOf(policy).flatMap((one) =>
    one.effect === 'Deny' && one.resource !== undefined && isEverything(one.resource)
      ? [{ ...one, resource: { negated: false, patterns: [`arn:*:*:*:${account}:*`] } }]
      : [],
  );
  return statements.length === 0 ? [] : [{ ...policy, document: { ...policy.document, statements } }];
}

function statementsOf({ document }: NamedPolicy): readonly Statement[] {
  return 'unreadable' in document ? [] : document.statements;
}

function isEverything({ negated, patterns }: PatternList): boolean {
  return !negated && patterns.includes('*');
}
