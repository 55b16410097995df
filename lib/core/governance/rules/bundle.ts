import { type Digest, digestOf } from '../../digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { StandardsSource } from '../standards/digest-of-standards.ts';

/**
 * A version of Ambit's own rules: all that a standards file says, with the policy documents that it names. Its digest is what
 * people sign, so that a signature is good for these rules in the place of those, and for nothing else.
 */
export interface RulesBundle {
  /** From 1, without gaps. */
  readonly version: number;
  /** Digest of the bundle that it takes the place of; of the first one `CHAIN_START`. */
  readonly previous: Digest;
  /** The standards file as JSON. */
  readonly source: JsonValue;
  /** By name the policy documents that it takes from other files. */
  readonly files: JsonObject;
}

/** The bundle of a standards file, in the place of another one. */
export function bundleOf(
  { json, files }: StandardsSource,
  place: Pick<RulesBundle, 'version' | 'previous'>,
): RulesBundle {
  const { version, previous } = place;
  return { version, previous, source: json, files: Object.fromEntries(files) };
}

/** The standards file that a bundle holds. */
export function standardsIn({ source, files }: RulesBundle): StandardsSource {
  return { json: source, files: new Map(Object.entries(files)) };
}

/** What people sign: the digest of a bundle's canonical JSON (RFC 8785). */
export function digestOfBundle({ version, previous, source, files }: RulesBundle): Digest {
  return digestOf({ kind: 'rules', version, previous, source, files });
}

/** The bundle of a stored value that has this digest; undefined: it is none, or it is not what was kept under it. */
export function bundleWith(digest: Digest, bundle: RulesBundle): RulesBundle | undefined {
  const isBundle = typeof bundle.version === 'number' && bundle.source !== undefined && isJsonObject(bundle.files);
  return isBundle && digestOfBundle(bundle) === digest ? bundle : undefined;
}
