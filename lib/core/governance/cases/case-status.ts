import type { Fact, FindingFact } from '../ledger/fact.ts';

/**
 * Where a finding stands. Each fact is lawful in some of these (`LAWFUL_IN`); what it leads to follows from the parts of the case:
 *
 * | fact             | leads to                                                                  |
 * |------------------|---------------------------------------------------------------------------|
 * | finding-raised   | observed, alerted, or open (a hold is to come), as its response says       |
 * | hold-waits       | as before: the hold is put off until the stack is looked at again           |
 * | excess-gone      | alerted: the stack took it away by itself, nothing is held                 |
 * | hold-gave-way    | as before: the hold waits for the waiver of another finding to end           |
 * | hold-intended    | hold-pending; it ends a waiver and spends the signatures of that waiver    |
 * | hold-confirmed   | held                                                                       |
 * | hold-failed      | hold-failed                                                                |
 * | gap-looked, deletion-refused | as before                                                                  |
 * | signed           | as before, with one more signature                                         |
 * | rejected         | rejected, for good; a hold goes on                                         |
 * | restore-intended | restoring: the waiver begins                                               |
 * | restore-confirmed| restored                                                                   |
 * | restore-failed   | restore-failed: waiver and hold are void, the signatures are spent         |
 * | waiver-ended, waiver-revoked | waiver-ended: the signatures are spent, a new request for approval begins |
 * | waiver-due       | as before; people sign that it is kept                                     |
 * | waiver-kept      | as before, with a later end; the signatures are spent                      |
 * | glass-broken     | as before; one person may have it back for a short time                    |
 * | approval-requested | as before; the signatures are spent, a new request for approval begins   |
 */
export type CaseStatus =
  | 'observed'
  | 'alerted'
  | 'open'
  | 'hold-pending'
  | 'held'
  | 'hold-failed'
  | 'rejected'
  | 'restoring'
  | 'restored'
  | 'restore-failed'
  | 'waiver-ended';

const BEFORE_RESTORE = [
  'observed',
  'alerted',
  'open',
  'held',
  'hold-failed',
  'restore-failed',
  'waiver-ended',
] as const;

/** Statuses in which people may sign or reject. */
export const SIGNABLE: readonly CaseStatus[] = [...BEFORE_RESTORE, 'hold-pending'];

/** Statuses in which a complete quorum may be carried out: not while it is unknown whether a hold was done. */
export const RESTORABLE: readonly CaseStatus[] = BEFORE_RESTORE;

const EVERY: readonly CaseStatus[] = [...SIGNABLE, 'rejected', 'restoring', 'restored'];

/** In which statuses a fact has an effect. */
export const LAWFUL_IN: Readonly<Record<FindingFact['kind'], readonly CaseStatus[]>> = {
  'call-assessed': [],
  'finding-raised': [],
  'hold-waits': ['open'],
  'excess-gone': ['open'],
  'hold-gave-way': ['open', 'hold-failed', 'restore-failed', 'waiver-ended', 'rejected'],
  'hold-intended': EVERY.filter((status) => status !== 'restoring'),
  'hold-confirmed': ['hold-pending', 'rejected'],
  'hold-failed': ['hold-pending', 'rejected'],
  'gap-looked': EVERY,
  'deletion-refused': EVERY,
  announced: EVERY,
  signed: [...SIGNABLE, 'restored'],
  'signature-refused': EVERY,
  rejected: SIGNABLE,
  'restore-intended': RESTORABLE,
  'restore-confirmed': ['restoring'],
  'restore-failed': ['restoring'],
  'waiver-ended': ['restored', 'restoring'],
  'waiver-due': ['restored'],
  'waiver-kept': ['restored'],
  'waiver-revoked': ['restored'],
  'glass-broken': RESTORABLE,
  'approval-requested': SIGNABLE,
};

/** Whether a fact is one of calls and findings: any other is out of place in a case. */
export function isFindingFact(fact: Fact): fact is FindingFact {
  return Object.hasOwn(LAWFUL_IN, fact.kind);
}

/** Whether a text names a status. */
export function isCaseStatus(text: string): text is CaseStatus {
  return EVERY.some((status) => status === text);
}
