import type { Case } from '../cases/case.ts';
import type { HoldPlan } from '../finding.ts';
import type { Instant } from '../../instant.ts';

/** Whether a hold is still to be done or to be finished, as far as the ledger tells. */
export function isHoldDue({ finding, hold, status, waits }: Case, now: Instant): boolean {
  if (hold.kind === 'pending') return true;
  // a restore that failed may have given back a part
  if (hold.kind === 'confirmed' && status !== 'restore-failed') return false;
  switch (status) {
    case 'observed':
    case 'alerted':
    case 'held':
    case 'hold-failed':
    case 'restoring':
    case 'restored':
      return false;
    case 'open':
      if (waits !== undefined && waits.look > now) return false;
      return finding.response.kind !== 'hold-unless-approved' || finding.response.deadline <= now;
    case 'hold-pending':
    case 'restore-failed':
    case 'waiver-ended':
      return planOf(finding.response) !== undefined;
    case 'rejected':
      return hold.kind === 'none' && planOf(finding.response) !== undefined;
  }
}

/** The calls that a response holds by; undefined: it holds nothing. */
export function planOf(response: Case['finding']['response']): HoldPlan | undefined {
  return response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan : undefined;
}
