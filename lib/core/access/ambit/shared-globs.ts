import type { Glob } from '../../policy/glob.ts';

/** Patterns that are remembered; when there are more, all are forgotten. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Glob>();

/**
 * Equal patterns as one object, so that what is known of a pattern is found by identity. Two equal patterns that are two
 * objects, because one was forgotten in between, only cost time.
 */
export function sharedGlob(glob: Glob): Glob {
  const name = glob.join();
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, glob);
  return glob;
}
