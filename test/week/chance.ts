import { randomFrom } from '../core/access/random-requests.ts';

/** What is drawn in a run, the same for the same seed. */
export class Chance {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** From 0 to 1. */
  draw(): number {
    return this.#random();
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.draw() * (most - least + 1));
  }

  /** Whether something of this share comes to pass. */
  hits(share: number): boolean {
    return this.draw() < share;
  }

  /** Undefined: there is none. */
  oneOf<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.draw() * items.length)];
  }

  /** Of a list that is never empty. */
  pick<T>(items: readonly [T, ...T[]]): T {
    return this.oneOf(items) ?? items[0];
  }
}
