import { toIso } from '../../instant.ts';
import type { Signature } from '../cases/case.ts';
import type { Governance, Mode } from '../standards/standards.ts';
import type { Adoption, Rules, RulesProposal } from './fold-rules.ts';
import type { AdoptedBy } from './rules-fact.ts';
import { lapseOfRules, quorumOfRules } from './sign-rules.ts';
import type { Weakening } from './weakening.ts';

/** A signature as plain JSON. Moments are ISO 8601 in UTC. */
export interface RulesSignatureJson {
  readonly person: string;
  readonly groups: readonly string[];
  readonly reason: string;
  readonly at: string;
}

/** A version of the rules as plain JSON. */
export interface RulesVersionJson {
  readonly version: number;
  readonly digest: string;
  /** Digest of what the standards file says. */
  readonly standards: string;
  readonly by: AdoptedBy;
  readonly at: string;
  readonly weakens: readonly Weakening[];
  readonly signatures: readonly RulesSignatureJson[];
}

/** Rules that are to be signed, as plain JSON. */
export interface RulesProposalJson {
  readonly version: number;
  /** What people sign. */
  readonly digest: string;
  readonly standards: string;
  readonly weakens: readonly Weakening[];
  readonly proposedBy: string;
  readonly reason: string;
  readonly proposedAt: string;
  readonly signableUntil: string;
  readonly signatures: readonly RulesSignatureJson[];
  readonly missing: readonly { readonly group: string; readonly count: number }[];
}

/** Ambit's own rules as plain JSON, the same wherever they are printed. */
export interface RulesJson {
  readonly inForce: RulesVersionJson | null;
  readonly proposal: RulesProposalJson | null;
  /** The file that was found last and is not in force. */
  readonly refused: {
    readonly found: string;
    readonly weakens: readonly Weakening[];
    readonly problem: string;
    readonly at: string;
  } | null;
  /** The most that any class does in a deployment; `refused`: the lower mode that was deployed last. */
  readonly mode: { readonly inForce: Mode; readonly since: string; readonly refused: Mode | null } | null;
}

/** The rules as they stand; `governance` is the one in force, by which is counted who must still sign. */
export function rulesToJson({ inForce, proposal, refused, mode }: Rules, governance: Governance): RulesJson {
  const isRefusedNow = refused !== undefined && refused.inForce === inForce?.digest;
  const { found = '', weakens = [], problem = '', at = 0 } = refused ?? {};
  return {
    inForce: inForce === undefined ? null : versionToJson(inForce),
    proposal: proposal === undefined ? null : proposalToJson(proposal, governance),
    refused: isRefusedNow ? { found, weakens, problem, at: toIso(at) } : null,
    mode: mode === undefined ? null : { ...mode, since: toIso(mode.since), refused: mode.refused ?? null },
  };
}

/** A version that is or was in force. */
export function versionToJson(adoption: Adoption): RulesVersionJson {
  const { version, digest, standards, by, at, weakens, signatures } = adoption;
  return { version, digest, standards, by, at: toIso(at), weakens, signatures: signatures.map(signatureToJson) };
}

function proposalToJson(proposal: RulesProposal, governance: Governance): RulesProposalJson {
  const { version, digest, standards, weakens, personId, reason, at, signatures } = proposal;
  return {
    version,
    digest,
    standards,
    weakens,
    proposedBy: personId,
    reason,
    proposedAt: toIso(at),
    signableUntil: toIso(lapseOfRules(proposal, governance)),
    signatures: signatures.map(signatureToJson),
    // whoever gains was refused when signing
    missing: quorumOfRules(proposal, governance, () => undefined).missing,
  };
}

function signatureToJson({ personId, groups, reason, at }: Signature): RulesSignatureJson {
  return { person: personId, groups, reason, at: toIso(at) };
}
