import { parseArn } from '../../policy/arn.ts';
import type { PrincipalElement } from '../../policy/statement.ts';
import type { PolicySet, PrincipalFacts } from '../policy-set.ts';
import { isRoleOfSession } from '../principal-match.ts';
import { policiesOf } from './policies-of.ts';

/** A principal to compare for, with what is known of it. */
export interface PrincipalCase {
  /** Undefined: the policies name no principals, and the set's own is not known. */
  readonly principal: string | undefined;
  readonly facts: PrincipalFacts;
  /** Somebody whom the policies do not name: what their `aws:PrincipalArn` may look like, which is never missing. */
  readonly arnPatterns?: readonly string[];
}

const UNNAMED_ACCOUNT = ['999900001111', '999900002222', '999900003333', '999900004444'] as const;

/** S3's name of an account that nobody has. */
const UNNAMED_CANONICAL_USERS = ['0', '1', '2', '3'].map((digit) => digit.repeat(64));

/**
 * The principals that must be told apart: every one that a Principal element names, someone else in every account that
 * one names, a session of each role where NotPrincipal may spare the role alone, and someone of each kind whom none names.
 */
export function principalCases(granted: PolicySet, limits: readonly PolicySet[]): readonly PrincipalCase[] {
  const elements = [granted, ...limits].flatMap(principalElements);
  const facts = granted.principal;
  if (elements.length === 0) return [{ principal: facts.arn, facts }];
  if (facts.arn !== undefined) return [{ principal: facts.arn, facts }, ...sessionCases(facts.arn, facts, elements)];
  const named = new Set(
    elements.flatMap(({ aws, service, federated, canonicalUser }) => [
      ...aws,
      ...service,
      ...federated,
      ...canonicalUser,
    ]),
  );
  named.delete('*');
  const accounts = new Set([...named].map(accountOf).filter((account) => account !== undefined));
  const stranger = UNNAMED_ACCOUNT.find((account) => !accounts.has(account)) ?? '999900009999';
  const cases: PrincipalCase[] = [...named]
    .filter((name) => !isAccount(name))
    .map((principal) => ({
      principal,
      facts: parseArn(principal)?.service === 'iam' ? { ...facts, arn: principal } : facts,
    }));
  for (const account of accounts) {
    // an account stands for all it delegates to; its root user is one more, whom NotPrincipal spares by the account alone
    const root = rootOf(account, named);
    cases.push({ principal: root, facts: { ...facts, arn: root } });
  }
  for (const account of [...accounts, stranger]) {
    const principal = `arn:aws:iam::${account}:role/unnamed-in-these-policies`;
    cases.push({ principal, facts, arnPatterns: arnPatternsOf(account === stranger ? '*' : account) });
  }
  for (const role of named) cases.push(...unnamedSessionCases(role, { ...facts, arn: role }, elements));
  cases.push({ principal: 'unnamed.amazonaws.com', facts }, { principal: 'unnamed.example', facts });
  const canonicalUser = UNNAMED_CANONICAL_USERS.find((id) => !named.has(id));
  // unless the list of the kind takes all of them they are like any other principal without policies
  if (canonicalUser !== undefined && elements.some((one) => one.canonicalUser.includes('*'))) {
    cases.push({ principal: canonicalUser, facts });
  }
  return cases;
}

/**
 * Users, roles (for their sessions as well) and root users have ARNs of IAM, federated users those of their sessions.
 * Source: IAM user guide, "AWS global condition context keys", aws:PrincipalArn.
 */
function arnPatternsOf(account: string): readonly string[] {
  return [`arn:*:iam::${account}:*`, `arn:*:sts::${account}:federated-user/*`];
}

/** The sessions of a role that statements name, which may do what the role by its own name may not; and one that none names. */
function sessionCases(
  role: string,
  facts: PrincipalFacts,
  elements: readonly PrincipalElement[],
): readonly PrincipalCase[] {
  const named = new Set(elements.flatMap(({ aws }) => aws).filter((entry) => isRoleOfSession(role, entry)));
  return [...[...named].map((principal) => ({ principal, facts })), ...unnamedSessionCases(role, facts, elements)];
}

/** A session of a role that no statement names, where NotPrincipal may spare the role and not its sessions. */
function unnamedSessionCases(
  role: string,
  facts: PrincipalFacts,
  elements: readonly PrincipalElement[],
): readonly PrincipalCase[] {
  const arn = parseArn(role);
  const isRole = arn?.service === 'iam' && arn.resource.startsWith('role/');
  if (!isRole || !elements.some(({ negated }) => negated)) return [];
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
  const session = `arn:${arn.partition}:sts::${arn.account}:assumed-role/${name}/unnamed-in-these-policies`;
  return [{ principal: session, facts }];
}

function principalElements(policies: PolicySet): readonly PrincipalElement[] {
  return policiesOf(policies).flatMap(({ document }) =>
    'unreadable' in document
      ? []
      : document.statements.flatMap(({ principal }) => (principal === undefined ? [] : [principal])),
  );
}

/** As the policies write it, where one does: the ARN has the account's partition. */
function rootOf(account: string, named: ReadonlySet<string>): string {
  const written = [...named].find((name) => parseArn(name)?.account === account);
  return `arn:${parseArn(written ?? '')?.partition ?? 'aws'}:iam::${account}:root`;
}

function isAccount(name: string): boolean {
  return /^\d{12}$/.test(name) || parseArn(name)?.resource === 'root';
}

function accountOf(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name;
  const account = parseArn(name)?.account;
  return account === '' ? undefined : account;
}
