import type { PolicySet } from '../../access/policy-set.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState, Role } from '../../account/state.ts';
import { trustPolicyOf } from '../../account/effective.ts';
import type { Standard } from './standards.ts';
import { withoutStrangers } from '../roles/strangers.ts';
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

/**
 * Who may at most assume a role, as a policy set; undefined where the set is no role's trust. A standard that says nothing of it
 * leaves it to the account, its providers and AWS's services: to let somebody else in is never what nobody has said. Of an
 * issuer that serves everybody only those count whom the role's own trust policy names.
 */
export function ceilingSet(standard: Standard, of: PolicySet): PolicySet | undefined {
  if (of.resource === undefined) return undefined;
  const ceiling = ceilingFor(standard.assumableBy ?? USUAL_CEILING, of.resource.account);
  const policy = withoutStrangers(ceiling, of.resource.policy);
  return { principal: {}, identity: [], resource: { ...of.resource, policy } };
}

function trustSet(role: Role, account: string): PolicySet {
  return { principal: {}, identity: [], resource: { policy: trustPolicyOf(role), arn: role.arn, account } };
}
