/** So many are counted; those that come later are not. */
const MOST = 20_000;

/** Counts by name, of which there may be more than can be kept: then the first ones are. */
export class Most<T> {
  readonly #byName = new Map<string, T>();

  /** The count of a name, a new one where it has none; undefined: too many are counted already. */
  of(name: string, make: () => T): T | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined || this.#byName.size >= MOST) return known;
    const made = make();
    this.#byName.set(name, made);
    return made;
  }

  values(): Iterable<T> {
    return this.#byName.values();
  }

  entries(): Iterable<readonly [string, T]> {
    return this.#byName.entries();
  }
}
