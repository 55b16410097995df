import { ANYTHING, type Glob, STAR, globMatchesLetters } from '../../policy/glob.ts';
import {
  type Alternatives,
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
  /** What the whole comparison may still cost. */
  readonly budget: Budget;
}

/** Steps that a comparison may still take, a step being about ten microseconds: hostile policies end `undetermined`. */
export class Budget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  /** Takes steps; false: there are none left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left > 0;
  }

  isSpent(): boolean {
    return this.left <= 0;
  }
}

/** More choices of one pattern from each list than this are not tried: the caller answers `undetermined`. */
const MOST_CHOICES = 4096;

/** A text; `upper`: it meets the constraints only if unknown values in them are what they would have to be. */
export interface FoundText {
  readonly letters: readonly number[];
  readonly bound: 'exact' | 'upper';
}

/** A text that meets the constraints; `none`: there is no such text; `cap`: the search gave up. */
export function findText({ all, none }: TextConstraints, alphabet: Alphabet): FoundText | 'none' | 'cap' {
  const choices = choose(all, alphabet);
  if (choices === undefined) return 'cap';
  let capped = false;
  for (const choice of choices) {
    const letters = findTextOfAll(choice, none, alphabet);
    if (typeof letters === 'object') return { letters, bound: isOpened(choice, alphabet) ? 'upper' : 'exact' };
    capped ||= letters === 'cap';
  }
  return capped ? 'cap' : 'none';
}

function isOpened(choice: Choice, { isOpaque }: Alphabet): boolean {
  return choice.length > 1 && choice.some((glob) => glob.some(isOpaque));
}

/** Patterns that must all match: none of them covers another. */
type Choice = readonly Glob[];

/** One pattern from each list, in all ways that are not impossible at first sight. */
function choose(all: readonly (readonly Glob[])[], alphabet: Alphabet): readonly Choice[] | undefined {
  let choices: readonly Choice[] = [[]];
  for (const list of all) {
    const next = new Map<string, Choice>();
    for (const choice of choices) {
      if (!alphabet.budget.spend(1 + list.length / 4)) return undefined;
      // what one pattern of the list covers needs nothing more from this list
      if (list.some((glob) => choice.some((one) => surelyCovers(glob, one, alphabet.fresh)))) {
        next.set(keyOf(choice), choice);
        continue;
      }
      for (const glob of list) {
        const narrowed = narrow(choice, glob, alphabet);
        if (narrowed !== undefined)
          next.set(
            narrowed
              .map((one) => one.join())
              .toSorted()
              .join(' '),
            narrowed,
          );
        if (next.size > MOST_CHOICES) return undefined;
      }
    }
    choices = [...next.values()];
  }
  return choices;
}

function keyOf(choice: Choice): string {
  return choice
    .map((one) => one.join())
    .toSorted()
    .join(' ');
}

/** A choice with one pattern more; undefined: they have no text in common. */
function narrow(choice: Choice, glob: Glob, { fresh }: Alphabet): Choice | undefined {
  if (choice.some((one) => differInFixedPart(one, glob))) return undefined;
  return [...choice.filter((one) => !surelyCovers(one, glob, fresh)), glob];
}

function findTextOfAll(choice: Choice, none: readonly Glob[], alphabet: Alphabet): readonly number[] | 'none' | 'cap' {
  const [only = [STAR]] = choice;
  if (!alphabet.budget.spend(1 + none.length / 4)) return 'cap';
  if (choice.length <= 1) return findTextOf(only, none, alphabet);
  // a letter that stands for an unknown value could be anything where patterns overlap: an upper bound
  const opened = choice.map((glob) => opaqueAsStar(glob, alphabet));
  // the first overlaps nearly always give a text; only where they do not are more looked at
  for (const most of [2, 24]) {
    const { globs, complete } = intersection(opened, most);
    let capped = false;
    for (const glob of globs) {
      const text = findTextOf(glob, none, alphabet);
      if (typeof text === 'object') return text;
      capped ||= text === 'cap';
    }
    if (complete) return capped ? 'cap' : 'none';
  }
  return shortestText(opened, none, alphabet);
}

/** The generic text settles most questions; only `?` and letters of either case need the automaton. */
function findTextOf(glob: Glob, none: readonly Glob[], alphabet: Alphabet): readonly number[] | 'none' | 'cap' {
  const text = genericText(glob, alphabet.fresh);
  const excluding = none.filter((one) => globMatchesLetters(one, text));
  if (excluding.length === 0) {
    // a `?` takes a letter, not whatever a star took: the text only counts if it still stands with letters in it
    const letters = text.map((letter) => (letter === ANYTHING ? alphabet.fresh : letter));
    if (!none.some((one) => globMatchesLetters(one, letters))) return text;
  } else if (!glob.some(namesBothCases) && excluding.some(isSettledByGenericText)) return 'none';
  return shortestText([glob], none, alphabet);
}

function intersection(globs: readonly Glob[], most: number): Alternatives {
  let combined: readonly Glob[] = globs.slice(0, 1);
  let complete = true;
  for (const glob of globs.slice(1)) {
    const next = new Map<string, Glob>();
    for (const one of combined) {
      const both = intersectGlobs(one, glob, most);
      complete &&= both.complete;
      for (const alternative of both.globs) next.set(alternative.join(), alternative);
    }
    combined = [...next.values()].slice(0, most);
    complete &&= next.size <= most;
  }
  return { globs: combined, complete };
}

function opaqueAsStar(glob: Glob, { isOpaque }: Alphabet): Glob {
  return glob.some(isOpaque) ? glob.map((mark) => (isOpaque(mark) ? STAR : mark)) : glob;
}
