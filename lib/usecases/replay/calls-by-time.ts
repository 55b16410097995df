import type { Call } from '../../core/activity/call.ts';

interface Placed {
  readonly call: Call;
  /** How many were added before. */
  readonly number: number;
}

/** Calls of which the earliest comes out first, of those of one moment the one that was added first. A binary heap. */
export class CallsByTime {
  readonly #heap: Placed[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(call: Call): void {
    const placed = { call, number: this.#added };
    this.#added += 1;
    let at = this.#heap.length;
    this.#heap.push(placed);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(placed, parent)) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = placed;
  }

  /** The earliest, no longer among them; undefined: there is none. */
  take(): Call | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first?.call;
  }

  #sink(placed: Placed): void {
    let at = 0;
    for (;;) {
      const left = this.#heap[2 * at + 1];
      const right = this.#heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (!isBefore(least, placed)) break;
      this.#heap[at] = least;
      at = 2 * at + (isRight ? 2 : 1);
    }
    this.#heap[at] = placed;
  }
}

function isBefore(one: Placed, other: Placed): boolean {
  return one.call.time < other.call.time || (one.call.time === other.call.time && one.number < other.number);
}
