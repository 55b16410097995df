import { type Digest, digestOf } from '../../digest.ts';
import type { JsonValue } from '../../json.ts';

/** A standards file as JSON, and by name the policy documents that it takes from other files. */
export interface StandardsSource {
  readonly json: JsonValue;
  readonly files: ReadonlyMap<string, JsonValue>;
}

/** Tells standards apart by what they say: order of keys, comments and layout of the files do not count. */
export function digestOfStandards({ json, files }: StandardsSource): Digest {
  return digestOf({ source: json, files: Object.fromEntries(files) });
}
