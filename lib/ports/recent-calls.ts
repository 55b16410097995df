import type { Call } from '../core/activity/call.ts';
import type { Instant } from '../core/instant.ts';

/** Calls on environments that were seen lately, refused ones too: a second life is told from the two calls together. */
export interface RecentCalls {
  /** Keeping the same call again is allowed. */
  keep(call: Call): Promise<void>;
  /** Calls in an account that were made at `from` or later, in any order. */
  since(account: string, from: Instant): Promise<readonly Call[]>;
}
