import { ANYTHING, FRESH, type Letters, globMatchesLetters, lettersOf, textOf } from '../../policy/glob.ts';
import type { Pins } from '../pins.ts';
import type { Budget } from './budget.ts';
import type { Atom, Literal } from './literal.ts';
import { findText } from './text-search.ts';
import { type FoundValues, type KeyLiteral, findValues, meets } from './value-search.ts';

/** A value of one part of a request that meets literals about it. */
export type PartModel =
  | { readonly kind: 'resource'; readonly letters: Letters }
  | { readonly kind: 'values'; readonly found: FoundValues }
  | { readonly kind: 'open' };

/** Answers about one part of a request that are remembered; when there are more, all are forgotten. */
const MOST_REMEMBERED = 50_000;

/**
 * Decides whether literals about one part of a request (its resource, or one context key) can be true together, and with
 * which value. `none`: they cannot; `cap`: it was not found out.
 */
export class Theory {
  private readonly pins: Pins;
  private readonly budget: Budget;
  private readonly remembered = new Map<string, PartModel | 'none' | 'cap'>();
  private readonly numbers = new Map<string, number>();

  constructor(pins: Pins, budget: Budget) {
    this.pins = pins;
    this.budget = budget;
  }

  /** The number of an atom: equal for equal meanings. */
  numberOf({ meaning }: Atom): number {
    const known = this.numbers.get(meaning);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(meaning, number);
    return number;
  }

  /** All literals must be about the same part. */
  solve(literals: readonly Literal[]): PartModel | 'none' | 'cap' {
    const [first] = literals;
    if (first === undefined) return { kind: 'resource', letters: [ANYTHING] };
    const signed = literals.map(({ atom, holds }) => 2 * this.numberOf(atom) + (holds ? 0 : 1));
    const name = signed.sort((a, b) => a - b).join();
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const solved = this.solveNew(first.atom, literals);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(name, solved);
    return solved;
  }

  private solveNew(first: Atom, literals: readonly Literal[]): PartModel | 'none' | 'cap' {
    switch (first.kind) {
      case 'open':
        return new Set(literals.map(({ holds }) => holds)).size > 1 ? 'none' : { kind: 'open' };
      case 'key': {
        const found = findValues(first.key, literals.flatMap(keyLiteral), this.pins(first.key), this.budget);
        return typeof found === 'string' ? found : { kind: 'values', found };
      }
      case 'resource': {
        const lists = literals.flatMap(({ atom, holds }) =>
          atom.kind === 'resource' ? [{ globs: atom.globs, holds }] : [],
        );
        const all = lists.filter(({ holds }) => holds).map(({ globs }) => globs);
        const none = lists.filter(({ holds }) => !holds).flatMap(({ globs }) => globs);
        const found = findText({ all, none }, this.budget);
        return typeof found === 'string' ? found : { kind: 'resource', letters: found.letters };
      }
    }
  }

  /**
   * Whether a value makes an atom true, beyond doubt; undefined: that is open. Without a model the part is as it is where
   * nothing is asked of it: any resource, a key that is pinned or missing.
   */
  holds(atom: Atom, model: PartModel | undefined): boolean | undefined {
    switch (atom.kind) {
      case 'open':
        return undefined;
      case 'resource': {
        const letters = model?.kind === 'resource' ? model.letters : [ANYTHING];
        this.budget.spend(atom.globs.length / 64);
        const matches = (text: Letters): boolean => atom.globs.some((glob) => globMatchesLetters(glob, text));
        const answer = matches(letters);
        return answer === matches(withoutAnything(letters)) ? answer : undefined;
      }
      case 'key': {
        const values = model?.kind === 'values' ? model.found.values : (this.pins(atom.key) ?? []);
        const answer = meets([{ atom, holds: true }], values);
        const asLetters = values.map((value) => textOf(withoutAnything(lettersOf(value))));
        if (answer === 'unclear' || answer !== meets([{ atom, holds: true }], asLetters)) return undefined;
        return answer === 'yes';
      }
    }
  }
}

/** A `?` takes a letter, not whatever a star took: what counts as true must stand with a letter there as well. */
function withoutAnything(letters: Letters): Letters {
  return letters.includes(ANYTHING) ? letters.map((letter) => (letter === ANYTHING ? FRESH : letter)) : letters;
}

function keyLiteral({ atom, holds }: Literal): readonly KeyLiteral[] {
  return atom.kind === 'key' ? [{ atom, holds }] : [];
}
