import type { JsonValue } from '../lib/core/json.ts';

/** Characters of the sources that are remembered; when there are more, all are forgotten. */
const MOST_CHARACTERS = 8 * 1_048_576;
const LONGEST_REMEMBERED = 262_144;

/**
 * A parser that gives the same object for the same source: a batch names few policies again and again, and what a
 * comparison finds out of a policy is kept with the object.
 */
export function parsingAgain<T>(parse: (source: JsonValue) => T): (source: JsonValue) => T {
  const remembered = new Map<string, { readonly parsed: T }>();
  let characters = 0;
  return (source) => {
    const text = JSON.stringify(source);
    const known = remembered.get(text);
    if (known !== undefined) return known.parsed;
    const parsed = parse(source);
    if (text.length > LONGEST_REMEMBERED) return parsed;
    if (characters + text.length > MOST_CHARACTERS) {
      remembered.clear();
      characters = 0;
    }
    characters += text.length;
    remembered.set(text, { parsed });
    return parsed;
  };
}
