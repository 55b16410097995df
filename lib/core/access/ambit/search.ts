import { ANYTHING, type Glob, type Letters, globMatchesLetters, lettersOf, textOf } from '../../policy/glob.ts';
import type { Pins } from '../pins.ts';
import { type Atom, type Literal, dimensionOf } from './literal.ts';
import { type Alphabet, findText } from './text-search.ts';
import { type FoundValues, type KeyLiteral, findValues, meets } from './value-search.ts';

/** A request (for a given action) that a search found. */
export interface Point {
  readonly resource: string;
  /** Values of the context keys that matter; an empty list: the key must be missing. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Literals of which at least one must be true. */
export type Clause = readonly Literal[];

/** Steps of one search; past them it answers `cap`. */
const MOST_STEPS = 20_000;
/** Answers about one dimension that are remembered. */
const MOST_REMEMBERED = 20_000;

/** What is solved about one part of the request. */
type Solved =
  | { readonly kind: 'resource'; readonly letters: Letters }
  | { readonly kind: 'values'; readonly found: FoundValues }
  | { readonly kind: 'open' };

interface Part {
  readonly literals: readonly Literal[];
  readonly solved: Solved;
}

/** The literals assumed so far, by part of the request, each part with a value that meets them. Never changed. */
export interface SearchState {
  readonly parts: ReadonlyMap<string, Part>;
  /** Every atom that is decided, by its id: the assumed ones and those that follow from them. */
  readonly decided: ReadonlyMap<number, boolean>;
  /** Resources the action can take at all. */
  readonly universe: readonly Glob[] | undefined;
}

/**
 * Searches for a request that makes every clause true. Parts of a request (its resource, each context key) are solved
 * apart; a clause that the present values do not satisfy is branched on, the shortest first.
 */
export class Search {
  private readonly alphabet: Alphabet;
  private readonly pins: Pins;
  private readonly remembered = new Map<string, Solved | 'none' | 'cap'>();
  private steps = 0;
  /** Whether anything was left undecided since the last `begin`. */
  capped = false;

  constructor(alphabet: Alphabet, pins: Pins) {
    this.alphabet = alphabet;
    this.pins = pins;
  }

  /** A state without literals. `universe`: patterns for the resources that the action takes; undefined: any text. */
  begin(universe: readonly Glob[] | undefined): SearchState {
    this.steps = 0;
    this.capped = false;
    return { parts: new Map(), decided: new Map(), universe };
  }

  /** The state with more literals, or undefined where they cannot all be true. */
  assume(state: SearchState, literals: readonly Literal[]): SearchState | undefined {
    let next: SearchState | undefined = state;
    for (const literal of literals) {
      if (next === undefined) return undefined;
      next = this.assumeOne(next, literal);
    }
    return next;
  }

  /** Takes a step; false: the comparison has none left, and what is open stays undecided. */
  mayGoOn(): boolean {
    if (this.alphabet.budget.spend(1)) return true;
    this.capped = true;
    return false;
  }

  /** The state with literals that follow from what is assumed: they need no solving, but settle clauses. */
  imply(state: SearchState, literals: readonly Literal[]): SearchState {
    return { ...state, decided: new Map([...state.decided, ...literals.map(decision)]) };
  }

  /** Whether literals that were assumed already make it impossible that a clause is true. */
  isRuledOut({ decided }: SearchState, clause: Clause, more: readonly Literal[] = []): boolean {
    return clause.every(({ atom, holds }) => {
      if (decided.get(atom.id) === !holds) return true;
      return more.some((one) => one.atom.id === atom.id && one.holds !== holds);
    });
  }

  private assumeOne(state: SearchState, literal: Literal): SearchState | undefined {
    const already = state.decided.get(literal.atom.id);
    if (already !== undefined) return already === literal.holds ? state : undefined;
    const dimension = dimensionOf(literal.atom);
    const before = state.parts.get(dimension)?.literals ?? [];
    const literals = [...before, literal];
    const solved = this.solve(dimension, literals, state.universe);
    if (solved === 'none') return undefined;
    if (solved === 'cap') {
      this.capped = true;
      return undefined;
    }
    const decided = new Map(state.decided).set(literal.atom.id, literal.holds);
    return { ...state, decided, parts: new Map(state.parts).set(dimension, { literals, solved }) };
  }

  /** A request that meets the state and every clause; undefined: there is none, unless `capped`. */
  satisfy(state: SearchState, clauses: readonly Clause[]): Point | undefined {
    const end = this.descend(state, clauses);
    return end === undefined ? undefined : this.pointOf(end);
  }

  private descend(state: SearchState, clauses: readonly Clause[]): SearchState | undefined {
    this.alphabet.budget.spend(clauses.length);
    const open = clauses.filter((clause) => !clause.some((literal) => this.isTrue(state, literal)));
    const shortest = open.reduce<Clause | undefined>(
      (best, clause) => (best === undefined || clause.length < best.length ? clause : best),
      undefined,
    );
    if (shortest === undefined) return state;
    for (const literal of shortest) {
      this.steps += 1;
      if (this.steps > MOST_STEPS || !this.alphabet.budget.spend(1)) {
        this.capped = true;
        return undefined;
      }
      const next = this.assumeOne(state, literal);
      const end = next === undefined ? undefined : this.descend(next, clauses);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  /** Whether the values that were found for the state make a literal true, beyond doubt or because it was assumed. */
  private isTrue(state: SearchState, literal: Literal): boolean {
    const part = state.parts.get(dimensionOf(literal.atom));
    const already = state.decided.get(literal.atom.id);
    if (already !== undefined) return already === literal.holds;
    switch (literal.atom.kind) {
      case 'open':
        return false;
      case 'resource': {
        const letters = this.resourceOf(state);
        const { globs } = literal.atom;
        this.alphabet.budget.spend(globs.length / 16);
        return [letters, this.withoutAnything(letters)].every(
          (text) => globs.some((glob) => globMatchesLetters(glob, text)) === literal.holds,
        );
      }
      case 'key': {
        const values = part?.solved.kind === 'values' ? part.solved.found.values : (this.pins(literal.atom.key) ?? []);
        const asLetters = values.map((value) => textOf(this.withoutAnything(lettersOf(value))));
        const asked = [{ atom: literal.atom, holds: literal.holds }];
        return meets(asked, values) === 'yes' && meets(asked, asLetters) === 'yes';
      }
    }
  }

  /** A `?` takes a letter, not whatever a star took: what counts as true must stand with a letter there as well. */
  private withoutAnything(letters: Letters): Letters {
    return letters.map((letter) => (letter === ANYTHING ? this.alphabet.fresh : letter));
  }

  private resourceOf(state: SearchState): Letters {
    const solved = state.parts.get('resource')?.solved ?? this.solve('resource', [], state.universe);
    return typeof solved === 'object' && solved.kind === 'resource' ? solved.letters : [];
  }

  private pointOf(state: SearchState): Point {
    const values = new Map<string, readonly string[]>();
    for (const { literals, solved } of state.parts.values()) {
      const atom: Atom | undefined = literals[0]?.atom;
      if (solved.kind === 'values' && atom?.kind === 'key') values.set(atom.key, solved.found.values);
    }
    return { resource: textOf(this.resourceOf(state)), values };
  }

  private solve(
    dimension: string,
    literals: readonly Literal[],
    universe: readonly Glob[] | undefined,
  ): Solved | 'none' | 'cap' {
    const atoms = literals
      .map(({ atom, holds }) => (holds ? `${atom.id}` : `-${atom.id}`))
      .toSorted()
      .join();
    const key = `${dimension} ${dimension === 'resource' ? this.universeNumber(universe) : ''} ${atoms}`;
    const known = this.remembered.get(key);
    if (known !== undefined) return known;
    const solved = this.solveNew(literals, universe);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, solved);
    return solved;
  }

  private readonly universes = new Map<readonly Glob[] | undefined, number>();

  private universeNumber(universe: readonly Glob[] | undefined): number {
    const known = this.universes.get(universe);
    if (known !== undefined) return known;
    this.universes.set(universe, this.universes.size);
    return this.universes.size - 1;
  }

  private solveNew(literals: readonly Literal[], universe: readonly Glob[] | undefined): Solved | 'none' | 'cap' {
    const [first] = literals;
    if (first === undefined || first.atom.kind === 'resource') return this.solveResource(literals, universe);
    if (first.atom.kind === 'open') return { kind: 'open' };
    const { key } = first.atom;
    const found = findValues(key, literals.flatMap(keyLiteral), this.pins(key), this.alphabet);
    return typeof found === 'string' ? found : { kind: 'values', found };
  }

  private solveResource(literals: readonly Literal[], universe: readonly Glob[] | undefined): Solved | 'none' | 'cap' {
    const lists = literals.flatMap(({ atom, holds }) =>
      atom.kind === 'resource' ? [{ globs: atom.globs, holds }] : [],
    );
    const all = lists.filter(({ holds }) => holds).map(({ globs }) => globs);
    const none = lists.filter(({ holds }) => !holds).flatMap(({ globs }) => globs);
    const found = findText({ all: universe === undefined ? all : [universe, ...all], none }, this.alphabet);
    return typeof found === 'string' ? found : { kind: 'resource', letters: found.letters };
  }
}

function decision({ atom, holds }: Literal): readonly [number, boolean] {
  return [atom.id, holds];
}

function keyLiteral({ atom, holds }: Literal): readonly KeyLiteral[] {
  return atom.kind === 'key' ? [{ atom, holds }] : [];
}
