import type { NamedPolicy, PolicySet, PrincipalFacts } from '../access/policy-set.ts';
import { actionMatches } from '../access/statement-match.ts';
import { parsedDocument } from './parsed-document.ts';
import { principalOf } from './slice.ts';
import type { AccountState, PolicyHolder, Principal, Role } from './state.ts';

/**
 * Every policy of the account that decides about one principal (ARN of a role or user), or undefined where the state has
 * no such principal. Identity policies are named `inline:NAME`, `group/GROUP/inline:NAME`, or by their ARN, each once. What is
 * missing or does not parse is unreadable, never left out. A principal or group known only from calls has one more
 * identity policy, `unseen`, that is unreadable.
 */
export function policySetOf(state: AccountState, principalArn: string): PolicySet | undefined {
  const principal = principalOf(state, principalArn);
  if (principal === undefined) return undefined;
  const own = holderPolicies(state, principal, '');
  const inherited = principal.kind === 'user' ? principal.groups.flatMap((name) => groupPolicies(state, name)) : [];
  const { boundary } = principal;
  return {
    principal: factsOf(principal),
    identity: eachOnce([...own, ...inherited]),
    ...(boundary === undefined ? {} : { boundary: [managedPolicy(state, boundary)] }),
  };
}

/** The trust policy of a role: who may assume it. Named `trust:ROLE`. */
export function trustPolicyOf(role: Pick<Role, 'name' | 'trust'>): NamedPolicy {
  return parsedDocument(`trust:${role.name}`, role.trust);
}

/**
 * The tags of a principal known only from calls are not all known, and those of a role count only where its sessions cannot
 * bring others: such tags stay open.
 */
function factsOf(principal: Principal): PrincipalFacts {
  const hasOpenTags = principal.seenOnlyInCalls === true || (principal.kind === 'role' && mayBeTagged(principal));
  return {
    arn: principal.arn,
    ...(hasOpenTags ? {} : { tags: principal.tags }),
    ...(principal.kind === 'user' ? { userName: principal.name } : {}),
  };
}

/**
 * Whether somebody may give the role's sessions tags of their own, which then count instead of the role's. Under which
 * conditions makes no difference here.
 * Source: IAM user guide, "Pass session tags in AWS STS": the trust policy must allow `sts:TagSession`.
 */
function mayBeTagged(role: Role): boolean {
  const { document } = trustPolicyOf(role);
  if ('unreadable' in document) return true;
  return document.statements.some(
    ({ effect, action }) => effect === 'Allow' && actionMatches(action, 'sts:TagSession'),
  );
}

function groupPolicies(state: AccountState, name: string): readonly NamedPolicy[] {
  const group = state.groups.get(name);
  if (group !== undefined) return holderPolicies(state, group, `group/${name}/`);
  return [{ name: `group/${name}`, document: { unreadable: `the state does not list the group "${name}"` } }];
}

function holderPolicies(state: AccountState, holder: PolicyHolder, prefix: string): readonly NamedPolicy[] {
  const inline = [...holder.inline].map(([name, document]) => parsedDocument(`${prefix}inline:${name}`, document));
  const attached = holder.attached.map((arn) => managedPolicy(state, arn));
  if (holder.seenOnlyInCalls !== true) return [...inline, ...attached];
  const unreadable = `"${holder.name}" is known only from calls: it may hold more; read the account`;
  return [...inline, ...attached, { name: `${prefix}unseen`, document: { unreadable } }];
}

function managedPolicy(state: AccountState, arn: string): NamedPolicy {
  const policy = state.policies.get(arn);
  const document = policy?.versions.get(policy.defaultVersion);
  if (document !== undefined) return parsedDocument(arn, document);
  const unreadable =
    policy === undefined
      ? 'the state does not list this policy; read the account with its managed policies'
      : `the state does not hold its default version "${policy.defaultVersion}"`;
  return { name: arn, document: { unreadable } };
}

/** A managed policy can reach a user more than once: by itself and through groups. */
function eachOnce(policies: readonly NamedPolicy[]): readonly NamedPolicy[] {
  return [...new Map(policies.map((policy) => [policy.name, policy])).values()];
}
