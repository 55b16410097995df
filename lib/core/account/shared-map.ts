/** So many changes are kept beside what is shared; one more, and all is copied once. */
const MOST_CHANGES = 256;

/** What several maps share. It is never changed. */
interface Shared<K, V> {
  readonly entries: ReadonlyMap<K, V>;
  /** The keys by their small letters, made when first asked for. */
  folded?: ReadonlyMap<string, K>;
}

/** What a map has otherwise than what it shares. */
interface Changes<K, V> {
  /** Values written over, in the place of the key, and new ones, in the order in which they came. */
  readonly written: ReadonlyMap<K, { readonly value: V }>;
  /** Keys of what is shared that were taken away, also where they came again as new ones. */
  readonly gone: ReadonlySet<K>;
  readonly size: number;
}

/**
 * An immutable map that shares what it has with those that it came of and that come of it: a change costs as much as was
 * changed lately, not as much as there is. Entries have the order that a `Map` would give them.
 */
export class SharedMap<K, V> implements ReadonlyMap<K, V> {
  readonly #shared: Shared<K, V>;
  readonly #changes: Changes<K, V>;

  private constructor(shared: Shared<K, V>, changes: Changes<K, V>) {
    this.#shared = shared;
    this.#changes = changes;
  }

  /** The same entries, ready to be shared; nobody may change `entries` any more. */
  static of<K, V>(entries: ReadonlyMap<K, V>): SharedMap<K, V> {
    if (isShared(entries)) return entries;
    return new SharedMap<K, V>({ entries }, { written: new Map(), gone: new Set(), size: entries.size });
  }

  get size(): number {
    return this.#changes.size;
  }

  get(key: K): V | undefined {
    const { written, gone } = this.#changes;
    const over = written.get(key);
    if (over !== undefined) return over.value;
    return gone.has(key) ? undefined : this.#shared.entries.get(key);
  }

  has(key: K): boolean {
    const { written, gone } = this.#changes;
    return written.has(key) || (!gone.has(key) && this.#shared.entries.has(key));
  }

  /** The same with this entry. */
  with(key: K, value: V): SharedMap<K, V> {
    const { written, gone, size } = this.#changes;
    const changed = { written: new Map(written).set(key, { value }), gone, size: size + (this.has(key) ? 0 : 1) };
    return new SharedMap(this.#shared, changed).#settled();
  }

  /** The same without this entry. */
  without(key: K): SharedMap<K, V> {
    if (!this.has(key)) return this;
    const { written, gone, size } = this.#changes;
    const left = new Map(written);
    left.delete(key);
    const isShared = this.#shared.entries.has(key) && !gone.has(key);
    return new SharedMap(this.#shared, {
      written: left,
      gone: isShared ? new Set(gone).add(key) : gone,
      size: size - 1,
    }).#settled();
  }

  /** A key that differs from this text in the case of letters alone; undefined: there is none. */
  keyLike(text: string): K | undefined {
    const folded = text.toLowerCase();
    const shared = this.#foldedKeys().get(folded);
    if (shared !== undefined && this.has(shared)) return shared;
    for (const key of this.#changes.written.keys()) {
      if (typeof key === 'string' && key.toLowerCase() === folded) return key;
    }
    return undefined;
  }

  *entries(): MapIterator<[K, V]> {
    const { written, gone } = this.#changes;
    const { entries } = this.#shared;
    for (const [key, value] of entries) {
      // what is written over stays in its place
      if (!gone.has(key)) yield [key, (written.get(key) ?? { value }).value];
    }
    for (const [key, { value }] of written) {
      if (gone.has(key) || !entries.has(key)) yield [key, value];
    }
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  #settled(): SharedMap<K, V> {
    const { written, gone } = this.#changes;
    return written.size + gone.size > MOST_CHANGES ? SharedMap.of(new Map(this.entries())) : this;
  }

  #foldedKeys(): ReadonlyMap<string, K> {
    const shared = this.#shared;
    if (shared.folded !== undefined) return shared.folded;
    const folded = new Map<string, K>();
    for (const key of shared.entries.keys()) {
      if (typeof key === 'string' && !folded.has(key.toLowerCase())) folded.set(key.toLowerCase(), key);
    }
    shared.folded = folded;
    return folded;
  }
}

/** Whether a map is one that shares what it has. */
export function isShared<K, V>(map: ReadonlyMap<K, V>): map is SharedMap<K, V> {
  return map instanceof SharedMap;
}
