import { isSession, type Reading } from '../../core/activity/call.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import { type Handled, handleCall, type HandleDeps } from './handle-call.ts';
import { raiseFindings } from '../raise-findings.ts';

/** What came of one record, whatever it turned out to be. */
export type HandledReading =
  | Handled
  | { readonly kind: 'unrelated' }
  | { readonly kind: 'unreadable'; readonly findings: readonly string[] };

/** Handles one record as it was read: a call is handled, what cannot be read is a finding, all else is left alone. */
export async function handleReading(reading: Reading, deps: HandleDeps): Promise<HandledReading> {
  switch (reading.kind) {
    case 'call': {
      const handled = await handleCall(reading.call, deps);
      // who only uses access, and may, is nothing to tell of
      const isNothing = handled.kind === 'handled' && handled.findings.length === 0 && isSession(reading.call);
      return isNothing ? { kind: 'unrelated' } : handled;
    }
    case 'unrelated':
      return { kind: 'unrelated' };
    case 'unreadable': {
      const finding = findingOfUnreadable(reading.problem, deps.clock.now());
      const raised = await raiseFindings([finding], deps);
      const { call } = reading.problem;
      // what it changed the record does not say: the account does
      const handled = call === undefined ? undefined : await handleCall(call, deps);
      return { kind: 'unreadable', findings: [...raised, ...(handled?.findings ?? [])] };
    }
  }
}
