import type { KeptCall, NamedCalls } from '../core/governance/assess/kept-calls.ts';

/**
 * Calls on environments and gates, uses of roles and openings of sessions that were seen lately: a second life is told from two
 * calls together, and so are a change that its own author approved and a session that an agent opened in turn.
 */
export interface RecentCalls {
  /** Keeping the same call again is allowed. A call that names no resource is not found again. */
  keep(call: KeptCall): Promise<void>;
  /**
   * The calls that match, each once, read a few at a time as they are asked for: who has enough stops. Of one name the newest
   * come first.
   */
  naming(wanted: NamedCalls): AsyncIterable<KeptCall>;
}
