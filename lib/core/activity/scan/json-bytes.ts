/**
 * Finds where JSON values end, in UTF-8 bytes and without making anything of them. Strict: what is accepted here is
 * accepted by `JSON.parse` too. Every function takes the first offset to look at and the end of the bytes, and gives an
 * offset, or one of the two below. Source: RFC 8259.
 */

/** What stands there is no JSON, or nested deeper than is followed. */
export const INVALID = -1;
/** The bytes end before the value does. */
export const INCOMPLETE = -2;

// the bytes that JSON is made of, in UTF-8
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** CloudTrail's records nest some ten levels. */
const DEEPEST = 200;

const SPACE = 0x20;
/** For each byte whether a string goes on plainly over it: all but `"`, `\` and control characters. */
const PLAIN = tableOf((byte) => byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH);
/** The same for a text of ASCII letters only. */
const PLAIN_ASCII = tableOf((byte) => byte < 0x80 && PLAIN[byte] === 1);
const BLANK = tableOf((byte) => byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09);
const HEX = tableOf((byte) => /[0-9a-fA-F]/.test(String.fromCharCode(byte)));
const ESCAPED = tableOf((byte) => '"\\/bfnrt'.includes(String.fromCharCode(byte)));
const DIGIT = tableOf((byte) => byte >= 0x30 && byte <= 0x39);
const TRUE = bytesOf('true');
const FALSE = bytesOf('false');
const NULL = bytesOf('null');

/** Past white space. */
export function afterBlank(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && BLANK[byteAt(bytes, at)] === 1) at += 1;
  return at;
}

/** Past the string whose opening quote is just before `from`. */
export function afterString(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = byteAt(bytes, at);
    at += 1;
    if (PLAIN[byte] === 1) continue;
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) return INVALID;
    at = afterEscape(bytes, at, end);
    if (at < 0) return at;
  }
  return INCOMPLETE;
}

/** As far as a text from here on is ASCII, and has neither quotes nor escapes. */
export function afterPlainText(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && PLAIN_ASCII[byteAt(bytes, at)] === 1) at += 1;
  return at;
}

/** Past any value; `from` is its first byte. */
export function afterValue(bytes: Uint8Array, from: number, end: number, depth = 0): number {
  if (from >= end) return INCOMPLETE;
  switch (byteAt(bytes, from)) {
    case QUOTE:
      return afterString(bytes, from + 1, end);
    case OPEN_OBJECT:
      return depth > DEEPEST ? INVALID : afterObject(bytes, from + 1, end, depth + 1);
    case OPEN_LIST:
      return depth > DEEPEST ? INVALID : afterList(bytes, from + 1, end, depth + 1);
    case 0x74:
      return afterWord(bytes, from, end, TRUE);
    case 0x66:
      return afterWord(bytes, from, end, FALSE);
    case 0x6e:
      return afterWord(bytes, from, end, NULL);
    default:
      return afterNumber(bytes, from, end);
  }
}

/** The offset of the value of a member; `from` is past its name. */
export function valueOfMember(bytes: Uint8Array, from: number, end: number): number {
  const colon = afterBlank(bytes, from, end);
  if (colon >= end) return INCOMPLETE;
  return byteAt(bytes, colon) === COLON ? afterBlank(bytes, colon + 1, end) : INVALID;
}

function afterObject(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let at = afterBlank(bytes, from, end);
  if (at < end && byteAt(bytes, at) === CLOSE_OBJECT) return at + 1;
  for (;;) {
    if (at >= end) return INCOMPLETE;
    if (byteAt(bytes, at) !== QUOTE) return INVALID;
    at = afterString(bytes, at + 1, end);
    if (at >= 0) at = valueOfMember(bytes, at, end);
    if (at >= 0) at = afterValue(bytes, at, end, depth);
    if (at < 0) return at;
    at = afterBlank(bytes, at, end);
    if (at >= end) return INCOMPLETE;
    const next = byteAt(bytes, at);
    if (next === CLOSE_OBJECT) return at + 1;
    if (next !== COMMA) return INVALID;
    at = afterBlank(bytes, at + 1, end);
  }
}

function afterList(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let at = afterBlank(bytes, from, end);
  if (at < end && byteAt(bytes, at) === CLOSE_LIST) return at + 1;
  for (;;) {
    at = afterValue(bytes, at, end, depth);
    if (at < 0) return at;
    at = afterBlank(bytes, at, end);
    if (at >= end) return INCOMPLETE;
    const next = byteAt(bytes, at);
    if (next === CLOSE_LIST) return at + 1;
    if (next !== COMMA) return INVALID;
    at = afterBlank(bytes, at + 1, end);
  }
}

function afterEscape(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return INCOMPLETE;
  const byte = byteAt(bytes, from);
  if (byte !== 0x75) return ESCAPED[byte] === 1 ? from + 1 : INVALID;
  for (let at = from + 1; at < from + 5; at += 1) {
    if (at >= end) return INCOMPLETE;
    if (HEX[byteAt(bytes, at)] !== 1) return INVALID;
  }
  return from + 5;
}

function afterWord(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  for (let index = 0; index < word.length; index += 1) {
    if (from + index >= end) return INCOMPLETE;
    if (byteAt(bytes, from + index) !== word[index]) return INVALID;
  }
  return from + word.length;
}

/** A number at the very end may go on. */
function afterNumber(bytes: Uint8Array, from: number, end: number): number {
  let at = byteAt(bytes, from) === 0x2d ? from + 1 : from;
  const whole = at;
  at = afterDigits(bytes, at, end);
  if (at === whole && at < end) return INVALID;
  if (byteAt(bytes, whole) === 0x30 && at > whole + 1) return INVALID;
  if (at < end && byteAt(bytes, at) === 0x2e) {
    const fraction = at + 1;
    at = afterDigits(bytes, fraction, end);
    if (at === fraction && at < end) return INVALID;
  }
  if (at < end && (byteAt(bytes, at) | 0x20) === 0x65) {
    at += 1;
    if (at < end && (byteAt(bytes, at) === 0x2b || byteAt(bytes, at) === 0x2d)) at += 1;
    const exponent = at;
    at = afterDigits(bytes, exponent, end);
    if (at === exponent && at < end) return INVALID;
  }
  return at < end ? at : INCOMPLETE;
}

function afterDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && DIGIT[byteAt(bytes, at)] === 1) at += 1;
  return at;
}

/** A byte within the bytes; what is outside is asked for nowhere. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function tableOf(is: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (is(byte) ? 1 : 0));
}

function bytesOf(word: string): Uint8Array {
  return Uint8Array.from(word, (letter) => letter.charCodeAt(0));
}
