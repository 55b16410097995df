/** Things that are gone through again and again, each time as far as time allows. */
export interface Rounds<T> {
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  /** The name at which the last time stopped; undefined: it came through. */
  readonly from: string | undefined;
  /** Asked before each item but the first. */
  readonly mayGoOn: () => boolean;
}

/** How far it came this time. */
export interface Round {
  /** The name at which to go on; undefined: all were done. */
  readonly next: string | undefined;
  /** Whether the last of all was done, so that since the last time that was so each had its turn. */
  readonly isThrough: boolean;
  /** What failed; it did not keep the others from being done. */
  readonly faults: readonly unknown[];
}

/**
 * Does the work for each item in the order of names, from where it stopped before and once around. However many there are
 * and however little time, each comes to its turn: none is always the one for which no time is left.
 */
export async function goRound<T>(
  { items, nameOf, from = '', mayGoOn }: Rounds<T>,
  work: (item: T) => Promise<unknown>,
): Promise<Round> {
  const sorted = items
    .map((item) => ({ item, name: nameOf(item) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const ahead = sorted.filter(({ name }) => name >= from);
  const behind = sorted.filter(({ name }) => name < from);
  const faults: unknown[] = [];
  for (const [index, { item, name }] of [...ahead, ...behind].entries()) {
    if (index > 0 && !mayGoOn()) return { next: name, isThrough: index >= ahead.length, faults };
    try {
      await work(item);
    } catch (fault) {
      faults.push(fault);
    }
  }
  return { next: undefined, isThrough: true, faults };
}
