import type { Instant } from '../../instant.ts';
import type { Case } from './case.ts';
import type { CaseStatus } from './case-status.ts';

/** What a list says of a case, and by which one tells whether the case itself must be read. */
export interface CaseCard {
  /** Of the finding. */
  readonly id: string;
  readonly account: string;
  readonly principal: string;
  readonly status: CaseStatus;
  /** When its hold was intended, or confirmed; undefined: nothing is held. */
  readonly heldAt: Instant | undefined;
  /** When the stack was looked at last that its hold waits, or has waited, for; undefined: it waited for none. */
  readonly waitedAt: Instant | undefined;
  /** Channels that were told all that there is to tell. */
  readonly announced: readonly string[];
  /** Nothing is to be done about it but announcing, however late it gets, until something new is written about it. */
  readonly isQuiet: boolean;
}

/** The card of a case. */
export function cardOf(current: Case): CaseCard {
  const { finding, status, hold, waits, announced } = current;
  const heldAt = hold.kind === 'pending' || hold.kind === 'confirmed' ? hold.at : undefined;
  const { id, account, principal } = finding;
  return { id, account, principal, status, heldAt, waitedAt: waits?.at, announced, isQuiet: isQuiet(current) };
}

function isQuiet({ finding, status, hold, restore, signatures, waiver }: Case): boolean {
  if (status === 'observed') return true;
  const isUnderWay = hold.kind === 'pending' || hold.kind === 'failed' || restore.kind === 'pending';
  if (isUnderWay || waiver !== undefined || signatures.length > 0) return false;
  const { kind } = finding.response;
  const isToBeHeld = kind === 'hold' || kind === 'hold-unless-approved';
  switch (status) {
    case 'alerted':
    case 'held':
      return true;
    case 'rejected':
    case 'waiver-ended':
      return hold.kind === 'confirmed' || !isToBeHeld;
    case 'open':
    case 'hold-pending':
    case 'hold-failed':
    case 'restoring':
    case 'restored':
    case 'restore-failed':
      return false;
  }
}
