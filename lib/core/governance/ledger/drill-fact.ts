import type { Instant } from '../../instant.ts';

/** What the ledger keeps of drills. Subject: `DRILL_SUBJECT`, which all drills share. */
export interface DrillFact {
  readonly kind: 'drill-passed';
  /** The finding of the canary. */
  readonly findingId: string;
  /** ARN of the canary. */
  readonly principal: string;
  readonly account: string;
  /** When the call was made that gave the canary its excess, and when that was found. */
  readonly calledAt: Instant;
  readonly raisedAt: Instant;
  readonly at: Instant;
}
