import type { Comparison } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet, ResourcePolicy } from '../../access/policy-set.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState, Role } from '../../account/state.ts';
import { onResourceOf } from '../../policy/on-resource-of.ts';
import { trustPolicyOf } from '../../account/effective.ts';
import type { Governance, Standard } from './standards.ts';
import { namedTokensIn, onlyVouchedFor, withoutStrangers } from '../roles/strangers.ts';
import { ceilingFor, USUAL_CEILING } from './trust-ceiling.ts';

/** What a standard allows this very principal: its policies, with what is known of the principal pinned. */
export function standardSet(standard: Standard, of: PolicySet): PolicySet {
  return { principal: of.principal, identity: standard.policies };
}

/** Who may assume a role, as a policy set; undefined where the ARN is no role of the state. */
export function trustSetOf(state: AccountState, roleArn: string): PolicySet | undefined {
  const role = principalOf(state, roleArn);
  if (role === undefined || role.kind === 'user') return undefined;
  return trustSet(role, state.account);
}

/** By what the trust of a role is measured. */
export interface TrustMeasure {
  readonly standard: Standard;
  readonly trustedTokens: Governance['trustedTokens'];
}

/**
 * Who may at most assume a role, as a policy set; undefined where the set is no role's trust. A standard that says nothing of it
 * leaves it to the account, its providers and AWS's services: to let somebody else in is never what nobody has said. Of an
 * issuer that serves everybody only those count whom the role's own trust policy names, or who are said to be one's own.
 */
export function ceilingSet({ standard, trustedTokens }: TrustMeasure, of: PolicySet): PolicySet | undefined {
  if (of.resource === undefined) return undefined;
  return ceilingOf(
    of.resource,
    withoutStrangers(ceilingPolicy(standard, of.resource), of.resource.policy, trustedTokens),
  );
}

/**
 * How the trust of a role goes beyond its standard, as `beyond` compares it with a ceiling; undefined where the set is no role's
 * trust. Whom it names of an issuer that serves everybody may be a stranger where nobody says that they are one's own.
 */
export function trustBeyond(
  of: PolicySet,
  measure: TrustMeasure,
  beyond: (ceiling: PolicySet) => Comparison,
): Comparison | undefined {
  const ceiling = ceilingSet(measure, of);
  if (ceiling === undefined || of.resource === undefined) return undefined;
  const found = beyond(ceiling);
  const { standard, trustedTokens } = measure;
  const vouched = onlyVouchedFor(ceilingPolicy(standard, of.resource), of.resource.policy, trustedTokens);
  if (found.verdict !== 'within' || vouched === undefined) return found;
  const doubtful = beyond(ceilingOf(of.resource, vouched));
  if (doubtful.verdict === 'within') return found;
  const detail = `nobody says that ${namedTokensIn(of.resource.policy).join('; ')} is your own; if so, list it in trustedTokens of the standards`;
  const reasons = [{ rule: 'token-unknown', detail }, ...doubtful.reasons];
  return { verdict: 'undetermined', excess: doubtful.excess, reasons };
}

function ceilingPolicy(standard: Standard, { account }: ResourcePolicy): NamedPolicy {
  return ceilingFor(standard.assumableBy ?? USUAL_CEILING, account);
}

function ceilingOf(resource: ResourcePolicy, policy: NamedPolicy): PolicySet {
  return { principal: {}, identity: [], resource: { ...resource, policy } };
}

function trustSet(role: Role, account: string): PolicySet {
  const { name, document } = trustPolicyOf(role);
  const policy = { name, document: 'unreadable' in document ? document : onResourceOf(account, document) };
  return { principal: {}, identity: [], resource: { policy, arn: role.arn, account } };
}
