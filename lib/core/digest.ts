import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { jsonForm, type JsonValue } from './json.ts';

/** `sha256:` and 64 hex digits. */
export type Digest = `sha256:${string}`;

/** Whether a text has the form of a digest. */
export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

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

/** The canonical text of a value's JSON form: values that JSON writes alike have one text. */
export function formText(value: unknown): string {
  return canonicalText(jsonForm(value));
}

/** Whether JSON writes two values alike, whatever their key order. */
export function isSameForm(one: unknown, other: unknown): boolean {
  return formText(one) === formText(other);
}

/** Values, each once, by how JSON writes them. */
export function distinctForms<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [formText(value), value])).values()];
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
