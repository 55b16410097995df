import { isResourcePolicyAlone } from '../decide.ts';
import type { NamedPolicy, PolicySet } from '../policy-set.ts';
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
  if (resource === undefined) return [{ levels: [identity, ...limits, ...organization], denies }];
  const byResource = { levels: [resource, ...organization], denies };
  if (isResourcePolicyAlone(policies)) return [byResource];
  return [{ levels: [identity, ...limits, ...organization], denies }, byResource];
}

/** The same as a lower bound: identity policies and resource policy must both allow. */
export function limitingPaths(
  policies: PolicySet,
  principal: string | undefined,
  vocabulary: Vocabulary,
): readonly Path[] {
  const { levels, denies } = compiled(policies, principal, vocabulary);
  const { identity, limits, organization, resource } = levels;
  const own = isResourcePolicyAlone(policies) ? [] : [identity, ...limits];
  return [{ levels: [...own, ...(resource === undefined ? [] : [resource]), ...organization], denies }];
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
  const level = (named: readonly NamedPolicy[]): readonly CompiledStatement[] => {
    const statements = named
      .flatMap((policy) => compilePolicy(policy, vocabulary))
      .filter(({ statement }) => statement === undefined || principalMatches(statement, { principal, hasBoundary }));
    denies.push(...statements.filter(({ effect }) => effect === 'Deny'));
    return statements.filter(({ effect }) => effect === 'Allow');
  };
  // SCPs do not restrict service-linked roles
  const outsideOrganization = policies.principal.arn?.includes(':role/aws-service-role/') === true;
  const levels = {
    identity: level(policies.identity),
    limits: [policies.boundary, policies.session].filter((limit) => limit !== undefined).map(level),
    organization: outsideOrganization ? [] : (policies.scps ?? []).map(level),
    resource: policies.resource === undefined ? undefined : level([policies.resource.policy]),
  };
  for (const rcps of policies.rcps ?? []) level(rcps);
  return { levels, denies };
}
