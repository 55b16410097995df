import type { Instant } from '../core/instant.ts';
import type { Deadline } from './deadline.ts';

/** Keeps deadlines across restarts. Delivery is at least once; who handles one must bear it twice. */
export interface Scheduler {
  /** Setting the same deadline again is allowed: it is one, and not done until what came of it last is. */
  set(deadline: Deadline): Promise<void>;
  /** Deadlines that are due at `now`, earliest first. */
  due(now: Instant): Promise<readonly Deadline[]>;
  /** Ticks off a deadline that was given out here; one that was set again since then stays due. */
  done(deadline: Deadline): Promise<void>;
}
