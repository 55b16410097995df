import type { JsonValue } from '../lib/core/json.ts';

/** Sources that are remembered; when there are more, all are forgotten. */
const MOST_REMEMBERED = 1024;
const LONGEST_REMEMBERED = 65_536;

/**
 * A parser that gives the same object for the same source: a batch names few policies again and again, and what a
 * comparison finds out of a policy is kept with the object.
 */
export function parsingAgain<T>(parse: (source: JsonValue) => T): (source: JsonValue) => T {
  const remembered = new Map<string, { readonly parsed: T }>();
  return (source) => {
    const text = JSON.stringify(source);
    const known = remembered.get(text);
    if (known !== undefined) return known.parsed;
    const parsed = parse(source);
    if (text.length > LONGEST_REMEMBERED) return parsed;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(text, { parsed });
    return parsed;
  };
}
