import { isSession, type Reading } from '../../core/activity/call.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { HandledReading } from '../../usecases/calls/handle-reading.ts';
import type { Base } from './base.ts';
import type { Telemetry } from './telemetry.ts';

const SECOND = 1000;

/**
 * Counts and logs one record; the id of its call is the one that CloudTrail and the ledger have. Sessions of which nothing is said
 * are left out: there are more of them than of all else, and an alarm tells when no other call comes.
 */
export function reportRecord(
  reading: Reading,
  outcome: HandledReading,
  { telemetry, clock }: Pick<Base, 'telemetry' | 'clock'>,
): void {
  const findings = 'findings' in outcome ? outcome.findings : [];
  if (reading.kind === 'call' && isSession(reading.call) && findings.length === 0) return;
  telemetry.count('CallsReceived', 1);
  if (reading.kind === 'unreadable') telemetry.count('CallsUnreadable', 1);
  if (reading.kind !== 'call') return;
  const { id, name, account, time } = reading.call;
  telemetry.count('DeliveryDelay', Math.max(0, clock.now() - time) / SECOND);
  telemetry.info(`a call was ${outcome.kind}`, { callId: id, call: name, account, findings });
}

/** Counts what came of findings, as the ledger has it now. */
export async function reportCases(ids: readonly string[], ledger: Ledger, telemetry: Telemetry): Promise<void> {
  for (const id of ids) {
    const current = foldCase(await ledger.about(id));
    if (current !== undefined) reportCase(current, telemetry);
  }
}

/** Counts what came of one finding. */
export function reportCase({ finding, hold }: Case, telemetry: Telemetry): void {
  telemetry.count('FindingsRaised', 1);
  switch (hold.kind) {
    case 'confirmed':
      telemetry.count('HoldsConfirmed', 1);
      if (finding.call !== null) telemetry.count('TimeToHold', Math.max(0, hold.at - finding.call.time) / SECOND);
      return;
    case 'failed':
      telemetry.count(isBreaker(hold.detail) ? 'HoldsStoppedByBreaker' : 'HoldsFailed', 1);
      return;
    case 'none':
    case 'pending':
  }
}

function isBreaker(detail: string): boolean {
  return detail.startsWith('the breaker is open');
}
