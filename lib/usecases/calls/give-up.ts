import type { Reading, UnreadableCall } from '../../core/activity/call.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { FollowUpDeps } from '../follow-up.ts';
import { raiseFindings } from '../raise-findings.ts';

/**
 * Tells people of a record that was tried for the last time and could not be handled: it goes where dead letters are kept,
 * and what it changed nobody has assessed. The id of the finding.
 */
export async function giveUp(reading: Reading, fault: unknown, deps: FollowUpDeps): Promise<readonly string[]> {
  const detail = `it could not be handled: ${fault instanceof Error ? fault.message : String(fault)}`;
  return raiseFindings([findingOfUnreadable(problemOf(reading, detail), deps.clock.now())], deps);
}

function problemOf(reading: Reading, detail: string): UnreadableCall {
  const problem = { code: 'NOT_HANDLED', field: 'record', detail } as const;
  switch (reading.kind) {
    case 'call': {
      const { id, source, name, account, time } = reading.call;
      return { ...problem, eventId: id, source, name, account, time };
    }
    case 'unrelated':
      return { ...problem, source: reading.source, name: reading.name };
    case 'unreadable':
      return reading.problem;
  }
}
