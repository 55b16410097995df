/** Pairs that are kept at most, half of them for certain: an hour of the busiest trail. */
const MOST = 1 << 20;
const LEAST_ROOM = 1 << 12;

/**
 * Pairs of fingerprints, each of which is there once, and which of those with the same first part each is. The oldest
 * are forgotten where there are more than a million: 16 bytes are kept for each.
 */
export class FingerprintPairs {
  #recent = new Pairs(LEAST_ROOM);
  #older = new Pairs(LEAST_ROOM);

  /** Whether there is a pair with this first part. */
  has(first: number): boolean {
    return [this.#older, this.#recent].some((pairs) => pairs.find(first, undefined).place > 0);
  }

  /** Adds a pair; how many others with this first part came before it, and whether the pair itself was there. */
  add(first: number, second: number): { readonly place: number; readonly isKnown: boolean } {
    const before = this.#older.find(first, second);
    if (before.isKnown) return before;
    const found = this.#recent.find(first, second);
    const place = before.place + found.place;
    if (found.isKnown) return { place, isKnown: true };
    if (this.#recent.size >= MOST / 2) {
      this.#older = this.#recent;
      this.#recent = new Pairs(LEAST_ROOM);
    }
    this.#recent = this.#recent.with(first, second);
    return { place, isKnown: false };
  }
}

/** A hash table, at most half full. Pairs with the same first part stand in the order in which they came. */
class Pairs {
  readonly #firsts: Float64Array;
  readonly #seconds: Float64Array;
  #size = 0;

  constructor(room: number) {
    // no fingerprint is negative
    this.#firsts = new Float64Array(room).fill(-1);
    this.#seconds = new Float64Array(room);
  }

  get size(): number {
    return this.#size;
  }

  /** `second` undefined: how many there are. */
  find(first: number, second: number | undefined): { readonly place: number; readonly isKnown: boolean } {
    let place = 0;
    for (let slot = this.#slotOf(first); this.#firsts[slot] !== -1; slot = this.#next(slot)) {
      if (this.#firsts[slot] !== first) continue;
      if (this.#seconds[slot] === second) return { place, isKnown: true };
      place += 1;
    }
    return { place, isKnown: false };
  }

  /** The table with one more pair: this one, or one with more room. */
  with(first: number, second: number): Pairs {
    if (2 * this.#size >= this.#firsts.length) return this.#enlarged().with(first, second);
    let slot = this.#slotOf(first);
    while (this.#firsts[slot] !== -1) slot = this.#next(slot);
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#size += 1;
    return this;
  }

  #enlarged(): Pairs {
    const larger = new Pairs(2 * this.#firsts.length);
    // from behind a gap on, so that pairs with the same first part keep their order
    const gap = this.#firsts.indexOf(-1);
    for (let step = 0; step < this.#firsts.length; step += 1) {
      const slot = (gap + step) % this.#firsts.length;
      const first = this.#firsts[slot] ?? -1;
      if (first !== -1) larger.with(first, this.#seconds[slot] ?? 0);
    }
    return larger;
  }

  #slotOf(first: number): number {
    return first % this.#firsts.length;
  }

  #next(slot: number): number {
    return (slot + 1) % this.#firsts.length;
  }
}
