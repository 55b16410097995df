import type { Destruction } from '../core/governance/assess/environments/destruction.ts';
import type { Instant } from '../core/instant.ts';

/** What one session destroyed around a time. */
export interface AroundTime {
  readonly account: string;
  /** As `Destruction.actorId`. */
  readonly actorId: string;
  readonly time: Instant;
  /** Earlier and later by less than so many milliseconds. */
  readonly within: number;
  /** No more than so many up to the time, and no more than so many after it: the nearest ones. */
  readonly most: number;
}

/** What was destroyed lately, by session: a burst is told from many calls together. */
export interface Destructions {
  /** Keeping the same call again is allowed. */
  keep(destruction: Destruction): Promise<void>;
  /** What matches, in the order of their times. What was kept before this is asked is found. */
  around(wanted: AroundTime): Promise<readonly Destruction[]>;
}
