import { parseArn } from '../../policy/arn.ts';
import type { PrincipalElement } from '../../policy/statement.ts';
import type { PolicySet, PrincipalFacts } from '../policy-set.ts';
import { isResourcePolicyAlone } from '../decide.ts';
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

const ACCOUNT = /^\d{12}$/;
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
  const homes = homesOf(named);
  const cases: PrincipalCase[] = [...named]
    .filter((name) => !isAccount(name))
    .map((principal) => ({
      principal,
      facts: parseArn(principal)?.service === 'iam' ? { ...facts, arn: principal } : facts,
    }));
  for (const { partition, account } of homes) {
    // an account stands for all it delegates to; its root user is one more, whom NotPrincipal spares by the account alone
    const root = `arn:${partition}:iam::${account}:root`;
    cases.push({ principal: root, facts: { ...facts, arn: root } });
  }
  const areRestricted = [granted, ...limits].some(restrictsOthers);
  for (const home of [...homes, strangerTo(homes)]) {
    cases.push(unnamedCase(home, facts));
    if (areRestricted) cases.push(serviceLinkedCase(home, facts));
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

/** An account in its partition. */
interface Home {
  readonly partition: string;
  readonly account: string;
  /** Its ARNs may be those of any account that the policies do not name. */
  readonly isAny?: true;
}

/** The accounts that are named, in each partition that they are named with; by their number alone: in the first one. */
function homesOf(named: ReadonlySet<string>): readonly Home[] {
  const homes = new Map<string, Home>();
  for (const name of named) {
    const { partition, account = '' } = parseArn(name) ?? {};
    if (partition !== undefined && account !== '') homes.set(`${partition} ${account}`, { partition, account });
  }
  const withPartition = new Set([...homes.values()].map(({ account }) => account));
  for (const name of named) {
    if (ACCOUNT.test(name) && !withPartition.has(name)) homes.set(name, { partition: 'aws', account: name });
  }
  return [...homes.values()];
}

function strangerTo(homes: readonly Home[]): Home {
  const isFree = (id: string): boolean => homes.every(({ account }) => account !== id);
  return { partition: 'aws', account: UNNAMED_ACCOUNT.find(isFree) ?? '999900009999', isAny: true };
}

/** Somebody of an account whom the policies do not name. */
function unnamedCase({ partition, account, isAny }: Home, facts: PrincipalFacts): PrincipalCase {
  const principal = `arn:${partition}:iam::${account}:role/unnamed-in-these-policies`;
  return { principal, facts, arnPatterns: arnPatternsOf(isAny === true ? '*' : account) };
}

/** Whether SCPs or RCPs limit what the policy of a resource offers: the service-linked roles of accounts they do not restrict. */
function restrictsOthers(policies: PolicySet): boolean {
  return isResourcePolicyAlone(policies) && (policies.scps ?? policies.rcps) !== undefined;
}

const SERVICE_LINKED = 'role/aws-service-role/';

function serviceLinkedCase({ partition, account, isAny }: Home, facts: PrincipalFacts): PrincipalCase {
  const principal = `arn:${partition}:iam::${account}:${SERVICE_LINKED}unnamed.amazonaws.com/AWSServiceRoleForUnnamed`;
  return { principal, facts, arnPatterns: [`arn:*:iam::${isAny === true ? '*' : account}:${SERVICE_LINKED}*`] };
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

function isAccount(name: string): boolean {
  return ACCOUNT.test(name) || parseArn(name)?.resource === 'root';
}
