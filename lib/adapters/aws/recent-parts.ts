import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import { BoundedMap } from './bounded-map.ts';

/** A part of an account that can be remembered. */
export interface Part<T> {
  readonly key: string;
  /** The id of the role, user or group that it belongs to: names are used again, ids are not. Empty where there is none. */
  readonly owner: string;
  readonly read: () => Promise<T>;
}

/** So long may IAM show what was before a change (seen: up to 60 s): what is read in that time is not remembered. */
const SETTLES_WITHIN = 60_000;
/** Changes that still settle; with more of them nothing is remembered at all. */
const MOST_CHANGES = 1_000;
const MOST_PARTS = 2_000;

interface Reading<T> {
  readonly owner: string;
  readonly startedAt: Instant;
  readonly value: Promise<T>;
}

/** What parts of one kind are remembered by. */
export interface RecentPartsDeps {
  /** Milliseconds; 0: nothing is kept. */
  readonly keepFor: number;
  readonly clock: Clock;
  /** When another process was told last that a part changes; undefined: not lately. */
  readonly toldAt: (key: string) => Promise<Instant | undefined>;
}

/** Parts of one kind as they were read at most `keepFor` milliseconds ago, except what is known to have changed. */
export class RecentParts<T> {
  readonly #keepFor: number;
  readonly #clock: Clock;
  readonly #toldAt: RecentPartsDeps['toldAt'];
  readonly #parts = new BoundedMap<{ readonly owner: string; readonly value: T; readonly readAt: Instant }>(MOST_PARTS);
  /** Reads under way whose answers will be remembered. */
  readonly #reads = new Map<string, Reading<T>>();
  readonly #changes = new Map<string, Instant>();

  constructor({ keepFor, clock, toldAt }: RecentPartsDeps) {
    this.#keepFor = keepFor;
    this.#clock = clock;
    this.#toldAt = toldAt;
  }

  /** The part is read anew. */
  forget(key: string): void {
    this.#parts.delete(key);
    this.#reads.delete(key);
  }

  /** The part changes or has changed: it is read anew, and remembered again once IAM shows the change for certain. */
  changed(key: string): void {
    this.#forgetSettled();
    this.forget(key);
    this.#changes.delete(key);
    this.#changes.set(key, this.#clock.now());
  }

  /** The part as it is remembered, or as somebody reads it already, else as it is read now. */
  async recall(part: Part<T>): Promise<T> {
    const { key, owner, read } = part;
    const known = this.#parts.get(key);
    if (known?.owner === owner && this.#clock.now() - known.readAt < this.#keepFor) {
      if (await this.#stands(key, known.readAt)) return known.value;
    }
    const underWay = this.#reads.get(key);
    if (underWay?.owner !== owner) return this.#read(part);
    const value = await underWay.value.catch(read);
    return (await this.#stands(key, underWay.startedAt)) ? value : this.#read(part);
  }

  /** Whether no other process was told of a change that a read begun then may not have shown. */
  async #stands(key: string, startedAt: Instant): Promise<boolean> {
    const toldAt = await this.#toldAt(key);
    if (toldAt === undefined || startedAt - toldAt >= SETTLES_WITHIN) return true;
    this.changed(key);
    return false;
  }

  async #read({ key, owner, read }: Part<T>): Promise<T> {
    const startedAt = this.#clock.now();
    const reading = { owner, startedAt, value: read() };
    if (this.#isSettled(key, startedAt)) this.#reads.set(key, reading);
    try {
      const value = await reading.value;
      if (this.#isSettled(key, startedAt)) this.#parts.set(key, { owner, value, readAt: startedAt });
      return value;
    } finally {
      if (this.#reads.get(key) === reading) this.#reads.delete(key);
    }
  }

  /** Whether the part is known to have changed lately. */
  isChanging(key: string): boolean {
    this.#forgetSettled();
    return this.#changes.has(key);
  }

  #isSettled(key: string, startedAt: Instant): boolean {
    this.#forgetSettled();
    if (this.#keepFor <= 0 || this.#changes.size > MOST_CHANGES) return false;
    const changedAt = this.#changes.get(key);
    return changedAt === undefined || startedAt - changedAt >= SETTLES_WITHIN;
  }

  /** Oldest first. Twice the time, since a read that began before the end of it may still be on its way. */
  #forgetSettled(): void {
    const now = this.#clock.now();
    for (const [key, at] of this.#changes) {
      if (now - at < 2 * SETTLES_WITHIN) return;
      this.#changes.delete(key);
    }
  }
}
