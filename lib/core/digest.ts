import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { jsonForm, type JsonValue } from './json.ts';

/** `sha256:` and 64 hex digits. */
export type Digest = `sha256:${string}`;

/** The SHA-256 of a value's canonical JSON (RFC 8785): equal values have equal digests, whatever their key order. */
export function digestOf(value: JsonValue): Digest {
  return digestOfText(canonicalText(value));
}

/** A value's canonical JSON text (RFC 8785), which knows no lone surrogates: they count as what UTF-8 makes of them. */
export function canonicalText(value: JsonValue): string {
  const text = attempt(value) ?? canonicalize(jsonForm(value));
  if (text === undefined) throw new TypeError('a JSON value always has a canonical text');
  return text;
}

/** Undefined where a text of the value is not well-formed: records may say anything, and hardly any does. */
function attempt(value: JsonValue): string | undefined {
  try {
    return canonicalize(value);
  } catch (fault) {
    if (fault instanceof Error && fault.message.startsWith('Lone surrogate')) return undefined;
    throw fault;
  }
}

/** The SHA-256 of a text's UTF-8 bytes. */
export function digestOfText(text: string): Digest {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}
