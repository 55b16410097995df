import type { FindingFact, GapLooked } from '../ledger/fact.ts';
import type { Finding } from '../finding.ts';
import { toIso } from '../../instant.ts';
import { waitingText } from '../holds/in-code/waiting-text.ts';

/** What people are told when this fact is the news; undefined: it is none. */
export function newsIn(fact: FindingFact): string | undefined {
  switch (fact.kind) {
    case 'finding-raised':
      return raisedMessage(fact.finding);
    case 'hold-confirmed':
      return 'the excess is held';
    case 'hold-failed':
      return `the hold failed, the excess is still there: ${fact.detail}`;
    case 'restore-confirmed':
      return 'the access was given back, as signed';
    case 'restore-failed':
      return `the restore failed, who still wants it signs again: ${fact.detail}`;
    case 'hold-intended':
      return fact.why ?? fact.stack;
    case 'hold-gave-way':
      return `nothing is held yet: that would take what was given back under ${fact.by}, and waits for that waiver to end, now ${toIso(fact.until)}`;
    case 'hold-waits':
      // that it waits on is no news
      return fact.at === fact.since ? waitingText(fact) : undefined;
    case 'excess-gone':
      return `the excess is gone by itself, nothing is held: ${fact.why}`;
    case 'waiver-ended':
      return 'the waiver has ended';
    case 'waiver-due':
      return `the waiver ends ${toIso(fact.until)}: it is held again then, unless those who must sign keep it`;
    case 'waiver-kept':
      return `the waiver is kept until ${toIso(fact.waiverUntil)}`;
    case 'waiver-revoked':
      return `the waiver was revoked: ${fact.reason}`;
    case 'glass-broken':
      return `BREAK-GLASS: ${fact.personId} takes it back alone until ${toIso(fact.until)}: ${fact.reason}`;
    case 'approval-requested':
      return `approval is asked for again: ${fact.reason}`;
    case 'gap-looked':
      return fact.count === 0
        ? undefined
        : `changes by the principal before the hold took effect: ${namesIn(fact)}; what Ambit does not watch, and reads, are in CloudTrail alone`;
    case 'deletion-refused':
      return `${fact.by} could not delete whom it holds (${fact.name}), as the hold stands there: where that is to go, have it signed by ambit undo ${fact.findingId}, then delete it`;
    case 'call-assessed':
    case 'announced':
    case 'signed':
    case 'signature-refused':
    case 'rejected':
    case 'restore-intended':
      return undefined;
  }
}

/** So many names are told; the ledger has more. */
const MOST_NAMED = 5;

function namesIn({ calls, count }: GapLooked): string {
  const names = calls.slice(0, MOST_NAMED).map(({ name }) => name);
  return count > names.length ? `${names.join(', ')} and ${count - names.length} more` : names.join(', ');
}

function raisedMessage(finding: Finding): string {
  const what = finding.excess
    .flatMap((box) => box.actions)
    .slice(0, 3)
    .join(', ');
  return `${finding.kind} (${finding.severity})${what === '' ? '' : `: ${what}`}`;
}
