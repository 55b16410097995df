import { decide } from '../../core/access/decide.ts';
import type { NamedPolicy, PolicySet } from '../../core/access/policy-set.ts';
import { policySetOf, trustPolicyOf } from '../../core/account/effective.ts';
import type { ListedPrincipal } from '../../core/account/listed-principal.ts';
import type { AccountState, Role } from '../../core/account/state.ts';
import { actsAsKnown, actsAsPrincipal } from '../../core/governance/cases/acts-as.ts';
import type { Person } from '../../core/governance/standards/standards.ts';
import { globMatches } from '../../core/policy/glob.ts';
import type { Neighbours } from './neighbours.ts';
import { withOwnGifts } from './own-gifts.ts';

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
 * the principal's keys, trust or policies, or by passing the role to a service; also through other principals, and by what it can
 * first give itself. Conditions
 * are taken as met and what cannot be decided as allowed: an approver too few costs a signature, one too many costs the
 * control. Undefined: not at all, as far as the account tells. Of the account everybody is listed; what is read besides is
 * what the person, and whom the person can become, hold. Not seen: code that already runs with the role and can be changed
 * (`lambda:UpdateFunctionCode`), since an account's IAM does not list it; principals of other accounts.
 */
export async function gainsBy(
  person: Person,
  principalArn: string,
  neighbours: Neighbours | undefined,
): Promise<{ readonly through: string } | undefined> {
  if (actsAsPrincipal(person, principalArn)) return { through: principalArn };
  if (neighbours === undefined) return undefined;
  const target = neighbours.principals.find(({ arn }) => arn === principalArn);
  if (target === undefined) return undefined;
  if (actsAsKnown(person, target)) return { through: principalArn };
  const own = neighbours.principals.filter((principal) => actsAsKnown(person, principal));
  const through = await wayTo(target, own, neighbours);
  return through === undefined ? undefined : { through };
}

/** So often is it asked whether one can become another; where that is not enough, the way is taken to be there. */
const MOST_QUESTIONS = 50_000;
/** Of so many principals is it read what they hold, several at once; where that is not enough, the same. */
const MOST_READ = 48;
const AT_ONCE = 8;

/** A principal that can be become, and which of the person's own it can be become from. */
interface Step {
  readonly arn: string;
  readonly from: string;
}

/**
 * The one of these principals that can become the target, step by step; undefined: none. Forward: few become much, and then
 * mostly all at once.
 */
async function wayTo(
  target: ListedPrincipal,
  own: readonly ListedPrincipal[],
  neighbours: Neighbours,
): Promise<string | undefined> {
  const { account, principals } = neighbours;
  const goal = openingsOf(target, account);
  const known = new Set(own.map(({ arn }) => arn));
  let outside = principals.filter(({ arn }) => !known.has(arn)).map((principal) => openingsOf(principal, account));
  const open: Step[] = own.map(({ arn }) => ({ arn, from: arn }));
  let questions = 0;
  let read = 0;
  for (let steps = open.splice(0, AT_ONCE); steps.length > 0; steps = open.splice(0, AT_ONCE)) {
    const slices = await Promise.all(steps.map(({ arn }) => neighbours.sliceOf(arn)));
    for (const [index, { arn, from }] of steps.entries()) {
      const slice = slices[index];
      const policies = slice === undefined ? undefined : policySetOf(slice, arn);
      questions += 1 + outside.length;
      read += 1;
      if (slice === undefined || policies === undefined) return from;
      if (questions > MOST_QUESTIONS || read > MOST_READ) return from;
      const wide = asWide(arn, slice, policies);
      if (mayBecome(arn, wide, goal)) return from;
      const next = new Set(outside.filter((other) => mayBecome(arn, wide, other)));
      outside = outside.filter((other) => !next.has(other));
      open.push(...[...next].map((other) => ({ arn: other.arn, from })));
    }
  }
  return undefined;
}

/** How a principal can be become. */
interface Openings {
  readonly arn: string;
  readonly account: string;
  /** Actions on the principal that are enough by themselves. */
  readonly takes: readonly string[];
  /** Of a role: its trust policy, as if all its conditions were met, and the ways in that it names. */
  readonly trust: { readonly policy: NamedPolicy; readonly ways: readonly string[] } | undefined;
}

function openingsOf(principal: ListedPrincipal, account: string): Openings {
  const { arn } = principal;
  if (principal.kind === 'user') return { arn, account, takes: TAKES_USER, trust: undefined };
  const takes = trustsService(principal) ? [...TAKES_ROLE, PASSES_ROLE] : TAKES_ROLE;
  const policy = widest(trustPolicyOf(principal));
  const ways = WAYS_IN.filter((action) => namesIt(action)(policy));
  return { arn, account, takes, trust: { policy, ways } };
}

function mayBecome(principal: string, { policies, hands }: Wide, { arn, account, takes, trust }: Openings): boolean {
  const allows = (action: string, set: PolicySet) => {
    const request = { principal, action, resource: arn, resourceAccount: account, context: {} };
    const { decision } = decide(set, request);
    return decision === 'allow' || decision === 'undetermined';
  };
  if (takes.some((action) => hands.has(action) && allows(action, policies))) return true;
  if (trust === undefined) return false;
  const withTrust = { ...policies, resource: { policy: trust.policy, arn, account } };
  return trust.ways.some((action) => allows(action, withTrust));
}

/** Whether some service may assume a role; also where its trust policy cannot be read. */
function trustsService(role: Pick<Role, 'name' | 'trust'>): boolean {
  const { document } = trustPolicyOf(role);
  return (
    'unreadable' in document ||
    document.statements.some(
      ({ effect, principal }) =>
        effect === 'Allow' && (principal === undefined || principal.negated || principal.service.length > 0),
    )
  );
}

/** A principal's policies at their widest, with what it can give itself. */
interface Wide {
  readonly policies: PolicySet;
  /** The actions that some statement names: only about these need be asked. */
  readonly hands: ReadonlySet<string>;
}

function asWide(arn: string, slice: AccountState, found: PolicySet): Wide {
  const { boundary } = found;
  const bounded = boundary === undefined ? {} : { boundary: boundary.map(widest) };
  const policies = withOwnGifts(arn, slice, { ...found, identity: found.identity.map(widest), ...bounded });
  const hands = [...TAKES_ROLE, ...TAKES_USER, PASSES_ROLE].filter((action) => policies.identity.some(namesIt(action)));
  return { policies, hands: new Set(hands) };
}

function namesIt(action: string): (policy: NamedPolicy) => boolean {
  const name = action.toLowerCase();
  return ({ document }) =>
    'unreadable' in document ||
    document.statements.some(
      ({ action: { negated, patterns } }) =>
        negated || patterns.some((pattern) => globMatches(pattern.toLowerCase(), name)),
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
