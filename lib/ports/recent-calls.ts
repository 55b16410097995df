import type { EnvironmentCall, NamedCalls } from '../core/governance/second-life.ts';

/** Calls on environments that were seen lately: a second life is told from the two calls together. */
export interface RecentCalls {
  /** Keeping the same call again is allowed. A call that names no resource is not found again. */
  keep(call: EnvironmentCall): Promise<void>;
  /**
   * The calls that match, each once, read a few at a time as they are asked for: who has enough stops. Of one name the newest
   * come first.
   */
  naming(wanted: NamedCalls): AsyncIterable<EnvironmentCall>;
}
