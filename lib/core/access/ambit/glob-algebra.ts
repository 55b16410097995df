import {
  ANY,
  ANYTHING,
  ANY_IN_PART,
  COLON,
  type Glob,
  STAR,
  STAR_IN_PART,
  globMatchesLetters,
  isStar,
  lettersNamedBy,
  takes,
} from '../../policy/glob.ts';

/** More alternatives than this in one intersection are not listed: the caller walks the automaton instead. */
const MOST_ALTERNATIVES = 24;

/**
 * The texts that both patterns match, as a list of patterns: `a*` and `*b` give `a*b`, and `*ab*` with `*ba*` gives four.
 * Undefined: more than 24 alternatives.
 */
export function intersectGlobs(a: Glob, b: Glob): readonly Glob[] | undefined {
  const known = intersections.get(a)?.get(b);
  if (known !== undefined) return known === 'many' ? undefined : known;
  const found = listIntersection(a, b);
  const ofA = intersections.get(a) ?? new WeakMap<Glob, readonly Glob[] | 'many'>();
  intersections.set(a, ofA.set(b, found ?? 'many'));
  return found;
}

/** The same two patterns meet for thousands of actions; they are forgotten with the patterns. */
const intersections = new WeakMap<Glob, WeakMap<Glob, readonly Glob[] | 'many'>>();

function listIntersection(a: Glob, b: Glob): readonly Glob[] | undefined {
  const memo = new Map<number, readonly Glob[] | undefined>();
  const from = (i: number, j: number): readonly Glob[] | undefined => {
    const key = i * (b.length + 1) + j;
    if (!memo.has(key)) memo.set(key, step(i, j));
    return memo.get(key);
  };
  const step = (i: number, j: number): readonly Glob[] | undefined => {
    const [x, y] = [a[i], b[j]];
    if (x === undefined || y === undefined) return onlyStars(a, i) && onlyStars(b, j) ? [[]] : [];
    if (!isStar(x) && !isStar(y)) return prefixed(mergeMarks(x, y), from(i + 1, j + 1));
    if (isStar(x) && isStar(y)) return prefixed(narrowerStar(x, y), union(from(i + 1, j), from(i, j + 1)));
    return isStar(x)
      ? union(from(i + 1, j), prefixed(absorbed(x, y), from(i, j + 1)))
      : union(from(i, j + 1), prefixed(absorbed(y, x), from(i + 1, j)));
  };
  return from(0, 0);
}

/** Two ARN patterns with different services, say, have nothing in common: seen at once, before anything is combined. */
export function differInFixedPart(a: Glob, b: Glob): boolean {
  let [fromA, fromB] = [0, 0];
  for (let part = 0; part < 5; part += 1) {
    const [endA, endB] = [endOfPart(a, fromA), endOfPart(b, fromB)];
    if (endA === undefined || endB === undefined) return false;
    if (partsDiffer(a, fromA, endA, b, fromB, endB)) return true;
    fromA = endA + 1;
    fromB = endB + 1;
  }
  return false;
}

function partsDiffer(a: Glob, fromA: number, endA: number, b: Glob, fromB: number, endB: number): boolean {
  const [fixedA, fixedB] = [isFixed(a, fromA, endA), isFixed(b, fromB, endB)];
  if (fixedA && fixedB) return !equalRange(a, fromA, endA, b, fromB, endB);
  if (fixedA) return !globMatchesLetters(b.slice(fromB, endB), a.slice(fromA, endA));
  return fixedB && !globMatchesLetters(a.slice(fromA, endA), b.slice(fromB, endB));
}

/** Where the colon after a part is; undefined: there is none, or a star before it may take colons in. */
function endOfPart(glob: Glob, from: number): number | undefined {
  for (let index = from; index < glob.length; index += 1) {
    const mark = glob[index];
    if (mark === COLON) return index;
    if (mark === STAR || mark === ANY) return undefined;
  }
  return undefined;
}

function isFixed(glob: Glob, from: number, end: number): boolean {
  for (let index = from; index < end; index += 1) if ((glob[index] ?? 0) < 0) return false;
  return true;
}

function equalRange(a: Glob, fromA: number, endA: number, b: Glob, fromB: number, endB: number): boolean {
  if (endA - fromA !== endB - fromB) return false;
  for (let index = fromA; index < endA; index += 1) if (a[index] !== b[fromB + index - fromA]) return false;
  return true;
}

/** Whether every text that `narrow` matches is matched by `wide`. `false` may also mean that it was not clear. */
export function surelyCovers(wide: Glob, narrow: Glob, fresh: number): boolean {
  if (wide === narrow) return true;
  const inexact = narrow.some(namesBothCases) || (wide.some(isSingle) && narrow.some(isStar));
  return !inexact && globMatchesLetters(wide, genericText(narrow, fresh));
}

/**
 * The most general text of a pattern: each `*` becomes the letter that only a `*` takes, any other wildcard a letter that
 * no pattern names. A pattern without `?` matches this text exactly when it matches every text of the pattern.
 */
export function genericText(glob: Glob, fresh: number): readonly number[] {
  return glob.map((mark) => {
    if (mark === STAR) return ANYTHING;
    return isStar(mark) || isSingle(mark) ? fresh : (lettersNamedBy(mark)[0] ?? fresh);
  });
}

/** Whether the generic text of a pattern settles what this pattern excludes: no `?`, no letter of either case. */
export function isSettledByGenericText(glob: Glob): boolean {
  return !glob.some((mark) => isSingle(mark) || namesBothCases(mark));
}

export function namesBothCases(mark: number): boolean {
  return lettersNamedBy(mark).length > 1;
}

function isSingle(mark: number): boolean {
  return mark === ANY || mark === ANY_IN_PART;
}

function onlyStars(glob: Glob, from: number): boolean {
  for (let index = from; index < glob.length; index += 1) if (!isStar(glob[index] ?? 0)) return false;
  return true;
}

/** The mark that takes what both take; undefined: nothing. */
function mergeMarks(x: number, y: number): number | undefined {
  if (x === y || x === ANY) return y;
  if (y === ANY) return x;
  if (x === ANY_IN_PART) return y === COLON ? undefined : y;
  if (y === ANY_IN_PART) return x === COLON ? undefined : x;
  if (x >= 0) return takes(y, x) ? x : undefined;
  return y >= 0 && takes(x, y) ? y : undefined;
}

function narrowerStar(x: number, y: number): number {
  return x === STAR_IN_PART || y === STAR_IN_PART ? STAR_IN_PART : STAR;
}

/** The mark when a star takes it in. */
function absorbed(star: number, mark: number): number | undefined {
  if (star === STAR) return mark;
  return mergeMarks(ANY_IN_PART, mark);
}

function prefixed(mark: number | undefined, globs: readonly Glob[] | undefined): readonly Glob[] | undefined {
  if (mark === undefined) return [];
  return globs?.map((glob) => (isStar(mark) && glob[0] === mark ? glob : [mark, ...glob]));
}

function union(a: readonly Glob[] | undefined, b: readonly Glob[] | undefined): readonly Glob[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const seen = new Set(a.map((glob) => glob.join()));
  const all = [...a, ...b.filter((glob) => !seen.has(glob.join()))];
  return all.length > MOST_ALTERNATIVES ? undefined : all;
}
