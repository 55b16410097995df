import {
  ANY,
  ANYTHING,
  ANY_IN_PART,
  COLON,
  FRESH,
  type Glob,
  STAR,
  STAR_IN_PART,
  globMatchesLetters,
  isStar,
  lettersNamedBy,
  takes,
} from '../../policy/glob.ts';

/** Patterns whose union is an intersection; `complete`: all of it, not only the first of many. */
export interface Alternatives {
  readonly globs: readonly Glob[];
  readonly complete: boolean;
}

/**
 * The texts that both patterns match, as a list of patterns, at most so many: `a*` and `*b` give `a*b`, and `*ab*` with
 * `*ba*` gives four.
 */
export function intersectGlobs(a: Glob, b: Glob, most: number): Alternatives {
  const ofA = intersections.get(a) ?? new WeakMap<Glob, Map<number, Alternatives>>();
  const ofBoth = ofA.get(b) ?? new Map<number, Alternatives>();
  intersections.set(a, ofA.set(b, ofBoth));
  const known = ofBoth.get(most);
  if (known !== undefined) return known;
  const found = listAlternatives(a, b, most);
  ofBoth.set(most, found);
  return found;
}

/** The same two patterns meet for thousands of actions; they are forgotten with the patterns. */
const intersections = new WeakMap<Glob, WeakMap<Glob, Map<number, Alternatives>>>();

/** Longer patterns are not listed: the walk goes as deep as they are long. */
const MOST_MARKS = 2_000;
/** Many ways through two patterns can give the same alternative: so many steps are made at most. */
const MOST_STEPS = 4_000;

function listAlternatives(a: Glob, b: Glob, most: number): Alternatives {
  if (a.length + b.length > MOST_MARKS) return { globs: [], complete: false };
  const canEnd = endings(a, b);
  const globs = new Map<string, Glob>();
  const marks: number[] = [];
  let complete = true;
  let steps = 0;
  const go = (mark: number | undefined, i: number, j: number): void => {
    if (mark === undefined || canEnd[i * (b.length + 1) + j] !== 1) return;
    const repeats = isStar(mark) && marks.at(-1) === mark;
    if (!repeats) marks.push(mark);
    from(i, j);
    if (!repeats) marks.pop();
  };
  const from = (i: number, j: number): void => {
    const [x, y] = [a[i], b[j]];
    steps += 1;
    if (globs.size >= most || steps > MOST_STEPS) complete = false;
    else if (x === undefined || y === undefined) globs.set(marks.join(), [...marks]);
    else if (!isStar(x) && !isStar(y)) go(mergeMarks(x, y), i + 1, j + 1);
    else if (isStar(x) && isStar(y)) {
      go(narrowerStar(x, y), i + 1, j);
      go(narrowerStar(x, y), i, j + 1);
    } else if (isStar(x)) {
      if (canEnd[(i + 1) * (b.length + 1) + j] === 1) from(i + 1, j);
      if (y !== undefined) go(absorbed(x, y), i, j + 1);
    } else {
      if (canEnd[i * (b.length + 1) + j + 1] === 1) from(i, j + 1);
      go(absorbed(y, x), i + 1, j);
    }
  };
  if (canEnd[0] === 1) from(0, 0);
  return { globs: [...globs.values()], complete };
}

/** For each pair of places whether the rests of both patterns have a text in common. */
function endings(a: Glob, b: Glob): Uint8Array {
  const width = b.length + 1;
  const can = new Uint8Array((a.length + 1) * width);
  const endsFrom = (i: number, j: number): boolean => {
    const [x, y, place] = [a[i], b[j], i * width + j];
    const [down, right, both] = [can[place + width] === 1, can[place + 1] === 1, can[place + width + 1] === 1];
    if (x === undefined) return y === undefined || (isStar(y) && right);
    if (y === undefined) return isStar(x) && down;
    if (!isStar(x) && !isStar(y)) return both && mergeMarks(x, y) !== undefined;
    if (isStar(x) && isStar(y)) return down || right;
    if (isStar(x)) return down || (right && absorbed(x, y) !== undefined);
    return right || (down && absorbed(y, x) !== undefined);
  };
  for (let i = a.length; i >= 0; i -= 1) {
    for (let j = b.length; j >= 0; j -= 1) can[i * width + j] = endsFrom(i, j) ? 1 : 0;
  }
  return can;
}

/** Whether every text that `narrow` matches is matched by `wide`. `false` may also mean that it was not clear. */
export function surelyCovers(wide: Glob, narrow: Glob): boolean {
  if (wide === narrow) return true;
  const { text, hasLetterOfEitherCase, hasStar } = factsOf(narrow);
  if (hasLetterOfEitherCase || !globMatchesLetters(wide, text) || comeApartAtColon(wide, narrow)) return false;
  return !hasStar || !factsOf(wide).hasSingle;
}

/**
 * The most general text of a pattern: each `*` becomes the letter that only a `*` takes, any other wildcard a letter that
 * no pattern names. A pattern without `?` matches this text exactly when it matches every text of the pattern.
 */
export function genericText(glob: Glob): readonly number[] {
  return factsOf(glob).text;
}

/**
 * Whether a pattern excludes all texts of another one, whose generic text it matches: if it has no `?` and no letter of
 * either case, and no wildcard for which that text is not general enough.
 */
export function isSettledByGenericText(excluding: Glob, glob: Glob): boolean {
  const { hasSingle, hasLetterOfEitherCase } = factsOf(excluding);
  return !hasSingle && !hasLetterOfEitherCase && !comeApartAtColon(excluding, glob);
}

/** Where a `?` of the narrow pattern is a colon, a wildcard of the wide one may stop that takes every other letter. */
function comeApartAtColon(wide: Glob, narrow: Glob): boolean {
  return factsOf(narrow).hasSingleColon && factsOf(wide).stopsAtColon;
}

/** Whether a pattern has a letter that it takes in either case. */
export function namesBothCases(glob: Glob): boolean {
  return factsOf(glob).hasLetterOfEitherCase;
}

/** What is asked of a pattern again and again. */
interface GlobFacts {
  readonly text: readonly number[];
  readonly hasStar: boolean;
  /** A `?`. */
  readonly hasSingle: boolean;
  readonly hasLetterOfEitherCase: boolean;
  /** A `?` that may be one of the first five colons. */
  readonly hasSingleColon: boolean;
  /** A wildcard in one of the first five parts of an ARN. */
  readonly stopsAtColon: boolean;
}

const facts = new WeakMap<Glob, GlobFacts>();

function factsOf(glob: Glob): GlobFacts {
  const known = facts.get(glob);
  if (known !== undefined) return known;
  const found = {
    text: glob.map(genericLetter),
    hasStar: glob.some(isStar),
    hasSingle: glob.some(isSingle),
    hasLetterOfEitherCase: glob.some((mark) => lettersNamedBy(mark).length > 1),
    hasSingleColon: hasSingleColon(glob),
    stopsAtColon: glob.some((mark) => mark === STAR_IN_PART || mark === ANY_IN_PART),
  };
  facts.set(glob, found);
  return found;
}

function hasSingleColon(glob: Glob): boolean {
  const first = glob.indexOf(ANY);
  return first >= 0 && glob.slice(0, first).filter((mark) => mark === COLON).length < 5;
}

function genericLetter(mark: number): number {
  if (mark === STAR) return ANYTHING;
  return isStar(mark) || isSingle(mark) ? FRESH : (lettersNamedBy(mark)[0] ?? FRESH);
}

function isSingle(mark: number): boolean {
  return mark === ANY || mark === ANY_IN_PART;
}

/** The mark that takes what both take; undefined: nothing. */
function mergeMarks(x: number, y: number): number | undefined {
  if (x === y || x === ANY) return y;
  if (y === ANY) return x;
  if (x === ANY_IN_PART) return y === COLON ? undefined : y;
  if (y === ANY_IN_PART) return x === COLON ? undefined : x;
  if (x >= 0) return takes(y, x) ? x : undefined;
  if (y >= 0) return takes(x, y) ? y : undefined;
  // letters in either case: `ſ` and `s` have one upper case
  return lettersNamedBy(x).find((letter) => takes(y, letter));
}

function narrowerStar(x: number, y: number): number {
  return x === STAR_IN_PART || y === STAR_IN_PART ? STAR_IN_PART : STAR;
}

/** The mark when a star takes it in. */
function absorbed(star: number, mark: number): number | undefined {
  if (star === STAR) return mark;
  return mergeMarks(ANY_IN_PART, mark);
}
