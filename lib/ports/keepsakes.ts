import type { Instant } from '../core/instant.ts';
import type { JsonValue } from '../core/json.ts';

/** What something was at a moment. */
export interface Keepsake {
  readonly value: JsonValue;
  readonly seenAt: Instant;
}

/** What was seen last of things of which a call does not say what it replaced: what an SCP said, the boundary of a permission set. */
export interface Keepsakes {
  /** Undefined: it was never seen. */
  last(name: string): Promise<Keepsake | undefined>;
  /** Puts a keepsake in the place of another. */
  keep(name: string, keepsake: Keepsake): Promise<void>;
}
