import type { JsonValue } from '../lib/core/json.ts';

/** A costly question whose answer is known by reasoning, not from Ambit. */
export interface HardCase {
  readonly name: string;
  readonly granted: JsonValue;
  readonly limit: JsonValue;
  readonly expected: 'within' | 'exceeds';
  /** Whether an `undetermined` may be the answer: it is never wrong, but for some questions it is no answer either. */
  readonly undetermined: 'acceptable' | 'missed';
}
