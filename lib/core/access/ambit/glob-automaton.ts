import { COLON, FRESH, type Glob, STAR, isStar, lettersNamedBy, starTakes, takes } from '../../policy/glob.ts';
import type { Budget } from './budget.ts';

/** More states than this are not explored: the caller answers `undetermined`. */
const MOST_STATES = 20_000;

/**
 * A shortest text that each of `wanted` and none of `excluded` matches: `none` if there is no such text, `cap` if it was
 * not found within 20,000 states. What is wanted is walked one way at a time, what is excluded all ways at once; a state
 * is left out where another one stands at the same places with fewer excluded ways open (an antichain, as in De Wulf et
 * al., "Antichains: A New Algorithm for Checking Universality of Finite Automata", 2006). The letters are those that the
 * patterns name, the colon, and one that stands for all others.
 */
export function shortestText(
  wanted: readonly Glob[],
  excluded: readonly Glob[],
  budget: Budget,
): readonly number[] | 'none' | 'cap' {
  const letters = [
    ...new Set([FRESH, COLON, ...[...wanted, ...excluded].flatMap((glob) => glob.flatMap(lettersNamedBy))]),
  ];
  const size = excluded.reduce((sum, { length }) => sum + length + 1, 0);
  if (!budget.spend((size * letters.length) / 500)) return 'cap';
  const ways = new ExcludedWays(excluded, letters);
  // a step over many excluded places looks at a number with as many bits
  const cost = 0.05 + ways.size / 4096 + wanted.length / 20;
  const start: State = { places: wanted.map(() => 0), open: ways.start, letter: -1, before: undefined };
  const frontier = new Antichain();
  let layer: readonly State[] = ways.isHopeless(start.open) ? [] : [start];
  while (layer.length > 0) {
    const next: State[] = [];
    for (const state of layer) {
      if (accepts(state, wanted) && !ways.accept(state.open)) return textOf(state);
      for (const letter of letters) {
        if (!budget.spend(cost)) return 'cap';
        const open = ways.step(state.open, letter);
        if (ways.isHopeless(open)) continue;
        for (const places of stepsOf(state.places, wanted, letter)) {
          if (!budget.spend(0.1 + wanted.length / 20)) return 'cap';
          if (!frontier.add(places, open)) continue;
          if (frontier.size > MOST_STATES) return 'cap';
          next.push({ places, open, letter, before: state });
        }
      }
    }
    layer = next;
  }
  return 'none';
}

/** One place in each wanted pattern, and every place in which the excluded patterns may be, one bit each. */
interface State {
  readonly places: readonly number[];
  readonly open: bigint;
  readonly letter: number;
  readonly before: State | undefined;
}

/** For the same places only the smallest sets of open ways are kept: what a larger set does not match, they do not match. */
class Antichain {
  size = 0;
  private readonly kept = new Map<string, bigint[]>();

  /** False: a state that can do as much is there already. */
  add(places: readonly number[], open: bigint): boolean {
    const key = places.join();
    const sets = this.kept.get(key) ?? [];
    if (sets.some((set) => (set & open) === set)) return false;
    const smaller = sets.filter((set) => (set & open) !== open);
    smaller.push(open);
    this.kept.set(key, smaller);
    this.size += 1;
    return true;
  }
}

/** The excluded patterns side by side, each with one place more than it has marks. */
class ExcludedWays {
  readonly size: number;
  readonly start: bigint;
  private readonly ends: bigint;
  private readonly stars: bigint;
  /** Places from which everything is matched, whatever comes. */
  private readonly sinks: bigint;
  private readonly advancing = new Map<number, bigint>();
  private readonly staying = new Map<number, bigint>();

  constructor(globs: readonly Glob[], letters: readonly number[]) {
    const offsets: number[] = [];
    let size = 0;
    for (const glob of globs) {
      offsets.push(size);
      size += glob.length + 1;
    }
    this.size = size;
    const placed = globs.flatMap((glob, index) =>
      glob.map((mark, at) => ({ mark, place: (offsets[index] ?? 0) + at, isLast: at === glob.length - 1 })),
    );
    const bits = (places: readonly number[]): bigint => bitsOf(places, size + 1);
    this.stars = bits(placed.filter(({ mark }) => isStar(mark)).map(({ place }) => place));
    this.sinks = bits(placed.filter(({ mark, isLast }) => isLast && mark === STAR).map(({ place }) => place));
    this.ends = bits(globs.map((glob, index) => (offsets[index] ?? 0) + glob.length));
    for (const letter of letters) {
      this.advancing.set(
        letter,
        bits(placed.filter(({ mark }) => !isStar(mark) && takes(mark, letter)).map(({ place }) => place)),
      );
      this.staying.set(
        letter,
        bits(placed.filter(({ mark }) => isStar(mark) && starTakes(mark, letter)).map(({ place }) => place)),
      );
    }
    this.start = this.closure(bits(offsets));
  }

  step(open: bigint, letter: number): bigint {
    const advanced = (open & (this.advancing.get(letter) ?? 0n)) << 1n;
    return this.closure(advanced | (open & (this.staying.get(letter) ?? 0n)));
  }

  accept(open: bigint): boolean {
    return (open & this.ends) !== 0n;
  }

  isHopeless(open: bigint): boolean {
    return (open & this.sinks) !== 0n;
  }

  /** A star may be passed without a letter. */
  private closure(open: bigint): bigint {
    let closed = open;
    for (;;) {
      const more = closed | ((closed & this.stars) << 1n);
      if (more === closed) return closed;
      closed = more;
    }
  }
}

/** A number with these bits set; built at once, for one by one it would be copied each time. */
function bitsOf(places: readonly number[], size: number): bigint {
  const digits = new Uint8Array(Math.ceil(size / 4));
  for (const place of places) {
    const at = digits.length - 1 - (place >> 2);
    digits[at] = (digits[at] ?? 0) | (1 << (place & 3));
  }
  return BigInt(`0x0${Array.from(digits, (digit) => digit.toString(16)).join('')}`);
}

/** Every way in which all wanted patterns can take a letter; a place at a star also stands for the one after it. */
function stepsOf(places: readonly number[], wanted: readonly Glob[], letter: number): readonly (readonly number[])[] {
  let steps: readonly (readonly number[])[] = [[]];
  for (const [index, glob] of wanted.entries()) {
    const next = stepsIn(glob, places[index] ?? 0, letter);
    if (next.length === 0) return [];
    steps = steps.flatMap((taken) => next.map((place) => [...taken, place]));
  }
  return steps;
}

function stepsIn(glob: Glob, from: number, letter: number): readonly number[] {
  const reached: number[] = [];
  for (let place = from; place < glob.length; place += 1) {
    const mark = glob[place] ?? STAR;
    if (!isStar(mark)) {
      if (takes(mark, letter)) reached.push(place + 1);
      return reached;
    }
    if (starTakes(mark, letter)) reached.push(place);
  }
  return reached;
}

function accepts({ places }: State, wanted: readonly Glob[]): boolean {
  return wanted.every((glob, index) => glob.slice(places[index] ?? 0).every(isStar));
}

function textOf(end: State): readonly number[] {
  const letters: number[] = [];
  for (let state: State | undefined = end; state?.before !== undefined; state = state.before)
    letters.push(state.letter);
  return letters.toReversed();
}
