import { ACTION_COUNT } from './catalogue.ts';

/** A set of catalogue actions: their numbers, ascending, each once. Never changed once made. */
export type ActionSet = Uint16Array;

/** Every action of the catalogue. */
export const EVERY_ACTION: ActionSet = everyAction();

const NO_ACTION: ActionSet = new Uint16Array();

/** The set of these actions. */
export function setOf(numbers: Iterable<number>): ActionSet {
  return distinct(new Uint16Array(numbers).sort());
}

/** The actions that are in any of the sets. */
export function unionOf(sets: readonly ActionSet[]): ActionSet {
  const filled = sets.filter(({ length }) => length > 0);
  const [first = NO_ACTION] = filled;
  if (filled.length < 2) return first;
  const [, second] = filled;
  if (filled.length === 2 && second !== undefined) return mergedUnion(first, second);
  const size = filled.reduce((sum, { length }) => sum + length, 0);
  if (size > ACTION_COUNT) return largeUnion(filled);
  const all = new Uint16Array(size);
  let end = 0;
  for (const set of filled) {
    all.set(set, end);
    end += set.length;
  }
  return distinct(all.sort());
}

function mergedUnion(a: ActionSet, b: ActionSet): ActionSet {
  if (a.length === ACTION_COUNT || b.length === ACTION_COUNT) return EVERY_ACTION;
  const all = new Uint16Array(a.length + b.length);
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    all[count] = x < y ? x : y;
    count += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  const rest = i < a.length ? a.subarray(i) : b.subarray(j);
  all.set(rest, count);
  count += rest.length;
  return count === all.length ? all : all.slice(0, count);
}

/** Of sets with many actions what the largest one lacks is looked for in the others. */
function largeUnion(sets: readonly ActionSet[]): ActionSet {
  const largest = sets.reduce((best, set) => (set.length > best.length ? set : best), NO_ACTION);
  let missing = differenceOf(EVERY_ACTION, largest);
  for (const set of sets) if (missing.length > 0) missing = differenceOf(missing, set);
  return missing.length === 0 ? EVERY_ACTION : differenceOf(EVERY_ACTION, missing);
}

/** The actions that are in both sets. */
export function intersectionOf(a: ActionSet, b: ActionSet): ActionSet {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  return few.filter((number) => has(many, number));
}

/** Whether two sets have no action in common. */
export function areApart(a: ActionSet, b: ActionSet): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  for (let at = 0, from = 0; at < few.length; at += 1) {
    const number = few[at] ?? 0;
    from = placeIn(many, number, from);
    if (many[from] === number) return false;
    if (from === many.length) return true;
  }
  return true;
}

/** Whether two sets have the same actions. */
export function isSameActions(a: ActionSet, b: ActionSet): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

/** The places in two sets of the actions that both have: the first `count` of each list. */
export interface SharedPlaces {
  readonly count: number;
  readonly inFirst: Uint16Array;
  readonly inSecond: Uint16Array;
}

/** Where in each of two sets their common actions are. */
export function sharedPlaces(a: ActionSet, b: ActionSet): SharedPlaces {
  // among all actions each has its own number as its place
  if (a.length === ACTION_COUNT) return { count: b.length, inFirst: b, inSecond: EVERY_ACTION };
  if (b.length === ACTION_COUNT) return { count: a.length, inFirst: EVERY_ACTION, inSecond: a };
  const most = Math.min(a.length, b.length);
  const [inFirst, inSecond] = [new Uint16Array(most), new Uint16Array(most)];
  let [count, i, j] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) {
      inFirst[count] = i;
      inSecond[count] = j;
      count += 1;
      i += 1;
      j += 1;
    } else if (x < y) i = placeFrom(a, y, i + 1);
    else j = placeFrom(b, x, j + 1);
  }
  return { count, inFirst, inSecond };
}

/** The same as `placeIn` where the place is probably near: the steps double. */
function placeFrom(set: ActionSet, number: number, from: number): number {
  let [known, step] = [from, 1];
  while (known + step <= set.length && (set[known + step - 1] ?? 0) < number) {
    known += step;
    step *= 2;
  }
  while (step > 0) {
    if (known + step <= set.length && (set[known + step - 1] ?? 0) < number) known += step;
    step >>= 1;
  }
  return known;
}

/** The actions of one set that are not in another. */
export function differenceOf(a: ActionSet, b: ActionSet): ActionSet {
  if (b.length * FEW < a.length) return withoutFew(a, b);
  if (a.length * FEW < b.length) return a.filter((number) => !has(b, number));
  const left = new Uint16Array(a.length);
  let [count, at] = [0, 0];
  for (let index = 0; index < a.length; index += 1) {
    const number = a[index] ?? 0;
    while (at < b.length && (b[at] ?? 0) < number) at += 1;
    if (b[at] === number) continue;
    left[count] = number;
    count += 1;
  }
  return left.slice(0, count);
}

/** So many times fewer actions are cut out one by one. */
const FEW = 32;

/** What stands between the actions that are left out is copied as a whole. */
function withoutFew(a: ActionSet, few: ActionSet): ActionSet {
  const left = new Uint16Array(a.length);
  let [count, from] = [0, 0];
  for (let at = 0; at <= few.length; at += 1) {
    const number = few[at] ?? ACTION_COUNT;
    const end = placeIn(a, number, from);
    left.set(a.subarray(from, end), count);
    count += end - from;
    from = a[end] === number ? end + 1 : end;
  }
  return left.slice(0, count);
}

/** Whether a set has no action. */
export const isEmptySet = (set: ActionSet): boolean => set.length === 0;

/** Whether a set has the action of this number. */
export function has(set: ActionSet, number: number): boolean {
  if (set.length === ACTION_COUNT) return true;
  return set[placeIn(set, number)] === number;
}

/** How many numbers of a set are smaller than this one; so many are known to be. */
export function placeIn(set: ActionSet, number: number, known = 0): number {
  let [low, high] = [known, set.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function everyAction(): ActionSet {
  if (ACTION_COUNT > 0xffff) throw new RangeError(`${ACTION_COUNT} actions: numbers of 16 bits are not enough`);
  return Uint16Array.from({ length: ACTION_COUNT }, (_none, number) => number);
}

function distinct(sorted: Uint16Array): ActionSet {
  let count = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const number = sorted[index] ?? 0;
    if (count > 0 && sorted[count - 1] === number) continue;
    sorted[count] = number;
    count += 1;
  }
  return count === sorted.length ? sorted : sorted.slice(0, count);
}
