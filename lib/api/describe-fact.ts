import { isFindingFact } from '../core/governance/cases/case-status.ts';
import { isDrillFact, secondsToFinding } from '../core/governance/ledger/drill.ts';
import type { DrillFact } from '../core/governance/ledger/drill-fact.ts';
import type { Fact, FindingFact, GapLooked, LedgerEntry } from '../core/governance/ledger/fact.ts';
import { responseText } from '../core/governance/response-text.ts';
import { personOf } from '../core/governance/cases/quorum.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { isRulesFact } from '../core/governance/rules/fold-rules.ts';
import { waitingText } from '../core/governance/holds/in-code/waiting-text.ts';
import { toIso } from '../core/instant.ts';
import { describePermitFact } from './describe-permit-fact.ts';
import { describeRulesFact } from './describe-rules-fact.ts';
import type { LedgerEventWire, PersonWire } from './wire.ts';

/** A ledger entry as people read it. */
export function ledgerEvent({ sequence, subject, fact, hash }: LedgerEntry, governance: Governance): LedgerEventWire {
  return {
    sequence,
    subject,
    findingId: isFindingFact(fact) && fact.kind !== 'call-assessed' ? subject : null,
    kind: fact.kind,
    at: toIso(fact.at),
    person: 'personId' in fact ? personWire(fact.personId, governance) : null,
    text: describeFact(fact),
    hash,
  };
}

/** A person by id; one whom the standards no longer name is shown by the id alone. */
export function personWire(id: string, governance: Governance): PersonWire {
  return { id, name: personOf(id, governance)?.name ?? id };
}

/** What a fact says, in a few words. */
export function describeFact(fact: Fact): string {
  if (isFindingFact(fact)) return describeFindingFact(fact);
  if (isRulesFact(fact)) return describeRulesFact(fact);
  return isDrillFact(fact) ? describeDrillFact(fact) : describePermitFact(fact);
}

function describeDrillFact(fact: DrillFact): string {
  return `a drill passed: the canary ${fact.principal} was found ${count(secondsToFinding(fact), 'second')} after the call`;
}

function describeFindingFact(fact: FindingFact): string {
  switch (fact.kind) {
    case 'call-assessed':
      return `${fact.name} was assessed: ${count(fact.findings.length, 'finding')}`;
    case 'finding-raised':
      return `${fact.finding.kind} (${fact.finding.severity}): ${fact.finding.principal}; ${responseText(fact.finding.response)}`;
    case 'hold-intended':
      return `hold begins: ${fact.calls.map(({ name }) => name).join(', ')}${[fact.why, fact.stack, fact.again].map((each) => (each === undefined ? '' : `; ${each}`)).join('')}`;
    case 'hold-gave-way':
      return `the hold gives way to what was given back under ${fact.by} until ${toIso(fact.until)}`;
    case 'hold-waits':
      return waitingText(fact);
    case 'excess-gone':
      return `the excess is gone by itself: ${fact.why}`;
    case 'hold-confirmed':
      return 'the excess is held';
    case 'hold-failed':
      return `the hold failed: ${fact.detail}`;
    case 'gap-looked':
      return gapText(fact);
    case 'deletion-refused':
      return `${fact.name} by ${fact.by} was refused, as the hold stands on whom it would delete`;
    case 'announced':
      return `announced on ${fact.channel}`;
    case 'signed':
      return `signed as ${fact.groups.join(', ')} until ${toIso(fact.until)}: ${fact.reason}`;
    case 'signature-refused':
      return `signature refused: ${fact.code}`;
    case 'rejected':
      return `rejected: ${fact.reason}`;
    case 'restore-intended':
      return `restore begins, waived until ${toIso(fact.waiverUntil)}: ${callNames(fact)}`;
    case 'restore-confirmed':
      return 'the access was given back, as signed';
    case 'restore-failed':
      return `the restore failed: ${fact.detail}`;
    case 'waiver-ended':
    case 'waiver-due':
    case 'waiver-kept':
    case 'waiver-revoked':
      return describeWaiverFact(fact);
    case 'glass-broken':
      return `break-glass until ${toIso(fact.until)}: ${fact.reason}`;
    case 'approval-requested':
      return `asked for approval again: ${fact.reason}`;
  }
}

type WaiverFact = Extract<FindingFact, { readonly kind: `waiver-${string}` }>;

function describeWaiverFact(fact: WaiverFact): string {
  switch (fact.kind) {
    case 'waiver-ended':
      return 'the waiver has ended';
    case 'waiver-due':
      return `the waiver ends ${toIso(fact.until)}; people are asked whether it is kept`;
    case 'waiver-kept':
      return `the waiver was kept until ${toIso(fact.waiverUntil)}`;
    case 'waiver-revoked':
      return `the waiver was revoked: ${fact.reason}`;
  }
}

function gapText({ from, until, calls, count: made, seen }: GapLooked): string {
  const when = `between ${toIso(from)} and the hold in effect, ${toIso(until)}, as far as was handled by ${toIso(seen)}`;
  if (made === 0) return `the principal changed nothing that is watched ${when}`;
  return `the principal made ${count(made, 'watched change')} ${when}: ${calls.map(({ name }) => name).join(', ')}`;
}

function callNames({ calls }: Extract<Fact, { kind: 'restore-intended' }>): string {
  return calls.length === 0 ? 'nothing was taken away' : calls.map(({ name }) => name).join(', ');
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
