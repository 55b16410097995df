import { canonicalText } from '../digest.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { decodeDocument } from '../policy/decode.ts';

/** Stands for a document that nobody has seen: no policy, so access is computed as unreadable. */
export const UNKNOWN_DOCUMENT = '';

/**
 * A policy document as the state keeps it: an object, parsed where it came as a text (URL-encoded or plain).
 * Whatever is no object stays a text: it is kept, called unreadable when access is computed, and never dropped.
 */
export function storedDocument(document: JsonValue): JsonValue {
  if (isJsonObject(document)) return document;
  if (typeof document !== 'string') return canonicalText(document);
  const decoded = decodeDocument(document);
  return decoded.ok && isJsonObject(decoded.value) ? decoded.value : document;
}
