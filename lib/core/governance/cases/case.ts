import type { PlanCall } from '../../account/plan-call.ts';
import { canonicalText, type Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { type JsonObject, jsonForm } from '../../json.ts';
import { type CaseStatus, isFindingFact, LAWFUL_IN } from './case-status.ts';
import type { Fact, FactKind, FindingFact, LedgerEntry } from '../ledger/fact.ts';
import type { Finding } from '../finding.ts';
import { newsIn } from './news.ts';
import { standInOf } from '../holds/stand-in.ts';

/** How far something that is done in AWS has come. `pending`: the intention is written down, its outcome is not. */
export type Effect =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly calls: readonly PlanCall[]; readonly at: Instant }
  | { readonly kind: 'confirmed'; readonly calls: readonly PlanCall[]; readonly at: Instant }
  | { readonly kind: 'failed'; readonly calls: readonly PlanCall[]; readonly detail: string; readonly at: Instant };

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
  readonly status: CaseStatus;
  readonly hold: Effect;
  readonly restore: Effect;
  /** Unspent signatures on the finding's digest, in ledger order. */
  readonly signatures: readonly Signature[];
  readonly rejection: { readonly personId: string; readonly reason: string; readonly at: Instant } | undefined;
  /** The waiver that was granted last and has not been ended; whether it still runs, `activeWaivers` tells. */
  readonly waiver: Waiver | undefined;
  /** When the current request for approval began. */
  readonly requestedAt: Instant;
  /** Channels that were told all that there is to tell. */
  readonly announced: readonly string[];
  readonly irregularities: readonly Irregularity[];
  /** How many entries there are about the finding: what the next append expects. */
  readonly entries: number;
}

/**
 * Folds a finding's ledger entries, in order, into its case; undefined where no finding was raised in them.
 * Facts out of turn have no effect and are listed as irregularities: a ledger that was written badly is shown, it never crashes.
 */
export function foldCase(entries: readonly LedgerEntry[]): Case | undefined {
  let current: Case | undefined;
  for (const { fact, sequence } of entries) {
    if (current !== undefined) current = next(current, fact, sequence);
    else if (fact.kind === 'finding-raised') current = opened(fact.finding);
  }
  return current === undefined ? undefined : { ...current, entries: entries.length };
}

function opened(finding: Finding): Case {
  const parts: Omit<Case, 'status'> = {
    finding,
    hold: { kind: 'none' },
    restore: { kind: 'none' },
    signatures: [],
    rejection: undefined,
    waiver: undefined,
    requestedAt: finding.raisedAt,
    announced: [],
    irregularities: [],
    entries: 1,
  };
  return { ...parts, status: initialStatus(finding) };
}

function initialStatus(finding: Finding): CaseStatus {
  switch (finding.response.kind) {
    case 'observe':
      return 'observed';
    case 'alert':
      return 'alerted';
    case 'hold':
    case 'hold-unless-approved':
      return 'open';
  }
}

function next(current: Case, fact: Fact, sequence: number): Case {
  if (!isFindingFact(fact)) return irregular(current, fact, { sequence, detail: 'it is not about a finding' });
  const before = newsIn(fact) === undefined ? current : { ...current, announced: [] };
  const detail = objection(before, fact);
  return detail === undefined ? after(before, fact) : irregular(before, fact, { sequence, detail });
}

function irregular(
  current: Case,
  { kind }: Fact,
  { sequence, detail }: Pick<Irregularity, 'sequence' | 'detail'>,
): Case {
  const irregularity = { sequence, kind, status: current.status, detail };
  return { ...current, irregularities: [...current.irregularities, irregularity] };
}

/** Why a fact has no effect, or undefined where it has one. */
function objection(current: Case, fact: FindingFact): string | undefined {
  if (!LAWFUL_IN[fact.kind].includes(current.status)) return `not lawful while ${current.status}`;
  switch (fact.kind) {
    case 'hold-confirmed':
    case 'hold-failed':
      return current.hold.kind === 'pending' ? undefined : 'no hold is pending';
    case 'signed':
      return fact.digest === current.finding.digest ? undefined : 'another digest was signed';
    case 'restore-intended':
      return objectionToRestore(current, fact);
    case 'call-assessed':
    case 'finding-raised':
    case 'hold-intended':
    case 'announced':
    case 'signature-refused':
    case 'rejected':
    case 'restore-confirmed':
    case 'restore-failed':
    case 'waiver-ended':
      return undefined;
  }
}

/** What is restored is what was stored, and by two people at the least, whatever a governance says. */
function objectionToRestore(current: Case, fact: Extract<Fact, { kind: 'restore-intended' }>): string | undefined {
  if (fact.digest !== current.finding.digest) return 'another digest was approved';
  if (new Set(current.signatures.map(({ personId }) => personId)).size < 2) return 'fewer than two people signed';
  const isFrozen = canonicalText(jsonForm(fact.calls)) === canonicalText(jsonForm(restoreCalls(current)));
  return isFrozen ? undefined : 'the calls are not those that were signed';
}

/** The calls that give back what is held, as they were frozen, and lift a deny that stands in; none where nothing was taken away. */
export function restoreCalls({ finding, hold }: Pick<Case, 'finding' | 'hold'>): readonly PlanCall[] {
  const { response } = finding;
  if (hold.kind === 'none') return [];
  const restore = response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan.restore : [];
  const standIn = standInOf(hold.calls, finding);
  return standIn === undefined ? restore : [...restore, standIn.remove];
}

function after(current: Case, fact: FindingFact): Case {
  switch (fact.kind) {
    case 'call-assessed':
    case 'finding-raised':
    case 'signature-refused':
      return current;
    case 'announced':
      return { ...current, announced: [...new Set([...current.announced, fact.channel])] };
    case 'signed':
      return { ...current, signatures: [...current.signatures, signatureOf(fact)] };
    case 'rejected': {
      const { personId, reason, at } = fact;
      return { ...current, status: 'rejected', rejection: { personId, reason, at } };
    }
    case 'hold-intended':
    case 'hold-confirmed':
    case 'hold-failed':
      return afterHold(current, fact);
    case 'restore-intended':
    case 'restore-confirmed':
    case 'restore-failed':
    case 'waiver-ended':
      return afterRestore(current, fact);
  }
}

function afterHold(
  current: Case,
  fact: Extract<Fact, { kind: 'hold-intended' | 'hold-confirmed' | 'hold-failed' }>,
): Case {
  const { at } = fact;
  const isRejected = current.status === 'rejected';
  const calls = fact.kind === 'hold-intended' ? fact.calls : callsOf(current.hold);
  switch (fact.kind) {
    case 'hold-intended': {
      // a hold takes back what a waiver gave: who wants it again must ask again
      const base = current.waiver === undefined ? current : spent(current, at);
      const restore = { kind: 'none' } as const;
      return {
        ...base,
        restore,
        hold: { kind: 'pending', calls, at },
        status: isRejected ? 'rejected' : 'hold-pending',
      };
    }
    case 'hold-confirmed':
      return { ...current, hold: { kind: 'confirmed', calls, at }, status: isRejected ? 'rejected' : 'held' };
    case 'hold-failed': {
      const { detail } = fact;
      return {
        ...current,
        hold: { kind: 'failed', calls, detail, at },
        status: isRejected ? 'rejected' : 'hold-failed',
      };
    }
  }
}

function afterRestore(
  current: Case,
  fact: Extract<Fact, { kind: 'restore-intended' | 'restore-confirmed' | 'restore-failed' | 'waiver-ended' }>,
): Case {
  const { at } = fact;
  const calls = callsOf(current.restore);
  switch (fact.kind) {
    case 'restore-intended': {
      const { account, principal, digest, frozen, id: findingId } = current.finding;
      const waiver = { findingId, account, principal, digest, frozen, from: at, until: fact.waiverUntil };
      return { ...current, status: 'restoring', restore: { kind: 'pending', calls: fact.calls, at }, waiver };
    }
    case 'restore-confirmed':
      return { ...current, status: 'restored', restore: { kind: 'confirmed', calls, at }, hold: { kind: 'none' } };
    case 'restore-failed': {
      const { detail } = fact;
      return {
        ...spent(current, at),
        status: 'restore-failed',
        restore: { kind: 'failed', calls, detail, at },
        hold: lifted(current.hold, at),
      };
    }
    case 'waiver-ended':
      return {
        ...spent(current, at),
        status: 'waiver-ended',
        restore: { kind: 'none' },
        hold: lifted(current.hold, at),
      };
  }
}

/** The case when its waiver is over, or was not to be had: what was signed for it counts no more, and a new request begins. */
function spent(current: Case, at: Instant): Case {
  return { ...current, waiver: undefined, signatures: [], requestedAt: at };
}

/** A hold after a restore that may have undone a part of it: it must be done again. */
function lifted(hold: Effect, at: Instant): Effect {
  if (hold.kind !== 'confirmed') return hold;
  return { kind: 'failed', calls: hold.calls, detail: 'a restore may have given back a part of it', at };
}

function callsOf(effect: Effect): readonly PlanCall[] {
  return effect.kind === 'none' ? [] : effect.calls;
}

function signatureOf(fact: Extract<Fact, { kind: 'signed' }>): Signature {
  const { personId, groups, digest, reason, until, at } = fact;
  return { personId, groups, digest, reason, until, at };
}
