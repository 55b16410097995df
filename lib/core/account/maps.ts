import { SharedMap } from './shared-map.ts';

/** Maps of more entries than this are not copied for a change. */
const MOST_COPIED = 64;

/** A map as it is, in which `key` has this value. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return map.size > MOST_COPIED ? SharedMap.of(map).with(key, value) : new Map(map).set(key, value);
}

/** A map as it is, without `key`. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (map.size > MOST_COPIED) return SharedMap.of(map).without(key);
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** A list with `item` in it once, sorted by code unit. */
export function withItem(list: readonly string[], item: string): readonly string[] {
  // what is spread keeps room for more, and thousands of such lists are kept
  return list.includes(item) ? list : list.concat(item).sort();
}

/** A list without `item`. */
export function withoutItem(list: readonly string[], item: string): readonly string[] {
  return list.filter((each) => each !== item);
}
