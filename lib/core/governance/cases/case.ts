import type { PlanCall } from '../../account/plan-call.ts';
import { formText } from '../../digest.ts';
import { err, ok, type Result } from '../../result.ts';
import { type CaseStatus, isFindingFact, LAWFUL_IN } from './case-status.ts';
import type { Fact, FindingFact, LedgerEntry } from '../ledger/fact.ts';
import type { Finding } from '../finding.ts';
import { type Case, type Hold, type Irregularity, isUnmade, spent } from './case-parts.ts';
import { afterRestore, afterRestoreIntended, afterWaiver, objectionToWaiver } from './case-of-waiver.ts';
import { newsIn } from './news.ts';
import { standInOf } from '../holds/denies/stand-in.ts';

export type { Case, Effect, Glass, Hold, Irregularity, Signature, Waiver } from './case-parts.ts';

/** The facts of these kinds. */
type Of<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;

/**
 * Folds a finding's ledger entries, in order, into its case; undefined where no finding was raised in them.
 * Facts out of turn have no effect and are listed as irregularities: a ledger that was written badly is shown, it never crashes.
 */
export function foldCase(entries: readonly LedgerEntry[]): Case | undefined {
  let current: Case | undefined;
  for (const { fact, sequence } of entries) {
    if (current !== undefined) current = next(current, fact, sequence);
    else if (fact.kind === 'finding-raised') current = opened(fact);
  }
  return current === undefined ? undefined : { ...current, entries: entries.length };
}

function opened({ finding, assessedOn }: Of<'finding-raised'>): Case {
  const parts: Omit<Case, 'status'> = {
    finding,
    ...(assessedOn === undefined ? {} : { assessedOn }),
    hold: { kind: 'none' },
    restore: { kind: 'none' },
    waits: undefined,
    gaveWay: undefined,
    signatures: [],
    rejection: undefined,
    waiver: undefined,
    isWaiverOver: false,
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
  const made = LAWFUL_IN[fact.kind].includes(before.status)
    ? after(before, fact)
    : err(`not lawful while ${before.status}`);
  return made.ok ? made.value : irregular(before, fact, { sequence, detail: made.error });
}

function irregular(
  current: Case,
  { kind }: Fact,
  { sequence, detail }: Pick<Irregularity, 'sequence' | 'detail'>,
): Case {
  const irregularity = { sequence, kind, status: current.status, detail };
  return { ...current, irregularities: [...current.irregularities, irregularity] };
}

/**
 * What is restored is what was stored, and by two people at the least, whatever a governance says; or by who took it alone, for no
 * longer than that.
 */
function objectionToRestore(current: Case, fact: Of<'restore-intended'>): string | undefined {
  if (fact.digest !== current.finding.digest) return 'another digest was approved';
  const { glass, signatures } = current;
  const isAlone = glass?.personId === fact.alone && glass?.isSpent === false && fact.waiverUntil <= glass.until;
  const fewest = fact.alone === undefined ? 2 : 0;
  if (fact.alone !== undefined && !isAlone) return 'nobody took it alone for so long';
  if (new Set(signatures.map(({ personId }) => personId)).size < fewest) return 'fewer than two people signed';
  return isRestoreOf(fact.calls, current) ? undefined : 'the calls are not those that were signed';
}

/** The calls that give back what is held, as they were frozen, and lift what stands in; none where nothing was taken away. */
export function restoreCalls({ finding, hold }: Pick<Case, 'finding' | 'hold'>): readonly PlanCall[] {
  return hold.kind === 'none' ? [] : [...frozenRestore(finding), ...hold.standIns.map(({ remove }) => remove)];
}

function frozenRestore({ response }: Finding): readonly PlanCall[] {
  return response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan.restore : [];
}

/**
 * Whether these are the calls of a restore: all that were frozen, and others only to lift what stands in, each once. One in an
 * older ledger may lift the last of several alone.
 */
export function isRestoreOf(calls: readonly PlanCall[], current: Pick<Case, 'finding' | 'hold'>): boolean {
  const whole = restoreCalls(current).map(textOf);
  const frozen = current.hold.kind === 'none' ? 0 : frozenRestore(current.finding).length;
  const texts = calls.map(textOf);
  const isFrozen = texts.length >= frozen && texts.slice(0, frozen).every((text, at) => text === whole[at]);
  const lifts = texts.slice(frozen);
  const known = new Set(whole.slice(frozen));
  return isFrozen && new Set(lifts).size === lifts.length && lifts.every((text) => known.has(text));
}

function textOf(call: PlanCall): string {
  return formText(call);
}

/** The calls that release what is held, or would be: with those that lift what stands in for the plan. */
export function releaseCalls(finding: Finding, hold: Hold = { kind: 'none' }): readonly PlanCall[] {
  if (hold.kind !== 'none') return restoreCalls({ finding, hold });
  return 'plan' in finding.response ? finding.response.plan.restore : [];
}

/** What a fact that is lawful makes of a case, or why it makes nothing of it. */
function after(current: Case, fact: FindingFact): Result<Case, string> {
  switch (fact.kind) {
    case 'call-assessed':
    case 'finding-raised':
    case 'gap-looked':
    case 'deletion-refused':
    case 'signature-refused':
      return ok(current);
    case 'announced':
      return ok({ ...current, announced: [...new Set([...current.announced, fact.channel])] });
    case 'signed':
      return afterSignature(current, fact);
    case 'rejected': {
      const { personId, reason, at } = fact;
      return ok({ ...current, status: 'rejected', rejection: { personId, reason, at } });
    }
    case 'hold-waits':
      return ok({ ...current, waits: fact });
    case 'hold-gave-way':
      return ok({ ...current, gaveWay: fact });
    case 'excess-gone':
      return current.waits === undefined ? err('no hold has waited') : ok({ ...current, status: 'alerted' });
    case 'hold-intended':
      return ok(afterIntention(current, fact));
    case 'hold-confirmed':
    case 'hold-failed':
      return afterHold(current, fact);
    case 'restore-intended': {
      const detail = objectionToRestore(current, fact);
      return detail === undefined ? ok(afterRestoreIntended(current, fact)) : err(detail);
    }
    case 'restore-confirmed':
    case 'restore-failed':
    case 'waiver-ended':
      return ok(afterRestore(current, fact));
    case 'waiver-due':
    case 'waiver-kept':
    case 'waiver-revoked':
    case 'glass-broken':
    case 'approval-requested': {
      const detail = objectionToWaiver(current, fact);
      return detail === undefined ? ok(afterWaiver(current, fact)) : err(detail);
    }
  }
}

function afterIntention(current: Case, { calls, at }: Of<'hold-intended'>): Case {
  // a hold takes back what a waiver gave: who wants it again must ask again
  const base = current.waiver === undefined ? current : spent(current, at);
  const hold = { kind: 'pending', calls, ...standInsWith(current, calls), ...repeated(current.hold), at } as const;
  return {
    ...base,
    hold,
    gaveWay: undefined,
    restore: { kind: 'none' },
    status: unlessRejected(current, 'hold-pending'),
  };
}

function afterHold(current: Case, fact: Of<'hold-confirmed' | 'hold-failed'>): Result<Case, string> {
  if (current.hold.kind !== 'pending') return err('no hold is pending');
  const { calls, standIns, isRepeated } = current.hold;
  const earlier = isRepeated === undefined ? {} : { isRepeated };
  const { at } = fact;
  switch (fact.kind) {
    case 'hold-confirmed': {
      const hold = { kind: 'confirmed', calls, standIns, ...earlier, at } as const;
      return ok({ ...current, hold, isWaiverOver: false, status: unlessRejected(current, 'held') });
    }
    case 'hold-failed': {
      const { detail, by } = fact;
      const known = by === undefined ? {} : { by };
      const left = begunIn(current.hold, by);
      const hold = { kind: 'failed', calls, standIns: left, detail, ...known, ...earlier, at } as const;
      return ok({ ...current, hold, status: unlessRejected(current, 'hold-failed') });
    }
  }
}

/** What stands in once these calls of a hold were begun as well. */
function standInsWith({ finding, hold }: Case, calls: readonly PlanCall[]): Pick<Begun, 'standIns' | 'newest'> {
  const before = hold.kind === 'none' ? [] : hold.standIns;
  const begun = standInOf(calls, finding);
  if (begun === undefined || before.some(({ put }) => textOf(put) === textOf(begun.put))) return { standIns: before };
  return { standIns: [...before, begun], newest: begun };
}

/** What is known of the attempts before the next one. */
function repeated(hold: Hold): Pick<Begun, 'isRepeated'> {
  return hold.kind === 'none' || isUnmade(hold) ? {} : { isRepeated: true };
}

/** A hold that was begun. */
type Begun = Exclude<Hold, { readonly kind: 'none' }>;

/**
 * What stands in once a hold has failed. AWS's own policy, where AWS refused to attach it and no earlier attempt may have, does not:
 * who attaches it later attaches their own. Reserved policies are of the hold whatever became of them, and lifting one takes its mark away.
 */
function begunIn({ standIns, newest }: Begun, by: Begun['by']): Begun['standIns'] {
  const isUnmade = by === 'refusal' && newest !== undefined && !('policyName' in newest.put);
  return isUnmade ? standIns.filter((each) => each !== newest) : standIns;
}

/** A rejection is for good; a hold goes on. */
function unlessRejected({ status }: Case, led: CaseStatus): CaseStatus {
  return status === 'rejected' ? 'rejected' : led;
}

function afterSignature(current: Case, fact: Of<'signed'>): Result<Case, string> {
  if (fact.digest !== current.finding.digest) return err('another digest was signed');
  if (current.status === 'restored' && current.review === undefined) return err('nobody asks for signatures');
  const { personId, groups, digest, reason, until, at } = fact;
  const signature = { personId, groups, digest, reason, until, at };
  return ok({ ...current, signatures: [...current.signatures, signature] });
}
