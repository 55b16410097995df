import { boxOfPart, type ExcessBox, type Reason, type Witness } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import { RememberedByText } from '../../access/remembered-by-text.ts';
import { standardSet } from '../standards/access-limits.ts';
import { asAnother } from '../assess/as-another.ts';
import { type Opening, pathsOpenedBy } from '../escalation/opened-paths.ts';
import { gainedBy } from '../assess/gained.ts';
import type { HandedRole } from './handed-roles.ts';
import type { Standard } from '../standards/standards.ts';

/** Who comes to act with a role, and what may be theirs. */
export interface Gainer {
  readonly standard: Standard;
  readonly waivers: readonly PolicySet[];
  /** What they hold already; undefined: not known, or it does not count. */
  readonly held: PolicySet | undefined;
}

/** What a role gives beyond what may be theirs. */
export interface RoleGain {
  readonly verdict: 'exceeds' | 'undetermined';
  readonly excess: readonly ExcessBox[];
  readonly witness: Witness | null;
  readonly reasons: readonly Reason[];
  /** The escalation paths that it opens. */
  readonly openings: readonly Opening[];
  /** `held`: who gains it holds as much already, beyond what they may. */
  readonly standing: 'new' | 'held';
}

/**
 * What somebody has by a role that they can act with: what it may do and neither the standard nor a waiver allows, whoever
 * asks. Undefined: nothing. A role of which nothing is known is undetermined.
 */
export function gainByRole(role: HandedRole, gainer: Gainer): RoleGain | undefined {
  if (role.kind === 'unknown') {
    const reasons = [{ rule: 'role-unknown', detail: role.why }];
    return { verdict: 'undetermined', excess: [], witness: null, reasons, openings: [], standing: 'new' };
  }
  const { standard } = gainer;
  const known =
    KNOWN.get(standard) ?? new RememberedByText(MOST_REMEMBERED, (gain) => JSON.stringify(gain ?? '').length);
  KNOWN.set(standard, known);
  return known.of(questionOf(role, gainer), () => compared(role, gainer));
}

/** The same roles are handed over all day: what was found is remembered for each standard, up to so many letters. */
const MOST_REMEMBERED = 4_000_000;
const KNOWN = new WeakMap<Standard, RememberedByText<RoleGain | undefined>>();

type KnownRole = Extract<HandedRole, { readonly kind: 'known' }>;

/** All that an answer hangs on besides the standard, as text. */
function questionOf({ name, policies }: KnownRole, { waivers, held }: Gainer): string {
  return JSON.stringify([
    name,
    ...[policies, ...waivers, ...(held === undefined ? [] : [held])].map(partsOf),
    waivers.length,
  ]);
}

function partsOf({ principal, identity, boundary, resource }: PolicySet) {
  const { arn, tags, userName, organizationId } = principal;
  return { arn, tags: tags === undefined ? null : [...tags], userName, organizationId, identity, boundary, resource };
}

function compared(role: KnownRole, { standard, waivers, held }: Gainer): RoleGain | undefined {
  const { policies } = role;
  const limits = [standardSet(standard, policies), ...waivers].map(asAnother);
  const beyond = (more: readonly PolicySet[]) =>
    gainedBy({ before: undefined, after: policies, limits: [...limits, ...more], iam: undefined });
  const gained = beyond([]);
  if (gained.verdict === 'within') return undefined;
  const isHeld = held !== undefined && beyond([ownFor(role.arn, held)]).verdict === 'within';
  const boxes = gained.excess.map(boxOfPart);
  return {
    verdict: gained.verdict,
    excess: boxes.map((box) => ({ ...box, policy: policyOf(role.name, box.policy) })),
    witness: gained.verdict === 'exceeds' ? gained.witness : null,
    reasons: gained.reasons,
    openings: pathsOpenedBy({ excess: boxes, held: policies, limits }),
    standing: isHeld ? 'held' : 'new',
  };
}

/** What somebody holds as a limit for a role: all of it for their own, else what does not hang on who asks. */
function ownFor(roleArn: string, held: PolicySet): PolicySet {
  return held.principal.arn === roleArn ? held : asAnother(held);
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
    standing: gains.every(({ standing }) => standing === 'held') ? 'held' : 'new',
  };
}
