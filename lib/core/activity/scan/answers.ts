/** How many answers are remembered; a new one takes the place of an older one. */
const PLACES = 16_384;

/**
 * Answers a question about short texts that come again and again in bytes, each once for as long as it is remembered, so
 * that most need not even become a string.
 */
export class Answers<T> {
  readonly #answer: (text: string) => T;
  readonly #texts: (Uint8Array | undefined)[] = Array.from({ length: PLACES });
  readonly #answers: (T | undefined)[] = Array.from({ length: PLACES });

  constructor(answer: (text: string) => T) {
    this.#answer = answer;
  }

  /** The answer for the ASCII text between two offsets. */
  of(bytes: Uint8Array, from: number, to: number): T {
    const place = placeOf(bytes, from, to);
    const known = this.#texts[place];
    const answer = this.#answers[place];
    if (known !== undefined && answer !== undefined && isAt(known, bytes, from, to)) return answer;
    const text = bytes.slice(from, to);
    const found = this.#answer(asciiOf(text));
    this.#texts[place] = text;
    this.#answers[place] = found;
    return found;
  }
}

/** Texts that differ often differ near their end. */
const TELLING = 24;

/** FNV-1a, as far as there are places. */
function placeOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from);
  for (let at = Math.max(from, to - TELLING); at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

function isAt(text: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let index = 0; index < text.length; index += 1) if (text[index] !== bytes[from + index]) return false;
  return true;
}

function asciiOf(text: Uint8Array): string {
  let letters = '';
  for (const byte of text) letters += String.fromCharCode(byte);
  return letters;
}
