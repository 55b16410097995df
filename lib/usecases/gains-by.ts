import { decide } from '../core/access/decide.ts';
import type { NamedPolicy, PolicySet } from '../core/access/policy-set.ts';
import { policySetOf, trustPolicyOf } from '../core/account/effective.ts';
import { principalOf, principalsOf } from '../core/account/slice.ts';
import type { AccountState, Principal, Role } from '../core/account/state.ts';
import { actsAsKnown, actsAsPrincipal } from '../core/governance/acts-as.ts';
import type { Person } from '../core/governance/standards.ts';
import { globMatches } from '../core/policy/glob.ts';

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

/** So often is it asked whether one can become another; where that is not enough, the way is taken to be there. */
const MOST_QUESTIONS = 50_000;

/** Whether a principal can become another one, step by step. Forward: few become much, and then mostly all at once. */
function reaches(start: Principal, target: Principal, account: AccountState): boolean {
  const goal = openingsOf(target, account);
  let outside = principalsOf(account)
    .filter(({ arn }) => arn !== start.arn)
    .map((principal) => openingsOf(principal, account));
  const open: string[] = [start.arn];
  let questions = 0;
  for (let arn = open.shift(); arn !== undefined; arn = open.shift()) {
    const policies = policySetOf(account, arn);
    questions += 1 + outside.length;
    if (policies === undefined || questions > MOST_QUESTIONS) return true;
    const wide = asWide(policies);
    if (mayBecome(arn, wide, goal)) return true;
    const next = new Set(outside.filter((other) => mayBecome(arn, wide, other)));
    outside = outside.filter((other) => !next.has(other));
    open.push(...[...next].map((other) => other.arn));
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
  /** The ways in that it names. */
  readonly ways: readonly string[];
}

function openingsOf(principal: Principal, { account }: AccountState): Openings {
  const { arn } = principal;
  if (principal.kind === 'user') return { arn, account, takes: TAKES_USER, trust: undefined, ways: [] };
  const takes = trustsService(principal) ? [...TAKES_ROLE, PASSES_ROLE] : TAKES_ROLE;
  const trust = widest(trustPolicyOf(principal));
  return { arn, account, takes, trust, ways: WAYS_IN.filter((action) => namesIt(action)(trust)) };
}

function mayBecome(
  principal: string,
  { policies, hands }: Wide,
  { arn, account, takes, trust, ways }: Openings,
): boolean {
  const allows = (action: string, set: PolicySet) => {
    const request = { principal, action, resource: arn, resourceAccount: account, context: {} };
    const { decision } = decide(set, request);
    return decision === 'allow' || decision === 'undetermined';
  };
  if (takes.some((action) => hands.has(action) && allows(action, policies))) return true;
  if (trust === undefined) return false;
  const withTrust = { ...policies, resource: { policy: trust, arn, account } };
  return ways.some((action) => allows(action, withTrust));
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

/** A principal's policies at their widest. */
interface Wide {
  readonly policies: PolicySet;
  /** The actions that some Allow names: only about these need be asked. */
  readonly hands: ReadonlySet<string>;
}

function asWide(policies: PolicySet): Wide {
  const { boundary } = policies;
  const identity = policies.identity.map(widest);
  const hands = [...TAKES_ROLE, ...TAKES_USER, PASSES_ROLE].filter((action) => identity.some(namesIt(action)));
  return {
    policies: { ...policies, identity, ...(boundary === undefined ? {} : { boundary: boundary.map(widest) }) },
    hands: new Set(hands),
  };
}

function namesIt(action: string): (policy: NamedPolicy) => boolean {
  const name = action.toLowerCase();
  return ({ document }) =>
    'unreadable' in document ||
    document.statements.some(
      ({ effect, action: { negated, patterns } }) =>
        effect === 'Allow' && (negated || patterns.some((pattern) => globMatches(pattern.toLowerCase(), name))),
    );
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
