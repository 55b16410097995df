import { isResourcePolicyAlone, isUnderRcps, isUnderScps, mustAllow, sameAccount } from '../decide.ts';
import { parseArn } from '../../policy/arn.ts';
import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { type PrincipalReach, isIamPrincipal, isRoleOfSession, reachOf } from '../principal-match.ts';
import { perhapsRestricting, surelyRestricting } from '../rcp-scope.ts';
import { principalMatches } from '../statement-match.ts';
import type { CompiledStatement } from './compile.ts';
import type { Literal, OpenAtom } from './literal.ts';
import { compiledPolicy, type PlacedPolicy } from './compiled-policy.ts';
import type { Interpretation } from './vocabulary.ts';

/** One way to be allowed: every level has an Allow that applies, and no Deny of any policy applies. */
export interface Path {
  readonly levels: readonly Level[];
  readonly denies: Level;
}

/** The policies of which one must allow. */
export type Level = readonly PlacedPolicy[];

/**
 * The ways in which a policy set allows, as an upper bound: where a resource policy stands beside identity policies,
 * either is taken to be enough. `decide`, which knows the exact rule, confirms what is found.
 */
export function grantedPaths(
  policies: PolicySet,
  principal: string | undefined,
  interpretation: Interpretation,
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, interpretation, 'rcps-perhaps');
  const { identity, boundary, session, organization, resource } = levels;
  const limits = [...boundary, ...session];
  const byIdentity = identity === undefined ? [] : [{ levels: [identity, ...limits, ...organization], denies }];
  if (resource === undefined) return byIdentity;
  const byResource = { levels: [resource, ...organization], denies };
  return isResourcePolicyAlone(policies) ? [byResource] : [...byIdentity, byResource];
}

/**
 * The same as a lower bound: identity policies and resource policy must both allow, unless they are surely of one account
 * and the resource's need not.
 */
export function limitingPaths(
  policies: PolicySet,
  principal: string | undefined,
  interpretation: Interpretation,
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, interpretation, 'rcps-perhaps');
  const { identity, boundary, session, organization, resource } = levels;
  const limits = [...boundary, ...session];
  if (resource === undefined) {
    return identity === undefined ? [] : [{ levels: [identity, ...limits, ...organization], denies }];
  }
  if (identity === undefined || isResourcePolicyAlone(policies)) {
    return [{ levels: [resource, ...organization], denies }];
  }
  const either =
    policies.resource !== undefined &&
    policies.resource.arn !== undefined &&
    !mustAllow(policies.resource, {}) &&
    sameAccount(policies.resource, {}, principal) === true;
  if (!either) return [{ levels: [identity, ...limits, resource, ...organization], denies }];
  return [
    { levels: [identity, ...limits, ...organization], denies },
    {
      levels: [
        resource.map((policy) => directly(policy, principal, roleOf(policies, principal))),
        ...limits,
        ...organization,
      ],
      denies,
    },
  ];
}

/**
 * The ways in which a policy set allows one request exactly, as `decide` has them: `account` says whether caller and
 * resource are of one account, `must` whether the policy of the resource must allow.
 */
export function exactPaths(
  policies: PolicySet,
  principal: string | undefined,
  interpretation: Interpretation,
  { account, must }: { readonly account: 'same' | 'other'; readonly must: boolean },
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, interpretation, 'rcps-surely');
  const { identity, boundary, session, organization, resource } = levels;
  const path = (...parts: readonly (readonly Level[])[]): Path => ({
    levels: [...parts.flat(), ...organization],
    denies,
  });
  if (resource === undefined) return identity === undefined ? [] : [path([identity], boundary, session)];
  if (identity === undefined || isResourcePolicyAlone(policies)) return [path([resource])];
  if (account === 'other') return [path([identity], boundary, session, [resource])];
  const reaching = (...wanted: readonly PrincipalReach[]): Level =>
    resource.map((policy) => directly(policy, principal, roleOf(policies, principal), wanted));
  // a grant to the user is made before a session is, so session policies still limit it; only a boundary does not
  const isSession = principal?.includes(':assumed-role/') === true;
  const isRole = parseArn(principal ?? '')?.resource.startsWith('role/') === true;
  return [
    path([identity], boundary, session, must ? [resource] : []),
    ...(isRole ? [] : [path([reaching('exact')], isSession ? [] : session)]),
    path([reaching('exact', 'role', 'everyone')], boundary, session),
  ];
}

/** What a policy grants to the principal itself, not only to the account that then has to pass it on. */
function directly(
  policy: PlacedPolicy,
  principal: string | undefined,
  role: string | undefined,
  wanted: readonly PrincipalReach[] = ['exact', 'role', 'everyone'],
): PlacedPolicy {
  return policy.with((one) => {
    const element = one.statement?.principal;
    if (element === undefined || element.negated || principal === undefined) return undefined;
    return wanted.includes(reachOf(element, principal, role)) ? one : undefined;
  });
}

/** Of a session the ARN of its role, where it is the one that the policies belong to. */
function roleOf({ principal: { arn } }: PolicySet, principal: string | undefined): string | undefined {
  return arn !== undefined && principal !== undefined && isRoleOfSession(arn, principal) ? arn : undefined;
}

interface Levels {
  /** Undefined: services and federated identities have no policies of their own. */
  readonly identity: Level | undefined;
  /** None, or one. */
  readonly boundary: readonly Level[];
  readonly session: readonly Level[];
  readonly organization: readonly Level[];
  readonly resource: Level | undefined;
}

function compiled(
  policies: PolicySet,
  principal: string | undefined,
  interpretation: Interpretation,
  restricting: 'rcps-surely' | 'rcps-perhaps',
): { readonly levels: Levels; readonly denies: Level } {
  const all: PlacedPolicy[] = [];
  const hasOwn = principal === undefined || isIamPrincipal(principal);
  const facts = {
    principal,
    role: roleOf(policies, principal),
    hasBoundary: policies.boundary === undefined ? 'no-boundary' : 'boundary',
  } as const;
  const placedOf = (policy: NamedPolicy): PlacedPolicy => {
    const compiled = compiledPolicy(policy);
    const own = compiled.place(interpretation);
    return compiled.namesPrincipals ? own.with((one) => forPrincipal(one, facts)) : own;
  };
  const level = (named: readonly NamedPolicy[]): Level => {
    const placed = named.map(placedOf);
    all.push(...placed);
    return placed;
  };
  const levels = {
    identity: hasOwn ? level(policies.identity) : undefined,
    boundary: hasOwn && policies.boundary !== undefined ? [level(policies.boundary)] : [],
    session: hasOwn && policies.session !== undefined ? [level(policies.session)] : [],
    organization: isUnderScps(policies, principal) ? (policies.scps ?? []).map(level) : [],
    resource: policies.resource === undefined ? undefined : level([policies.resource.policy]),
  };
  const rcps = isUnderRcps(policies, principal) ? (policies.rcps ?? []).flat() : [];
  level(rcps.map(surelyRestricting));
  if (restricting === 'rcps-perhaps') {
    const perhaps = rcps.map(perhapsRestricting).filter((policy) => policy !== undefined);
    all.push(...perhaps.map((policy) => placedOf(policy).with(asRcpOfOthers)));
  }
  return { levels, denies: all };
}

/** The statement if it speaks of this principal; with an open literal where that is not settled. */
function forPrincipal(
  one: CompiledStatement,
  facts: Parameters<typeof principalMatches>[1],
): CompiledStatement | undefined {
  if (one.statement?.principal === undefined) return one;
  const answer = principalMatches(one.statement, facts);
  if (answer === 'no') return undefined;
  if (answer === 'yes') return one;
  const rule = `${answer.unclear}: ${one.policy}`;
  return withOpen(one, { rule, meaning: `open ${rule} ${JSON.stringify(one.statement.principal)}` });
}

/** Whether AWS supports RCPs for a service that is not listed: the same for all that is said of any. */
function asRcpOfOthers(one: CompiledStatement): CompiledStatement {
  const rule = `rcp-scope: ${one.policy} denies actions of services of which AWS does not list that they support RCPs`;
  return withOpen(one, { rule, meaning: 'open rcp-scope' });
}

/** A statement that applies only where something holds that AWS's documentation leaves open. */
function withOpen(one: CompiledStatement, { meaning, rule }: Pick<OpenAtom, 'meaning' | 'rule'>): CompiledStatement {
  const open: Literal = { atom: { kind: 'open', meaning, rule }, holds: true };
  const units = one.units.map((unit) => ({ ...unit, literals: [...unit.literals, open] }));
  return { ...one, literals: [...one.literals, open], units, unclear: [...one.unclear, rule] };
}
