import { boxOfPart, type ExcessBox, type Reason, type Witness } from '../access/excess.ts';
import type { PolicySet } from '../access/policy-set.ts';
import { standardSet } from './access-limits.ts';
import { asAnother } from './as-another.ts';
import { type Opening, pathsOpenedBy } from './escalation/opened-paths.ts';
import { gainedBy } from './gained.ts';
import type { HandedRole } from './handed-roles.ts';
import type { Standard } from './standards.ts';

/** Who comes to act with a role, and what may be theirs anyway. */
export interface Gainer {
  readonly standard: Standard;
  readonly waivers: readonly PolicySet[];
  /** What they hold already; undefined: not known, or it does not count. */
  readonly held: PolicySet | undefined;
}

/** What a role gives beyond what may be theirs anyway. */
export interface RoleGain {
  readonly verdict: 'exceeds' | 'undetermined';
  readonly excess: readonly ExcessBox[];
  readonly witness: Witness | null;
  readonly reasons: readonly Reason[];
  /** The escalation paths that it opens. */
  readonly openings: readonly Opening[];
}

/**
 * What somebody gains who can act with a role: what it may do and neither the standard, nor a waiver, nor what they hold
 * allows, whoever asks. Undefined: nothing. A role of which nothing is known is undetermined.
 */
export function gainByRole(role: HandedRole, { standard, waivers, held }: Gainer): RoleGain | undefined {
  if (role.kind === 'unknown') {
    const reasons = [{ rule: 'role-unknown', detail: role.why }];
    return { verdict: 'undetermined', excess: [], witness: null, reasons, openings: [] };
  }
  const { policies } = role;
  const own = held === undefined ? [] : [held];
  const limits = [standardSet(standard, policies), ...waivers, ...own].map(asAnother);
  const gained = gainedBy({ before: undefined, after: policies, limits, iam: undefined });
  if (gained.verdict === 'within') return undefined;
  const boxes = gained.excess.map(boxOfPart);
  return {
    verdict: gained.verdict,
    excess: boxes.map((box) => ({ ...box, policy: policyOf(role.name, box.policy) })),
    witness: gained.verdict === 'exceeds' ? gained.witness : null,
    reasons: gained.reasons,
    openings: pathsOpenedBy({ excess: boxes, held: policies, limits }),
  };
}

/** Names of inline policies say something only with the name of the role that has them. */
function policyOf(roleName: string, policy: string): string {
  return policy.startsWith('arn:') ? policy : `role/${roleName}/${policy}`;
}

/** Several gains as one: what is shown to exceed, where anything is; undefined: there is none. */
export function allGains(gains: readonly RoleGain[]): RoleGain | undefined {
  const proven = gains.filter(({ verdict }) => verdict === 'exceeds');
  const [first] = proven.length > 0 ? proven : gains;
  if (first === undefined) return undefined;
  const shown = proven.length > 0 ? proven : gains;
  const openings = new Map(shown.flatMap((gain) => gain.openings).map((opening) => [opening.path.id, opening]));
  return {
    verdict: first.verdict,
    excess: shown.flatMap(({ excess }) => excess),
    witness: first.witness,
    reasons: gains.flatMap(({ reasons }) => reasons),
    openings: [...openings.values()],
  };
}
