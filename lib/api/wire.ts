import type { FindingJson } from '../core/governance/finding-json.ts';
import type { GapJson } from '../core/governance/holds/gap.ts';
import type { PermitJson } from '../core/governance/permits/permit-json.ts';
import type { Difference } from '../core/governance/rules/differences-of.ts';
import type { RulesJson, RulesVersionJson } from '../core/governance/rules/rules-json.ts';

export type { ActorJson, BoxJson, FindingJson, PlanJson, WitnessJson } from '../core/governance/finding-json.ts';
export type { GapJson } from '../core/governance/holds/gap.ts';
export type { PermitJson } from '../core/governance/permits/permit-json.ts';
export type { Difference } from '../core/governance/rules/differences-of.ts';
export type { RulesJson, RulesProposalJson, RulesVersionJson } from '../core/governance/rules/rules-json.ts';
export type { Weakening } from '../core/governance/rules/weakening.ts';

/**
 * What goes over the wire between the API and its readers, as plain JSON. Moments are ISO 8601 in UTC.
 * Every answer that is not 2xx is a `RefusalWire`.
 */
export interface RefusalWire {
  /** A fixed name for programs: `SIGNED_OWN_REQUEST`. */
  readonly code: string;
  /** What happened and what to do, for people. */
  readonly message: string;
}

/** `GET /api/findings`: newest first. */
export interface FindingListWire {
  readonly findings: readonly FindingJson[];
  /** Pass it as `before` for the next page; null: this is the last. */
  readonly next: string | null;
  /** How many findings match, on all pages. */
  readonly total: number;
  /** How many findings there are in each status, whatever the filter. */
  readonly byStatus: Readonly<Record<string, number>>;
}

/** `GET /api/findings/:id`. */
export interface FindingDetailWire {
  readonly finding: FindingJson;
  readonly approval: ApprovalWire;
  /** Unspent signatures, in the order in which they were given. */
  readonly signatures: readonly SignatureWire[];
  readonly rejection: { readonly person: PersonWire; readonly reason: string; readonly at: string } | null;
  readonly hold: EffectWire;
  readonly restore: EffectWire;
  /** `alone`: who took it alone; null: the quorum signed it. `review`: whether people are asked to sign that it is kept. */
  readonly waiver: {
    readonly from: string;
    readonly until: string;
    readonly alone: PersonWire | null;
    readonly review: boolean;
  } | null;
  /** What the principal did before the hold took effect; null: nobody looked yet. */
  readonly gap: GapJson | null;
  /** Signatures that were refused. */
  readonly refusals: readonly RefusedSignatureWire[];
  /** Every ledger entry about the finding, in order. */
  readonly history: readonly LedgerEventWire[];
}

/** What an approval of a finding takes and what it lacks. */
export interface ApprovalWire {
  /** Whether the finding's status and the age of the request let anybody sign now. */
  readonly open: boolean;
  readonly expiresAt: string;
  /** Whether a request has lapsed that can be made again. */
  readonly lapsed: boolean;
  /** For how long one person may take it alone, in minutes; null: nobody may. */
  readonly breakGlassMinutes: number | null;
  readonly needs: readonly { readonly group: string; readonly count: number }[];
  readonly missing: readonly MissingGroupWire[];
  /** Usual and longest length of a waiver, in days. */
  readonly defaultDays: number;
  readonly maxDays: number;
}

/** Signatures that are missing of one group, and who could still give them as far as the standards tell. */
export interface MissingGroupWire {
  readonly group: string;
  readonly count: number;
  readonly people: readonly PersonWire[];
}

/** A person, or the id of one whom the standards no longer name. */
export interface PersonWire {
  readonly id: string;
  readonly name: string;
}

/** A signature, as the page shows it. */
export interface SignatureWire {
  readonly person: PersonWire;
  readonly groups: readonly string[];
  readonly digest: string;
  readonly reason: string;
  readonly until: string;
  readonly at: string;
  /** Whether it counts for the quorum now. */
  readonly counts: boolean;
}

/** A signature that was not taken, and the code of the refusal. */
export interface RefusedSignatureWire {
  readonly person: PersonWire;
  readonly code: string;
  readonly at: string;
}

/** How far a hold or a restore has come. */
export interface EffectWire {
  readonly kind: 'none' | 'pending' | 'confirmed' | 'failed';
  readonly at: string | null;
  readonly detail: string | null;
}

/** One ledger entry as the live stream and lists show it. */
export interface LedgerEventWire {
  readonly sequence: number;
  /** The finding, call or permit that it is about, or `drill`. */
  readonly subject: string;
  /** The finding that it is about; null: it is about a call, a permit or a drill. */
  readonly findingId: string | null;
  readonly kind: string;
  readonly at: string;
  /** The person who did it; null: Ambit did. */
  readonly person: PersonWire | null;
  /** What happened, for people. */
  readonly text: string;
  readonly hash: string;
}

/** One ledger entry whole: what its hash is over. */
export interface LedgerEntryWire extends LedgerEventWire {
  readonly fact: unknown;
  readonly previous: string;
}

/** `GET /api/ledger`: entries in order. */
export interface LedgerPageWire {
  readonly entries: readonly LedgerEntryWire[];
  /** Sequence number of the last entry there is; 0: none. */
  readonly head: number;
  /** Pass it as `from` for the next page; null: there are no more yet. */
  readonly next: number | null;
}

/** `GET /api/ledger/verification`. */
export interface VerificationWire {
  /** The first entry that was verified; 1: the whole ledger was. What is before it, `ambit ledger verify` verifies. */
  readonly from: number;
  /** The last one. */
  readonly until: number;
  /** The last entry that there is: more than `until` where too much was not sealed to be verified in one answer. */
  readonly last: number;
  /** So many were looked at. */
  readonly entries: number;
  /** Hash of the last one that was verified. */
  readonly head: string;
  /** The last entry under a signed checkpoint; 0: none. */
  readonly signedUntil: number;
  readonly fault: { readonly code: string; readonly sequence: number; readonly text: string } | null;
  readonly verifiedAt: string;
}

/** `GET`, `POST` and `DELETE /api/session`. */
export interface SessionWire {
  readonly person: (PersonWire & { readonly groups: readonly string[] }) | null;
  /** Send it as the header `x-ambit-csrf` with everything that changes something. */
  readonly csrfToken: string;
  readonly expiresAt: string;
  /** Whom one can sign in as. */
  readonly people: readonly (PersonWire & { readonly groups: readonly string[] })[];
  /** What kind of sign-in this is, and what it is not. */
  readonly notice: string;
}

/** The answer to a signature or a rejection that was taken. */
export interface DecisionWire {
  /**
   * `signed`: more signatures are missing; `complete`: all are there, and it is given back elsewhere, soon; the others
   * say what followed.
   */
  readonly outcome: 'signed' | 'rejected' | 'complete' | 'restored' | 'restore-failed' | 'kept' | 'revoked' | 'asked';
  readonly message: string;
  readonly detail: FindingDetailWire;
}

/** `GET /api/permits`: of each change the last request, newest first. */
export interface PermitListWire {
  readonly permits: readonly PermitJson[];
  /** For what a permit can be asked for. `accounts`: none named is every account. */
  readonly environments: readonly { readonly name: string; readonly accounts: readonly string[] }[];
  /** No window is longer. */
  readonly longestHours: number;
}

/** What a permit takes and what it lacks. */
export interface PermitApprovalWire {
  /** Whether anybody can sign now, as far as its state and the age of the request tell. */
  readonly open: boolean;
  /** Whether it can be taken back now. */
  readonly withdrawable: boolean;
  readonly needs: readonly { readonly group: string; readonly count: number }[];
  readonly missing: readonly MissingGroupWire[];
}

/** `GET /api/permits/:id`, and the answer to a request, a signature or a withdrawal that was taken. */
export interface PermitDetailWire {
  readonly permit: PermitJson;
  readonly approval: PermitApprovalWire;
  /** Signatures and withdrawals that were refused, for all requests for this change. */
  readonly refusals: readonly RefusedSignatureWire[];
  /** The names of those whom the permit mentions by their ids. */
  readonly people: readonly PersonWire[];
  /** What was asked for the same change before, oldest first. */
  readonly earlier: readonly PermitJson[];
  /** Every ledger entry about it, in order. */
  readonly history: readonly LedgerEventWire[];
}

/** What a proposal of rules takes and what it lacks. */
export interface RulesApprovalWire {
  /** Whether anybody can sign now, as far as the age of the request tells. */
  readonly open: boolean;
  readonly needs: readonly { readonly group: string; readonly count: number }[];
  readonly missing: readonly MissingGroupWire[];
  /** Ids of those whose signatures count now. */
  readonly counted: readonly string[];
  /** Signatures under these rules that were refused since somebody asked for them. */
  readonly refusals: readonly RefusedSignatureWire[];
  /** In what the standards file says something else than the one in force. */
  readonly differences: readonly Difference[];
}

/** `GET /api/rules`, and the answer to a proposal or a signature that was taken. */
export interface RulesDetailWire extends RulesJson {
  /** Of the proposal; null: nothing is proposed. */
  readonly approval: RulesApprovalWire | null;
  /** Whether somebody can ask for the file that was refused: it can be read, and is not what can be signed now. */
  readonly askable: boolean;
  /** Versions that were in force before, newest first. */
  readonly earlier: readonly RulesVersionJson[];
  /** The names of those whom all this mentions by their ids. */
  readonly people: readonly PersonWire[];
  /** Every ledger entry about the rules, in order. */
  readonly history: readonly LedgerEventWire[];
}
