import { parseArn } from '../policy/arn.ts';
import type { PrincipalElement } from '../policy/statement.ts';

/**
 * How a Principal element reaches a principal. `account`: through its account, which still has to delegate by its own
 * policies; `role`: the session's role; `exact`: the user, the session, the service, the federated identity itself;
 * `everyone`: `*`.
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
export type PrincipalReach = 'no' | 'everyone' | 'account' | 'role' | 'exact';

const ACCOUNT = /^\d{12}$/;
const CANONICAL_USER = /^[0-9a-f]{64}$/;

/**
 * Whether the lists of a Principal element name the principal, and how. Negation is the caller's. `*` is everyone of
 * every kind (so AWS's own checks read it); in the list of a kind it is everyone of that kind. `role`: of a session the
 * ARN of its role, where that is known.
 */
export function reachOf(element: PrincipalElement, principal: string, role?: string): PrincipalReach {
  const everyone = element.aws.includes('*') ? 'everyone' : 'no';
  if (CANONICAL_USER.test(principal)) return reachOfKind(element.canonicalUser, principal, everyone);
  // an id (`AROA…`, `AIDA…`) in the list of AWS is somebody of an account that it does not say
  if ([element.service, element.federated, element.aws].some((list) => list.includes(principal))) return 'exact';
  if (isServiceName(principal)) return reachOfKind(element.service, principal, everyone);
  if (isFederated(principal)) return reachOfKind(element.federated, principal, everyone);
  return strongest(element.aws.map((entry) => awsReach(entry, principal, role)));
}

function reachOfKind(list: readonly string[], principal: string, otherwise: PrincipalReach): PrincipalReach {
  if (list.includes(principal)) return 'exact';
  return list.includes('*') ? 'everyone' : otherwise;
}

/** The account id of an AWS principal (ARN or account id), or undefined. */
export function accountOfPrincipal(principal: string): string | undefined {
  if (ACCOUNT.test(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account === '' ? undefined : account;
}

/** `lambda.amazonaws.com`, and the same in other partitions. */
export function isServiceName(principal: string): boolean {
  return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal);
}

/**
 * Users, roles, sessions and root users: those that can have policies of their own. Who is named by an id alone (`AROA…`,
 * `AIDA…`, which AWS takes in the list of AWS) is somebody's, it does not say whose: nothing is known of their policies.
 */
export function isIamPrincipal(principal: string): boolean {
  return (principal.startsWith('arn:') && !isFederated(principal)) || ACCOUNT.test(principal);
}

/** Providers by their ARN, or by the name of a host. */
function isFederated(principal: string): boolean {
  if (/:(saml|oidc)-provider\//.test(principal)) return true;
  return !principal.startsWith('arn:') && principal.includes('.');
}

function awsReach(entry: string, principal: string, role: string | undefined): PrincipalReach {
  if (entry === '*') return 'everyone';
  if (entry === principal) return 'exact';
  const account = accountOfPrincipal(principal);
  if (account !== undefined && (entry === account || isRootOf(entry, account, principal))) return 'account';
  return isRoleOf(entry, principal, role) ? 'role' : 'no';
}

function isRootOf(entry: string, account: string, principal: string): boolean {
  const arn = parseArn(entry);
  if (arn?.service !== 'iam' || arn.resource !== 'root' || arn.account !== account) return false;
  const partition = parseArn(principal)?.partition;
  return partition === undefined || partition === arn.partition;
}

function isRoleOf(entry: string, principal: string, role: string | undefined): boolean {
  return role === undefined ? isRoleOfSession(entry, principal) : entry === role;
}

/**
 * Whether a role (its ARN) is the one whose session has this ARN. A session's ARN has the role's name but not its path;
 * names are unique within an account.
 */
export function isRoleOfSession(entry: string, principal: string): boolean {
  const role = parseArn(entry);
  const session = parseArn(principal);
  if (role?.service !== 'iam' || !role.resource.startsWith('role/') || session?.service !== 'sts') return false;
  if (role.account !== session.account || role.partition !== session.partition) return false;
  const roleName = role.resource.slice(role.resource.lastIndexOf('/') + 1);
  return session.resource.startsWith(`assumed-role/${roleName}/`);
}

const STRENGTH = ['no', 'everyone', 'account', 'role', 'exact'] as const;

function strongest(reaches: readonly PrincipalReach[]): PrincipalReach {
  return reaches.reduce((best, reach) => (STRENGTH.indexOf(reach) > STRENGTH.indexOf(best) ? reach : best), 'no');
}

/** Whether a NotPrincipal element hits a principal: yes, no, or the rule that leaves it open. */
export type NotPrincipalHit = 'yes' | 'no' | { readonly unclear: 'not-principal-hierarchy' };

/**
 * NotPrincipal spares who is listed by name, if the account is listed as well (and for a session its role): the guide
 * asks for all of them, and does not say what holds where some are missing. An account by itself spares only its root.
 * Source: IAM user guide, "AWS JSON policy elements: NotPrincipal".
 */
export function notPrincipalHits(element: PrincipalElement, principal: string, role?: string): NotPrincipalHit {
  const reach = reachOf(element, principal, role);
  if (reach === 'no') return 'yes';
  const account = parseArn(principal)?.account;
  if (reach === 'everyone' || account === undefined || account === '') return 'no';
  if (parseArn(principal)?.resource === 'root') return 'no';
  const accountListed = element.aws.some((entry) => entry === account || isRootOf(entry, account, principal));
  if (reach === 'account') return 'yes';
  const isSession = parseArn(principal)?.service === 'sts';
  const roleListed = !isSession || element.aws.some((entry) => isRoleOf(entry, principal, role));
  return reach === 'exact' && accountListed && roleListed ? 'no' : { unclear: 'not-principal-hierarchy' };
}
