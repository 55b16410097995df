import type { PlanCall } from '../../account/plan-call.ts';
import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { JsonObject } from '../../json.ts';
import type { Finding } from '../finding.ts';
import type { ReservedDeny } from '../holds/denies/reserved-deny.ts';
import type { FactKind, HoldGaveWay } from '../ledger/fact.ts';
import type { HoldWaits } from '../ledger/stack-fact.ts';
import type { CaseStatus } from './case-status.ts';

/** How far something that is done in AWS has come. `pending`: the intention is written down, its outcome is not. */
export type Effect =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly calls: readonly PlanCall[]; readonly at: Instant }
  | { readonly kind: 'confirmed'; readonly calls: readonly PlanCall[]; readonly at: Instant }
  | { readonly kind: 'failed'; readonly calls: readonly PlanCall[]; readonly detail: string; readonly at: Instant };

/** How far the hold of a finding has come. */
export type Hold =
  | Extract<Effect, { readonly kind: 'none' }>
  | (Exclude<Effect, { readonly kind: 'none' }> & {
      /**
       * The denies that were begun to stand in and that no restore has lifted, in that order: of earlier attempts as well, since a
       * call of an attempt that another overtook, or that the account did not show, may have been made.
       */
      readonly standIns: readonly ReservedDeny[];
      /** The one of them that the last attempt was the first to begin; absent: there is none. */
      readonly newest?: ReservedDeny;
      /** What became of the calls of a hold that failed, where that is known. */
      readonly by?: 'refusal' | 'not-shown';
      /** Calls of an earlier attempt may have been made; absent: none were. */
      readonly isRepeated?: true;
    });

/** One person's consent to the digest of the finding. */
export interface Signature {
  readonly personId: string;
  /** The approver groups that the person was in when signing. */
  readonly groups: readonly string[];
  readonly digest: Digest;
  readonly reason: string;
  /** The latest end of the waiver that this person accepts. */
  readonly until: Instant;
  readonly at: Instant;
}

/** Accepted excess with an end: exactly what the frozen slice grants the principal. */
export interface Waiver {
  readonly findingId: string;
  readonly account: string;
  readonly principal: string;
  readonly digest: Digest;
  /** The account slice that was signed; undefined: nothing was frozen, then the waiver covers no access. */
  readonly frozen: JsonObject | undefined;
  readonly from: Instant;
  readonly until: Instant;
  /** Id of the person who took it alone; absent: the quorum signed it. */
  readonly alone?: string;
}

/** One person's taking of access alone. */
export interface Glass {
  readonly personId: string;
  readonly digest: Digest;
  readonly reason: string;
  readonly until: Instant;
  readonly at: Instant;
  /** Whether what was taken is over: it is good for nothing more, and remembered until the quorum has signed. */
  readonly isSpent: boolean;
}

/** A fact that the state of the case did not allow, or that does not fit the finding. It has no effect. */
export interface Irregularity {
  readonly sequence: number;
  readonly kind: FactKind;
  readonly status: CaseStatus;
  readonly detail: string;
}

/** All that is known of a finding, folded from its ledger entries. */
export interface Case {
  readonly finding: Finding;
  /** Digest of the states that its call was assessed on; absent: as in the ledger. */
  readonly assessedOn?: Digest;
  readonly status: CaseStatus;
  readonly hold: Hold;
  readonly restore: Effect;
  /** The stack that its hold waits for, as it was when that was looked at last; undefined: it waited for none. */
  readonly waits: HoldWaits | undefined;
  /** What its hold, which is due, gave way to last; undefined: nothing, or it was begun since, or given back. */
  readonly gaveWay: HoldGaveWay | undefined;
  /** Unspent signatures on the finding's digest, in ledger order. */
  readonly signatures: readonly Signature[];
  readonly rejection: { readonly personId: string; readonly reason: string; readonly at: Instant } | undefined;
  /** The waiver that was granted last and has not been ended; whether it still runs, `activeWaivers` tells. */
  readonly waiver: Waiver | undefined;
  /** Whether a waiver of it has ended, and no hold or restore was confirmed since: what is held then is what a waiver gave. */
  readonly isWaiverOver: boolean;
  /** Since when people are asked to sign that the waiver is kept; undefined: they are not, or there is none. */
  readonly review: Instant | undefined;
  /** Who took the access alone, and was not countersigned yet. */
  readonly glass: Glass | undefined;
  /** When the current request for approval began. */
  readonly requestedAt: Instant;
  /** Channels that were told all that there is to tell. */
  readonly announced: readonly string[];
  readonly irregularities: readonly Irregularity[];
  /** How many entries there are about the finding: what the next append expects. */
  readonly entries: number;
}

/** A case of which what people signed is being given back: its waiver has begun, what came of its calls is not known. */
export interface Restoring extends Case {
  readonly restore: Extract<Effect, { kind: 'pending' }>;
  readonly waiver: Waiver;
}

/** Whether what people signed is being given back; a case has the calls and the waiver from the intention to restore on. */
export function isRestoring(current: Case): current is Restoring {
  return current.status === 'restoring';
}

/** The case when its waiver is over, or was not to be had: what was signed for it counts no more, and a new request begins. */
export function spent(current: Case, at: Instant): Case {
  const glass = current.glass && { ...current.glass, isSpent: true };
  return {
    ...current,
    waiver: undefined,
    review: undefined,
    gaveWay: undefined,
    glass,
    signatures: [],
    requestedAt: at,
  };
}

/** Whether nothing of a hold was ever made, as far as no deny stands in: AWS refused its only call, and there was no attempt before it. */
export function isUnmade(hold: Hold): boolean {
  return hold.kind !== 'none' && hold.isRepeated === undefined && hold.by === 'refusal' && hold.calls.length === 1;
}

/** A hold after a restore that may have undone a part of it: it must be done again. */
export function lifted(hold: Hold, at: Instant): Hold {
  if (hold.kind !== 'confirmed') return hold;
  return { ...hold, kind: 'failed', detail: 'a restore may have given back a part of it', at };
}

/** The calls of a hold or a restore that was begun; none before that. */
export function callsOf(effect: Effect): readonly PlanCall[] {
  return effect.kind === 'none' ? [] : effect.calls;
}
