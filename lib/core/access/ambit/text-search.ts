import { ANYTHING, FIRST_OPAQUE, FRESH, type Glob, STAR, globMatchesLetters, isOpaque } from '../../policy/glob.ts';
import type { Budget } from './budget.ts';
import {
  type Alternatives,
  genericText,
  intersectGlobs,
  isSettledByGenericText,
  namesBothCases,
  surelyCovers,
} from './glob-algebra.ts';
import { mayMeet } from './fixed-parts.ts';
import { shortestText } from './glob-automaton.ts';

/** What is asked of one text: to match at least one pattern of each list in `all`, and no pattern of `none`. */
export interface TextConstraints {
  readonly all: readonly (readonly Glob[])[];
  readonly none: readonly Glob[];
}

/** A text; `upper`: it meets the constraints only if unknown values in them are what they would have to be. */
export interface FoundText {
  readonly letters: readonly number[];
  readonly bound: 'exact' | 'upper';
}

/** A text that meets the constraints; `none`: there is no such text; `cap`: the search gave up. */
export function findText({ all, none }: TextConstraints, budget: Budget): FoundText | 'none' | 'cap' {
  const excluded = excludedBy(none);
  let capped = false;
  for (const choice of choose(all, [], budget)) {
    if (!budget.spend(1 + none.length / 64)) return 'cap';
    const letters = findTextOfAll(choice, excluded, budget);
    if (typeof letters === 'object') return { letters, bound: isOpened(choice) ? 'upper' : 'exact' };
    capped ||= letters === 'cap';
  }
  return capped || budget.isSpent() ? 'cap' : 'none';
}

function isOpened(choice: Choice): boolean {
  return choice.length > 1 && choice.some((glob) => glob.some(isOpaque));
}

/** Patterns that must all match: none of them covers another. */
type Choice = readonly Glob[];

/** One pattern from each list, in all ways that are not impossible at first sight; nothing more once the budget is spent. */
function* choose(lists: readonly (readonly Glob[])[], choice: Choice, budget: Budget): Generator<Choice> {
  const [list, ...rest] = lists;
  if (list === undefined) {
    yield choice;
    return;
  }
  if (!budget.spend(1 + list.length / 8)) return;
  // what one pattern of the list covers needs nothing more from this list
  if (list.some((glob) => choice.some((one) => surelyCovers(glob, one)))) {
    yield* choose(rest, choice, budget);
    return;
  }
  for (const glob of list) {
    if (!budget.spend(0.1 + choice.length / 8)) return;
    const narrowed = narrow(choice, glob);
    if (narrowed !== undefined) yield* choose(rest, narrowed, budget);
  }
}

/** Patterns that must not match; the many that are plain texts are looked up, not tried. */
interface Excluded {
  readonly all: readonly Glob[];
  readonly texts: ReadonlySet<string>;
  readonly patterns: readonly Glob[];
}

function excludedBy(all: readonly Glob[]): Excluded {
  if (all.length < 32) return { all, texts: new Set(), patterns: all };
  const isText = (glob: Glob): boolean => glob.every((mark) => mark >= 0 && mark < FIRST_OPAQUE);
  return {
    all,
    texts: new Set(all.filter(isText).map((glob) => glob.join())),
    patterns: all.filter((glob) => !isText(glob)),
  };
}

/** The patterns that match a text; a plain text that equals it stands for itself. */
function matchesOf({ texts, patterns }: Excluded, text: readonly number[]): readonly Glob[] {
  return texts.has(text.join()) ? [text] : patterns.filter((one) => globMatchesLetters(one, text));
}

/** A choice with one pattern more; undefined: they have no text in common. */
function narrow(choice: Choice, glob: Glob): Choice | undefined {
  if (!choice.every((one) => mayMeet(one, glob))) return undefined;
  return [...choice.filter((one) => !surelyCovers(one, glob)), glob];
}

function findTextOfAll(choice: Choice, none: Excluded, budget: Budget): readonly number[] | 'none' | 'cap' {
  const [only = [STAR]] = choice;
  if (choice.length <= 1) return findTextOf(only, none, budget);
  // a letter that stands for an unknown value could be anything where patterns overlap: an upper bound
  const opened = choice.map(opaqueAsStar);
  // what is excluded altogether for one of them is so for all of them together
  if (!budget.spend((choice.length * none.all.length) / 128)) return 'cap';
  if (opened.some((glob) => isExcluded(glob, matchesOf(none, genericText(glob))))) return 'none';
  // the first overlaps nearly always give a text; only where they do not are more looked at
  for (const most of [2, 24]) {
    const { globs, complete } = intersection(opened, most, budget);
    let capped = false;
    for (const glob of globs) {
      const text = findTextOf(glob, none, budget);
      if (typeof text === 'object') return text;
      capped ||= text === 'cap';
    }
    if (complete) return capped ? 'cap' : 'none';
  }
  return shortestText(opened, none.all, budget);
}

/** The generic text settles most questions; only `?` and letters of either case need the automaton. */
function findTextOf(glob: Glob, none: Excluded, budget: Budget): readonly number[] | 'none' | 'cap' {
  const text = genericText(glob);
  const excluding = matchesOf(none, text);
  if (excluding.length === 0) {
    // a `?` takes a letter, not whatever a star took: the text only counts if it still stands with letters in it
    const letters = text.map((letter) => (letter === ANYTHING ? FRESH : letter));
    if (matchesOf(none, letters).length === 0) return text;
  } else if (isExcluded(glob, excluding)) return 'none';
  return shortestText([glob], none.all, budget);
}

/** Whether one of the patterns that match its generic text surely matches all texts of a pattern. */
function isExcluded(glob: Glob, excluding: readonly Glob[]): boolean {
  return !namesBothCases(glob) && excluding.some((one) => isSettledByGenericText(one, glob));
}

function intersection(globs: readonly Glob[], most: number, budget: Budget): Alternatives {
  let combined: readonly Glob[] = globs.slice(0, 1);
  let complete = true;
  for (const glob of globs.slice(1)) {
    const next = new Map<string, Glob>();
    for (const one of combined) {
      if (!budget.spend(0.1 + (one.length * glob.length) / 1000)) return { globs: [], complete: false };
      const both = intersectGlobs(one, glob, most);
      if (!budget.spend((both.globs.length * (one.length + glob.length)) / 400)) return { globs: [], complete: false };
      complete &&= both.complete;
      for (const alternative of both.globs) next.set(alternative.join(), alternative);
    }
    combined = [...next.values()].slice(0, most);
    complete &&= next.size <= most;
  }
  return { globs: combined, complete };
}

function opaqueAsStar(glob: Glob): Glob {
  return glob.some(isOpaque) ? glob.map((mark) => (isOpaque(mark) ? STAR : mark)) : glob;
}
