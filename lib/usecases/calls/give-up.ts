import type { Reading } from '../../core/activity/call.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { FollowUpDeps } from '../follow-up.ts';
import { raiseFindings } from '../raise-findings.ts';
import { notHandled } from './not-handled.ts';

/**
 * Tells people of a record that was tried for the last time and could not be handled: it goes where dead letters are kept,
 * and what it changed nobody has assessed. The id of the finding.
 */
export async function giveUp(reading: Reading, fault: unknown, deps: FollowUpDeps): Promise<readonly string[]> {
  return raiseFindings([findingOfUnreadable(notHandled(reading, fault), deps.clock.now())], deps);
}
