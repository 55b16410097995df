/** A copy of a map in which `key` has this value. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** A copy of a map without `key`. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** A list with `item` in it once, sorted by code unit. */
export function withItem(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list : [...list, item].sort();
}

/** A list without `item`. */
export function withoutItem(list: readonly string[], item: string): readonly string[] {
  return list.filter((each) => each !== item);
}
