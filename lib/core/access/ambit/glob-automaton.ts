import { COLON, type Glob, isStar, lettersNamedBy, starTakes, takes } from '../../policy/glob.ts';

/** More states than this are not explored: the caller answers `undetermined`. */
const MOST_STATES = 20_000;

/**
 * A shortest text that each of `wanted` and none of `excluded` matches: `none` if there is no such text, `cap` if it was
 * not found within 20,000 states. All patterns run side by side as one automaton, determinised as far as it is walked;
 * its letters are those that the patterns name, the colon, and one that stands for all others.
 */
export function shortestText(
  wanted: readonly Glob[],
  excluded: readonly Glob[],
  { fresh, budget }: Walk,
): readonly number[] | 'none' | 'cap' {
  const patterns = [...wanted, ...excluded];
  const letters = [...new Set([fresh, COLON, ...patterns.flatMap((glob) => glob.flatMap(lettersNamedBy))])];
  // a step over a pattern looks at each of its marks in a number with as many bits
  const cost = patterns.reduce((sum, { length }) => sum + (length * (1 + length / 512)) / 60, 0.5);
  const start: State = { positions: patterns.map((glob) => closure(glob, 1n)), letter: -1, before: undefined };
  const seen = new Set([keyOf(start)]);
  let layer: State[] = [start];
  while (layer.length > 0) {
    const next: State[] = [];
    for (const state of layer) {
      if (accepts(state, patterns, wanted.length)) return textOf(state);
      for (const letter of letters) {
        if (!budget.spend(cost)) return 'cap';
        const reached = advance(state, letter, patterns, wanted.length);
        if (reached === undefined) continue;
        const key = keyOf(reached);
        if (seen.has(key)) continue;
        if (seen.size >= MOST_STATES) return 'cap';
        seen.add(key);
        next.push(reached);
      }
    }
    layer = next;
  }
  return 'none';
}

/** A letter that no pattern names, and what the walk may cost. */
interface Walk {
  readonly fresh: number;
  readonly budget: { spend(steps: number): boolean };
}

/** Where each pattern may stand, as one bit a place; the letters on the way here. */
interface State {
  readonly positions: readonly bigint[];
  readonly letter: number;
  readonly before: State | undefined;
}

function keyOf(state: State): string {
  return state.positions.map((position) => position.toString(36)).join();
}

/** The wanted patterns are at their ends, none of the excluded ones is. */
function accepts(state: State, patterns: readonly Glob[], wanted: number): boolean {
  return state.positions.every((position, index) => {
    const atEnd = (position >> BigInt(patterns[index]?.length ?? 0)) & 1n;
    return (atEnd === 1n) === index < wanted;
  });
}

function advance(state: State, letter: number, patterns: readonly Glob[], wanted: number): State | undefined {
  const positions = patterns.map((glob, index) => step(glob, state.positions[index] ?? 0n, letter));
  return positions.slice(0, wanted).includes(0n) ? undefined : { positions, letter, before: state };
}

function step(glob: Glob, position: bigint, letter: number): bigint {
  let reached = 0n;
  for (const [index, mark] of glob.entries()) {
    if (((position >> BigInt(index)) & 1n) === 0n) continue;
    if (!isStar(mark)) reached |= takes(mark, letter) ? 1n << BigInt(index + 1) : 0n;
    else if (starTakes(mark, letter)) reached |= 1n << BigInt(index);
  }
  return closure(glob, reached);
}

/** A star may be passed without a letter. */
function closure(glob: Glob, position: bigint): bigint {
  let closed = position;
  for (const [index, mark] of glob.entries()) {
    if (isStar(mark) && ((closed >> BigInt(index)) & 1n) === 1n) closed |= 1n << BigInt(index + 1);
  }
  return closed;
}

function textOf(end: State): readonly number[] {
  const letters: number[] = [];
  for (let state: State | undefined = end; state?.before !== undefined; state = state.before)
    letters.push(state.letter);
  return letters.toReversed();
}
