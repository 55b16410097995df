import type { PlanCall } from '../../account/plan-call.ts';
import { canonicalText } from '../../digest.ts';
import { jsonForm } from '../../json.ts';
import { type CaseStatus, isFindingFact, LAWFUL_IN } from './case-status.ts';
import type { Fact, FindingFact, LedgerEntry } from '../ledger/fact.ts';
import type { Finding } from '../finding.ts';
import { callsOf, type Case, type Effect, type Irregularity, type Signature, spent } from './case-parts.ts';
import { afterRestore, afterWaiver, objectionToWaiver } from './case-of-waiver.ts';
import { newsIn } from './news.ts';
import { standInOf } from '../holds/stand-in.ts';

export type { Case, Effect, Glass, Irregularity, Signature, Waiver } from './case-parts.ts';

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
    waits: undefined,
    signatures: [],
    rejection: undefined,
    waiver: undefined,
    review: undefined,
    glass: undefined,
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
    case 'excess-gone':
      return current.waits === undefined ? 'no hold has waited' : undefined;
    case 'signed':
      if (fact.digest !== current.finding.digest) return 'another digest was signed';
      return current.status === 'restored' && current.review === undefined ? 'nobody asks for signatures' : undefined;
    case 'restore-intended':
      return objectionToRestore(current, fact);
    case 'waiver-due':
    case 'waiver-kept':
    case 'waiver-revoked':
    case 'glass-broken':
    case 'approval-requested':
      return objectionToWaiver(current, fact);
    case 'call-assessed':
    case 'finding-raised':
    case 'gap-looked':
    case 'hold-waits':
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

/**
 * What is restored is what was stored, and by two people at the least, whatever a governance says; or by who took it alone, for no
 * longer than that.
 */
function objectionToRestore(current: Case, fact: Extract<Fact, { kind: 'restore-intended' }>): string | undefined {
  if (fact.digest !== current.finding.digest) return 'another digest was approved';
  const { glass, signatures } = current;
  const isAlone = glass?.personId === fact.alone && glass?.isSpent === false && fact.waiverUntil <= glass.until;
  const fewest = fact.alone === undefined ? 2 : 0;
  if (fact.alone !== undefined && !isAlone) return 'nobody took it alone for so long';
  if (new Set(signatures.map(({ personId }) => personId)).size < fewest) return 'fewer than two people signed';
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

/** The calls that release what is held, or would be: with those that lift what stands in for the plan. */
export function releaseCalls(finding: Finding, hold: Effect = { kind: 'none' }): readonly PlanCall[] {
  if (hold.kind !== 'none') return restoreCalls({ finding, hold });
  return 'plan' in finding.response ? finding.response.plan.restore : [];
}

function after(current: Case, fact: FindingFact): Case {
  switch (fact.kind) {
    case 'call-assessed':
    case 'finding-raised':
    case 'gap-looked':
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
    case 'hold-waits':
      return { ...current, waits: fact };
    case 'excess-gone':
      return { ...current, status: 'alerted' };
    case 'hold-intended':
    case 'hold-confirmed':
    case 'hold-failed':
      return afterHold(current, fact);
    case 'restore-intended':
    case 'restore-confirmed':
    case 'restore-failed':
    case 'waiver-ended':
      return afterRestore(current, fact);
    case 'waiver-due':
    case 'waiver-kept':
    case 'waiver-revoked':
    case 'glass-broken':
    case 'approval-requested':
      return afterWaiver(current, fact);
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

function signatureOf(fact: Extract<Fact, { kind: 'signed' }>): Signature {
  const { personId, groups, digest, reason, until, at } = fact;
  return { personId, groups, digest, reason, until, at };
}
