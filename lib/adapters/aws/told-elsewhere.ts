import { digestOfText } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Key, keyAttributes, keyOf, numberOf, numeral, type Table } from './table.ts';

/** So long it is kept when a part was told to change, in milliseconds: longer than anybody remembers it and IAM hides it. */
const KEPT = 600_000;

/**
 * What all processes were told to change lately, by an item for each part in the table (`CHANGED#<digest of the part>`), so
 * that none of them takes for unchanged what another one was told of. Whoever is told writes it down before anything else.
 */
export class ToldElsewhere {
  readonly #table: Table;
  readonly #clock: Clock;
  /** Parts that are asked for in one go, and the answer that all of them wait for. */
  #parts = new Set<string>();
  #answer: Promise<ReadonlyMap<string, Instant>> | undefined;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** These parts change: whoever asks from now on is told so. */
  async tell(parts: readonly string[]): Promise<void> {
    const now = this.#clock.now();
    const expires = numeral(Math.ceil((now + KEPT) / 1000));
    await Promise.all(
      parts.map((part) => this.#table.put({ ...keyAttributes(keyOfPart(part)), at: numeral(now), expires })),
    );
  }

  /** When somebody was told last that the part changes; undefined: not lately. */
  async toldAt(part: string): Promise<Instant | undefined> {
    this.#parts.add(part);
    this.#answer ??= this.#ask();
    return (await this.#answer).get(keyOfPart(part).pk);
  }

  async #ask(): Promise<ReadonlyMap<string, Instant>> {
    // all that are asked for in this go
    await Promise.resolve();
    const keys = [...this.#parts].map(keyOfPart);
    this.#parts = new Set();
    this.#answer = undefined;
    const told = await this.#table.getAll(keys);
    return new Map(told.map((item) => [keyOf(item).pk, numberOf(item, 'at') ?? 0]));
  }
}

function keyOfPart(part: string): Key {
  return { pk: `CHANGED#${digestOfText(part.toWellFormed()).slice('sha256:'.length)}`, sk: 'CHANGED' };
}
