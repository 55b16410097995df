import { withoutEntry } from './maps.ts';
import { isShared } from './shared-map.ts';

/**
 * The value under a name, where names are unique ignoring case: the exact name first, else the only one it can mean.
 * Source: IAM user guide, "IAM identifiers": "you cannot create users, groups, roles … named both MyResource and myresource".
 */
export function namedIn<V>(map: ReadonlyMap<string, V>, name: string): V | undefined {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  if (isShared(map)) {
    const alike = map.keyLike(name);
    return alike === undefined ? undefined : map.get(alike);
  }
  const folded = name.toLowerCase();
  for (const [key, value] of map) if (key.toLowerCase() === folded) return value;
  return undefined;
}

/** A map without what is called so, whatever the case of its letters. */
export function withoutNamed<T extends { readonly name: string }>(
  map: ReadonlyMap<string, T>,
  name: string,
): ReadonlyMap<string, T> {
  const found = namedIn(map, name);
  return found === undefined ? map : withoutEntry(map, found.name);
}
