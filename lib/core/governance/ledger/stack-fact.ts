import type { Instant } from '../../instant.ts';

/** What the ledger keeps of a hold that waits for a stack of CloudFormation: see `wait-for-stack.ts`. */
export type StackFact = HoldWaits | ExcessGone;

/** A hold waits for the stack that keeps what it would overwrite. */
export interface HoldWaits {
  readonly kind: 'hold-waits';
  readonly findingId: string;
  /** ARN. */
  readonly stack: string;
  /** As CloudFormation writes it: `UPDATE_ROLLBACK_IN_PROGRESS`. */
  readonly status: string;
  /** When it is looked at again. */
  readonly look: Instant;
  /** When it is held at the latest. */
  readonly until: Instant;
  /** Since when it waits. */
  readonly since: Instant;
  readonly at: Instant;
}

/** What a hold has waited to take away is not there any more: nothing is held. */
export interface ExcessGone {
  readonly kind: 'excess-gone';
  readonly findingId: string;
  /** What became of the stack, for people. */
  readonly why: string;
  readonly at: Instant;
}
