import { decide } from '../core/access/decide.ts';
import type { NamedPolicy, PolicySet } from '../core/access/policy-set.ts';
import { policySetOf, trustPolicyOf } from '../core/account/effective.ts';
import { principalOf, principalsOf } from '../core/account/slice.ts';
import type { AccountState, Principal, Role } from '../core/account/state.ts';
import { actsAsKnown, actsAsPrincipal } from '../core/governance/acts-as.ts';
import type { Person } from '../core/governance/standards.ts';

/** The ways into a role without a token from outside the account: its trust policy must allow them too. */
const WAYS_IN = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] as const;

/** What, done to a role, opens it to who does it, or changes what it is. Source: pathfinding.cloud; Rhino Security Labs. */
const TAKES_ROLE = [
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
] as const;

/** The same for a user: its keys, its password, its second factor, its policies. */
const TAKES_USER = [
  'iam:CreateAccessKey',
  'iam:UpdateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UploadSigningCertificate',
  'iam:UploadSSHPublicKey',
  'iam:PutUserPolicy',
  'iam:AttachUserPolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
] as const;

/** Hands a role to something that its giver controls: only where a service may assume the role. */
const PASSES_ROLE = 'iam:PassRole';

/**
 * Through what a person would get the access of a principal: as that principal, by assuming its role, by giving itself
 * the principal's keys, trust or policies, or by passing the role to a service; also through other principals. Conditions
 * are taken as met and what cannot be decided as allowed: an approver too few costs a signature, one too many costs the
 * control. Undefined: not at all, as far as the account tells. Not seen: code that already runs with the role and
 * can be changed (`lambda:UpdateFunctionCode`), since an account's IAM does not list it; principals of other accounts.
 */
export function gainsBy(
  person: Person,
  principalArn: string,
  account: AccountState | undefined,
): { readonly through: string } | undefined {
  if (actsAsPrincipal(person, principalArn)) return { through: principalArn };
  const target = account === undefined ? undefined : principalOf(account, principalArn);
  if (account === undefined || target === undefined) return undefined;
  if (actsAsKnown(person, target)) return { through: principalArn };
  const own = principalsOf(account).find(
    (principal) => actsAsKnown(person, principal) && reaches(principal, target, account),
  );
  return own === undefined ? undefined : { through: own.arn };
}

/** Whether a principal can become another one, step by step. Forward: few become much, and then mostly all at once. */
function reaches(start: Principal, target: Principal, account: AccountState): boolean {
  let outside = principalsOf(account).filter(({ arn }) => arn !== start.arn);
  const open: Principal[] = [start];
  for (let current = open.shift(); current !== undefined; current = open.shift()) {
    const { arn } = current;
    const policies = policySetOf(account, arn);
    if (policies === undefined) return true;
    const wide = widened(policies);
    if (mayBecome(arn, wide, openingsOf(target, account))) return true;
    const next = outside.filter((other) => mayBecome(arn, wide, openingsOf(other, account)));
    outside = outside.filter((other) => !next.includes(other));
    open.push(...next);
  }
  return false;
}

/** How a principal can be become. */
interface Openings {
  readonly arn: string;
  readonly account: string;
  /** Actions on the principal that are enough by themselves. */
  readonly takes: readonly string[];
  /** Of a role: its trust policy, as if all its conditions were met. */
  readonly trust: NamedPolicy | undefined;
}

function openingsOf(principal: Principal, { account }: AccountState): Openings {
  const { arn } = principal;
  if (principal.kind === 'user') return { arn, account, takes: TAKES_USER, trust: undefined };
  const takes = trustsService(principal) ? [...TAKES_ROLE, PASSES_ROLE] : TAKES_ROLE;
  return { arn, account, takes, trust: widest(trustPolicyOf(principal)) };
}

function mayBecome(principal: string, policies: PolicySet, { arn, account, takes, trust }: Openings): boolean {
  const allows = (action: string, set: PolicySet) => {
    const request = { principal, action, resource: arn, resourceAccount: account, context: {} };
    const { decision } = decide(set, request);
    return decision === 'allow' || decision === 'undetermined';
  };
  if (takes.some((action) => allows(action, policies))) return true;
  if (trust === undefined) return false;
  const withTrust = { ...policies, resource: { policy: trust, arn, account } };
  return WAYS_IN.some((action) => allows(action, withTrust));
}

/** Whether some service may assume a role; also where its trust policy cannot be read. */
function trustsService(role: Role): boolean {
  const { document } = trustPolicyOf(role);
  if ('unreadable' in document) return true;
  return document.statements.some(
    ({ effect, principal }) =>
      effect === 'Allow' && (principal === undefined || principal.negated || principal.service.length > 0),
  );
}

function widened(policies: PolicySet): PolicySet {
  const { boundary } = policies;
  const identity = policies.identity.map(widest);
  return { ...policies, identity, ...(boundary === undefined ? {} : { boundary: boundary.map(widest) }) };
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
