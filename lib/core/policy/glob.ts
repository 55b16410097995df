/**
 * Patterns as lists of letters. A letter is a code point, or one of the marks below; a mark only occurs in patterns.
 */
export type Glob = readonly number[];

/** A text as a list of code points. */
export type Letters = readonly number[];

/** `?`: any one letter. */
export const ANY = -1;
/** `*`: any letters, also none. */
export const STAR = -2;
/** `?` in one of the first five parts of an ARN: any one letter but a colon. */
export const ANY_IN_PART = -3;
/** `*` in one of the first five parts of an ARN: any letters but colons. */
export const STAR_IN_PART = -4;
/** Letters at or below this mark stand for a letter in either case: `eitherCase('a')` matches a and A. */
const EITHER_CASE = -1000;

/** The letter that parts an ARN. */
export const COLON = 58;

/**
 * Letters of the private use plane 15 stand for texts that are not known: the value of a policy variable, or whatever a
 * star took. No policy can hold them (IAM takes U+0020 to U+00FF), and only `*` takes them in: such a text may be empty,
 * long, or have colons.
 */
export const FIRST_OPAQUE = 0xf0000;
/** From here on: the same unknown text, in any case. */
export const FIRST_OPAQUE_ANY_CASE = 0xf8000;
/** Whatever a `*` took. */
export const ANYTHING = 0xfffff;

/** A letter that the policies at hand do not name: it stands for all such letters. No policy can hold it either. */
export const FRESH = 0x10fffd;

/** Whether a letter stands for a text that is not known. */
export function isOpaque(letter: number): boolean {
  return letter >= FIRST_OPAQUE && letter <= ANYTHING;
}

/** The letters of a text. */
export function lettersOf(text: string): number[] {
  const letters: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.codePointAt(index) ?? 0;
    letters.push(letter);
    if (letter > 0xffff) index += 1;
  }
  return letters;
}

/** As many letters can be spread into a call. */
const MOST_AT_ONCE = 4096;

/** The text of letters, of any length. */
export function textOf(letters: Letters): string {
  if (letters.length <= MOST_AT_ONCE) return String.fromCodePoint(...letters);
  let text = '';
  for (let at = 0; at < letters.length; at += MOST_AT_ONCE) {
    text += String.fromCodePoint(...letters.slice(at, at + MOST_AT_ONCE));
  }
  return text;
}

/** The pattern of a text in which `*` and `?` are wildcards. */
export function globOf(text: string): Glob {
  return lettersOf(text).map((letter) => (letter === 42 ? STAR : letter === 63 ? ANY : letter));
}

/** The pattern that matches a text in any case. */
export function anyCaseGlobOf(text: Letters): Glob {
  return text.map((letter) => {
    if (letter >= FIRST_OPAQUE && letter < FIRST_OPAQUE_ANY_CASE) return letter - FIRST_OPAQUE + FIRST_OPAQUE_ANY_CASE;
    const lower = lowerCase(letter);
    return lower === upperCase(letter) ? letter : EITHER_CASE - lower;
  });
}

/** Whether a mark is a star, of any kind. */
export function isStar(mark: number): boolean {
  return mark === STAR || mark === STAR_IN_PART;
}

/** Whether the pattern matches every text. */
export function matchesEverything(glob: Glob): boolean {
  return glob.length > 0 && glob.every((mark) => mark === STAR);
}

/** The letters that a pattern's mark takes besides all others: a plain letter, or both cases of one. */
export function lettersNamedBy(mark: number): readonly number[] {
  if (mark >= 0) return [mark];
  if (mark <= EITHER_CASE) return [EITHER_CASE - mark, upperCase(EITHER_CASE - mark)];
  return [];
}

/** Whether a mark that is no star takes this letter. */
export function takes(mark: number, letter: number): boolean {
  if (mark === letter) return true;
  if (mark >= FIRST_OPAQUE_ANY_CASE && mark < ANYTHING) return letter === mark - FIRST_OPAQUE_ANY_CASE + FIRST_OPAQUE;
  if (mark >= 0 || isOpaque(letter)) return false;
  if (mark === ANY) return true;
  if (mark === ANY_IN_PART) return letter !== COLON;
  return mark <= EITHER_CASE && (letter === EITHER_CASE - mark || letter === upperCase(EITHER_CASE - mark));
}

/** Whether a star takes this letter as one of many. */
export function starTakes(star: number, letter: number): boolean {
  return star === STAR || (letter !== COLON && !isOpaque(letter));
}

/**
 * Whether a pattern matches a whole text. In time |glob| × |text| at most: on a mismatch only the last star is given
 * one letter more. That is complete because stars that stop at colons only stand before the fifth colon, where each
 * colon of the text has one place.
 */
export function globMatchesLetters(glob: Glob, text: Letters): boolean {
  let at = 0;
  let mark = 0;
  let star = -1;
  let starEnd = 0;
  while (at < text.length) {
    const current = glob[mark];
    const letter = text[at];
    if (letter === undefined) return false;
    if (current !== undefined && isStar(current)) {
      star = mark;
      starEnd = at;
      mark += 1;
    } else if (current !== undefined && takes(current, letter)) {
      at += 1;
      mark += 1;
    } else {
      const absorbed = text[starEnd];
      if (star < 0 || absorbed === undefined) return false;
      if (!starTakes(glob[star] ?? STAR, absorbed)) return false;
      starEnd += 1;
      at = starEnd;
      mark = star + 1;
    }
  }
  while (mark < glob.length && isStar(glob[mark] ?? 0)) mark += 1;
  return mark === glob.length;
}

/** Whether a pattern with `*` and `?` matches a whole text; case matters. */
export function globMatches(pattern: string, text: string): boolean {
  return globMatchesLetters(globOf(pattern), lettersOf(text));
}

function lowerCase(letter: number): number {
  return mapCase(letter, (text) => text.toLowerCase());
}

function upperCase(letter: number): number {
  return mapCase(letter, (text) => text.toUpperCase());
}

/** A letter whose other case is more than one letter (`ß`) counts as having no case. */
function mapCase(letter: number, change: (text: string) => string): number {
  const changed = lettersOf(change(String.fromCodePoint(letter)));
  return changed.length === 1 ? (changed[0] ?? letter) : letter;
}
