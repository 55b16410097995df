import { type Glob, STAR, globMatchesLetters } from '../../policy/glob.ts';
import {
  differInFixedPart,
  genericText,
  intersectGlobs,
  isSettledByGenericText,
  namesBothCases,
  surelyCovers,
} from './glob-algebra.ts';
import { shortestText } from './glob-automaton.ts';

/** What is asked of one text: to match at least one pattern of each list in `all`, and no pattern of `none`. */
export interface TextConstraints {
  readonly all: readonly (readonly Glob[])[];
  readonly none: readonly Glob[];
}

/** Letters the search may use freely: one that no pattern names, and which letters stand for unknown values. */
export interface Alphabet {
  readonly fresh: number;
  readonly isOpaque: (letter: number) => boolean;
}

/** More combinations of patterns than this are not tried: the caller answers `undetermined`. */
const MOST_CANDIDATES = 4096;

/** A text that meets the constraints; `none`: there is no such text; `cap`: the search gave up. */
export function findText({ all, none }: TextConstraints, alphabet: Alphabet): readonly number[] | 'none' | 'cap' {
  const candidates = combine(all, alphabet);
  if (candidates === undefined) return 'cap';
  const unsettled: Glob[] = [];
  for (const candidate of candidates) {
    const text = genericText(candidate, alphabet.fresh);
    const excluding = none.filter((glob) => globMatchesLetters(glob, text));
    if (excluding.length === 0) return text;
    const settled = !candidate.some(namesBothCases) && excluding.some(isSettledByGenericText);
    if (!settled) unsettled.push(candidate);
  }
  let capped = false;
  for (const candidate of unsettled) {
    const text = shortestText(candidate, none, alphabet.fresh);
    if (typeof text === 'object') return text;
    capped ||= text === 'cap';
  }
  return capped ? 'cap' : 'none';
}

/** The patterns whose union is what every list allows. */
function combine(all: readonly (readonly Glob[])[], alphabet: Alphabet): readonly Glob[] | undefined {
  let combined: readonly Glob[] = [[STAR]];
  for (const list of all) {
    const next = new Map<string, Glob>();
    for (const a of combined) {
      for (const b of list) {
        const both = intersect(a, b, alphabet);
        if (both === undefined) return undefined;
        for (const glob of both) next.set(glob.join(), glob);
        if (next.size > MOST_CANDIDATES) return undefined;
      }
    }
    combined = [...next.values()];
  }
  return combined;
}

/**
 * The intersection of two patterns. A letter that stands for an unknown value is kept where one pattern covers the other
 * whatever the value is; otherwise the value could be anything, so it becomes a star (an upper bound).
 */
function intersect(a: Glob, b: Glob, { fresh, isOpaque }: Alphabet): readonly Glob[] | undefined {
  if (differInFixedPart(a, b)) return [];
  if (surelyCovers(a, b, fresh)) return [b];
  if (surelyCovers(b, a, fresh)) return [a];
  const open = (glob: Glob): Glob => (glob.some(isOpaque) ? glob.map((mark) => (isOpaque(mark) ? STAR : mark)) : glob);
  return intersectGlobs(open(a), open(b));
}
