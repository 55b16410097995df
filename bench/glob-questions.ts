import { randomFrom } from '../test/core/access/random-requests.ts';

/** Whether everything that a pattern matches is matched by at least one of several. */
export interface GlobQuestion {
  readonly pattern: string;
  readonly others: readonly string[];
}

/** Keys begin with a letter, so that each is a real key of a real bucket and both sides mean the same texts. */
const PREFIX = 'arn:aws:s3:::bucket/k';
const MARKS = ['a', 'b', '*', '?', 'a', '/', '*'];
const MOST_MARKS = 7;

type Marks = readonly string[];
type Below = (most: number) => number;

/** Questions about resource patterns, of five kinds, some true and some not. */
export function globQuestions(count: number, seed: number): readonly GlobQuestion[] {
  const random = randomFrom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const ways = [splitStar, widened, narrowed, unrelated, overlapping];
  return Array.from({ length: count }, (_, index) => {
    const marks = Array.from({ length: 1 + below(MOST_MARKS) }, () => MARKS[below(MARKS.length)] ?? '*');
    const others = (ways[index % ways.length] ?? widened)(marks, below(marks.length), below);
    return { pattern: textOf(marks), others: others.map(textOf) };
  });
}

function textOf(marks: Marks): string {
  return PREFIX + marks.join('');
}

/** A star is nothing, one letter or more: true by the union only, and not where one of the three is left out. */
function splitStar(marks: Marks, at: number, below: Below): readonly Marks[] {
  const star = marks.indexOf('*');
  const place = star < 0 ? at : star;
  const parts: readonly Marks[] = [[], ['?'], ['?', '?', '*']];
  const leftOut = below(6);
  return parts
    .filter((_part, index) => index !== leftOut)
    .map((part) => [...marks.slice(0, place), ...part, ...marks.slice(place + 1)]);
}

/** One mark more general, among patterns that need not help. */
function widened(marks: Marks, at: number, below: Below): readonly Marks[] {
  const general = marks[at] === '?' || below(2) === 0 ? '*' : '?';
  return [...unrelated(marks, at, below), marks.with(at, general)];
}

/** Each with one mark less general: a letter for a wildcard, a letter more for a star. */
function narrowed(marks: Marks, at: number, below: Below): readonly Marks[] {
  return Array.from({ length: 1 + below(3) }, () => {
    const place = (at + below(marks.length)) % marks.length;
    const own: Marks = marks[place] === '*' ? ['?', '*'] : [MARKS[below(2)] ?? 'a'];
    return [...marks.slice(0, place), ...own, ...marks.slice(place + 1)];
  });
}

function unrelated(marks: Marks, at: number, below: Below): readonly Marks[] {
  return Array.from({ length: 1 + below(4) }, () => [...marks.slice(0, at), MARKS[below(2)] ?? 'a', '*']);
}

/** What the pattern begins or ends with, and stars. */
function overlapping(marks: Marks, at: number, below: Below): readonly Marks[] {
  return Array.from({ length: 2 + below(3) }, () => {
    const rest = marks.slice(1 + below(marks.length));
    return below(2) === 0 ? ['*', ...rest, 'b', '*'] : [...marks.slice(0, at), '?', '*', ...rest];
  });
}
