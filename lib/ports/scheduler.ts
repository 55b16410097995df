import type { Instant } from '../core/instant.ts';

/** What is to be done at a moment: the end of a waiver, the notice of it, a deadline for approval. */
export interface Deadline {
  readonly kind: 'waiver-end' | 'waiver-notice' | 'hold-deadline' | 'second-look';
  readonly findingId: string;
  readonly at: Instant;
}

/** Keeps deadlines across restarts. Delivery is at least once; who handles one must bear it twice. */
export interface Scheduler {
  /** Setting the same deadline again is allowed. */
  set(deadline: Deadline): Promise<void>;
  /** Deadlines that are due at `now`, earliest first. */
  due(now: Instant): Promise<readonly Deadline[]>;
  done(deadline: Deadline): Promise<void>;
}
