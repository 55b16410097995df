import { decide } from '../core/access/decide.ts';
import type { NamedPolicy } from '../core/access/policy-set.ts';
import { policySetOf, trustPolicyOf } from '../core/account/effective.ts';
import { principalOf, principalsOf } from '../core/account/slice.ts';
import type { AccountState, Principal, Role } from '../core/account/state.ts';
import { actsAs } from '../core/governance/acts-as.ts';
import type { Person } from '../core/governance/standards.ts';
import { globMatches } from '../core/policy/glob.ts';

/** The ways into a role without a token from outside the account. */
const WAYS_IN = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] as const;

/**
 * Through what a person would get the access of a principal: as that principal, or by assuming its role, also through
 * other roles. Conditions are taken as met and what cannot be decided as allowed: an approver too few costs a signature,
 * one too many costs the control. Undefined: not at all, as far as the account tells.
 */
export function gainsBy(
  person: Person,
  principalArn: string,
  account: AccountState | undefined,
): { readonly through: string } | undefined {
  if (actsAs(person, principalArn)) return { through: principalArn };
  const target = account === undefined ? undefined : principalOf(account, principalArn);
  if (account === undefined || target === undefined || target.kind === 'user') return undefined;
  return wayTo(target, person, account);
}

/** Goes back from the role to those who may assume it, until one of them is the person. */
function wayTo(target: Role, person: Person, account: AccountState): { readonly through: string } | undefined {
  const principals = principalsOf(account);
  const reached = new Set<string>([target.arn]);
  const open: Role[] = [target];
  for (let role = open.shift(); role !== undefined; role = open.shift()) {
    for (const principal of principals) {
      if (reached.has(principal.arn) || !mayAssume(principal, role, account)) continue;
      if (isActedAsBy(person, principal)) return { through: principal.arn };
      reached.add(principal.arn);
      if (principal.kind === 'role') open.push(principal);
    }
  }
  return undefined;
}

function mayAssume(principal: Principal, role: Role, account: AccountState): boolean {
  const policies = policySetOf(account, principal.arn);
  if (policies === undefined) return true;
  const resource = { policy: widest(trustPolicyOf(role)), arn: role.arn, account: account.account };
  const wide = { ...policies, identity: policies.identity.map(widest), resource };
  return WAYS_IN.some((action) => {
    const request = {
      principal: principal.arn,
      action,
      resource: role.arn,
      resourceAccount: account.account,
      context: {},
    };
    const { decision } = decide(wide, request);
    return decision === 'allow' || decision === 'undetermined';
  });
}

/** A policy as it would be if every condition of an Allow were met and none of a Deny. */
function widest(policy: NamedPolicy): NamedPolicy {
  const { name, document } = policy;
  if ('unreadable' in document) return policy;
  const statements = document.statements
    .filter(({ effect, conditions }) => effect === 'Allow' || conditions.length === 0)
    .map((statement) => ({ ...statement, conditions: [] }));
  return { name, document: { ...document, statements } };
}

/** By the principal's own names, or by a session of the role: `arn:aws:sts::111122223333:assumed-role/NAME/SESSION`. */
function isActedAsBy(person: Person, principal: Principal): boolean {
  if (actsAs(person, principal.arn)) return true;
  if (principal.kind === 'user') return false;
  return person.actsAs.some((pattern) => {
    const name = /:assumed-role\/(?<name>[^/]+)\//.exec(pattern)?.groups?.['name'];
    return name !== undefined && globMatches(name.toLowerCase(), principal.name.toLowerCase());
  });
}
