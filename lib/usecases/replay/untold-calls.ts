import type { Call } from '../../core/activity/call.ts';

/** So many are looked at; any more are reported as records that could not be read. */
const MOST = 1_000;

/** Calls of which CloudTrail left out what they changed, until a record says it. */
export class UntoldCalls {
  readonly #untold = new Map<string, Call>();
  /** Ids of calls that an addendum told, which may come before the record that it completes. */
  readonly #told = new Set<string>();

  /** A call that was read as far as it can be; undefined: not even that it was one. */
  addUntold(call: Call | undefined): void {
    if (call !== undefined && this.#untold.size < MOST && !this.#told.has(call.id)) this.#untold.set(call.id, call);
  }

  /** A call that was read whole. */
  addTold({ id, addendum }: Call): void {
    this.#untold.delete(id);
    if (addendum === true) this.#told.add(id);
  }

  /** Earliest first. */
  all(): readonly Call[] {
    return [...this.#untold.values()].sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1));
  }
}
