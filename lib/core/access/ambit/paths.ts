import { isResourcePolicyAlone, isUnderRcps, isUnderScps, mustAllow, sameAccount } from '../decide.ts';
import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { reachOf } from '../principal-match.ts';
import { principalMatches } from '../statement-match.ts';
import { type CompiledStatement, type Vocabulary, compilePolicy } from './compile.ts';

/** One way to be allowed: every level has an Allow that applies, and no Deny applies. */
export interface Path {
  readonly levels: readonly (readonly CompiledStatement[])[];
  readonly denies: readonly CompiledStatement[];
}

/**
 * The ways in which a policy set allows, as an upper bound: where a resource policy stands beside identity policies,
 * either is taken to be enough. `decide`, which knows the exact rule, confirms what is found.
 */
export function grantedPaths(
  policies: PolicySet,
  principal: string | undefined,
  vocabulary: Vocabulary,
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, vocabulary);
  const { identity, limits, organization, resource } = levels;
  const byIdentity = { levels: [identity, ...limits, ...organization], denies };
  if (resource === undefined) return [byIdentity];
  const byResource = { levels: [resource, ...organization], denies };
  return isResourcePolicyAlone(policies) ? [byResource] : [byIdentity, byResource];
}

/**
 * The same as a lower bound: identity policies and resource policy must both allow, unless they are surely of one account
 * and the resource's need not.
 */
export function limitingPaths(
  policies: PolicySet,
  principal: string | undefined,
  vocabulary: Vocabulary,
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, vocabulary);
  const { identity, limits, organization, resource } = levels;
  if (resource === undefined) return [{ levels: [identity, ...limits, ...organization], denies }];
  if (isResourcePolicyAlone(policies)) return [{ levels: [resource, ...organization], denies }];
  const either =
    policies.resource !== undefined &&
    policies.resource.arn !== undefined &&
    !mustAllow(policies.resource, {}) &&
    sameAccount(policies.resource, {}, principal) === true;
  if (!either) return [{ levels: [identity, ...limits, resource, ...organization], denies }];
  return [
    { levels: [identity, ...limits, ...organization], denies },
    {
      levels: [resource.filter((statement) => reachesDirectly(statement, principal)), ...limits, ...organization],
      denies,
    },
  ];
}

/** Whether a statement grants to the principal itself, not only to the account that then has to pass it on. */
function reachesDirectly({ statement }: CompiledStatement, principal: string | undefined): boolean {
  const element = statement?.principal;
  if (element === undefined || element.negated || principal === undefined) return false;
  return ['exact', 'role', 'everyone'].includes(reachOf(element, principal));
}

interface Levels {
  readonly identity: readonly CompiledStatement[];
  readonly limits: readonly (readonly CompiledStatement[])[];
  readonly organization: readonly (readonly CompiledStatement[])[];
  readonly resource: readonly CompiledStatement[] | undefined;
}

function compiled(
  policies: PolicySet,
  principal: string | undefined,
  vocabulary: Vocabulary,
): { readonly levels: Levels; readonly denies: readonly CompiledStatement[] } {
  const denies: CompiledStatement[] = [];
  const hasBoundary = policies.boundary === undefined ? 'no-boundary' : 'boundary';
  const forPrincipal = (one: CompiledStatement): readonly CompiledStatement[] => {
    if (one.statement === undefined) return [one];
    const answer = principalMatches(one.statement, { principal, hasBoundary });
    if (answer === 'no') return [];
    if (answer === 'yes') return [one];
    const rule = `${answer.unclear}: ${one.policy}`;
    const meaning = `open ${rule} ${JSON.stringify(one.statement.principal)}`;
    const atom = vocabulary.atom(meaning, (id) => ({ kind: 'open', id, rule }));
    return [{ ...one, literals: [...one.literals, { atom, holds: true }], unclear: [...one.unclear, rule] }];
  };
  const level = (named: readonly NamedPolicy[]): readonly CompiledStatement[] => {
    const statements = named.flatMap((policy) => compilePolicy(policy, vocabulary)).flatMap(forPrincipal);
    for (const statement of statements) if (statement.effect === 'Deny') denies.push(statement);
    return statements.filter(({ effect }) => effect === 'Allow');
  };
  const levels = {
    identity: level(policies.identity),
    limits: [policies.boundary, policies.session].filter((limit) => limit !== undefined).map(level),
    organization: isUnderScps(policies, principal) ? (policies.scps ?? []).map(level) : [],
    resource: policies.resource === undefined ? undefined : level([policies.resource.policy]),
  };
  if (isUnderRcps(policies)) for (const rcps of policies.rcps ?? []) level(rcps);
  return { levels, denies };
}
