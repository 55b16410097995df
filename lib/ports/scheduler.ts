import type { Instant } from '../core/instant.ts';
import type { Deadline } from './deadline.ts';

/** Keeps deadlines across restarts. Delivery is at least once; who handles one must bear it twice. */
export interface Scheduler {
  /** Setting the same deadline again is allowed. */
  set(deadline: Deadline): Promise<void>;
  /** Deadlines that are due at `now`, earliest first. */
  due(now: Instant): Promise<readonly Deadline[]>;
  done(deadline: Deadline): Promise<void>;
}
