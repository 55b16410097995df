import { globOf, matchesEverything } from '../policy/glob.ts';
import type { PatternList } from '../policy/statement.ts';
import { actionPatternsOf } from './action-patterns.ts';
import { nameMatcher } from './name-matcher.ts';
import { RememberedByText } from './remembered-by-text.ts';
import { ACTION_COUNT, type Service, SERVICE_NAMES, actionNumber, placeOfName, serviceNamed } from './catalogue.ts';

/** A set of catalogue actions: their numbers, ascending, each once. Never changed once made. */
export type ActionSet = Uint16Array;

/** Every action of the catalogue. */
export const EVERY_ACTION: ActionSet = everyAction();

const NO_ACTION: ActionSet = new Uint16Array();

/** The actions that an Action or NotAction element takes. NotAction is the complement of the union of its patterns. */
export function actionsOf(list: PatternList): ActionSet {
  return actionElementOf(list).taken;
}

/** An Action or NotAction element, as the catalogue has its patterns. */
export interface ActionElement {
  readonly taken: ActionSet;
  /** What NotAction does not take; undefined for Action. */
  readonly leftOut: ActionSet | undefined;
  /** The names that are written out and not in the catalogue; in lower case. */
  readonly unknownNames: readonly string[];
}

/** Bytes of sets, and letters of the texts that they stand for, that are remembered. */
const MOST_REMEMBERED = 16_000_000;

/** Versions of a policy have most of their elements in common. */
const elements = new RememberedByText<ActionElement>(MOST_REMEMBERED, ({ taken }) => taken.byteLength);

const ofLists = new WeakMap<PatternList, ActionElement>();

/** What the catalogue has of an element. */
export function actionElementOf(list: PatternList): ActionElement {
  const known = ofLists.get(list) ?? readElement(list);
  ofLists.set(list, known);
  return known;
}

function readElement(list: PatternList): ActionElement {
  return elements.of(JSON.stringify([list.negated, list.patterns]), () => {
    const { names, wildcards } = actionPatternsOf(list);
    const named: number[] = [];
    const unknownNames: string[] = [];
    for (const name of names) {
      const number = actionNumber(name);
      if (number === undefined) unknownNames.push(name);
      else named.push(number);
    }
    const union = unionOf([setOf(named), ...wildcards.map(({ text }) => actionsMatching(text))]);
    const leftOut = list.negated ? union : undefined;
    return { taken: list.negated ? differenceOf(EVERY_ACTION, union) : union, leftOut, unknownNames };
  });
}

/** The actions that one pattern takes; case does not matter. */
export function actionsMatching(pattern: string): ActionSet {
  const lower = pattern.toLowerCase();
  const [, service = '', prefix = '', star] = PLAIN.exec(lower) ?? [];
  if (service === '') return scan(lower);
  const named = serviceNamed(service);
  if (named === undefined) return NO_ACTION;
  const from = placeOfName(named, prefix);
  if (star === '*') return EVERY_ACTION.subarray(named.first + from, named.first + endOfPrefix(named, prefix, from));
  if (named.lowerCaseNames[from] !== prefix) return NO_ACTION;
  return EVERY_ACTION.subarray(named.first + from, named.first + from + 1);
}

/** `service:Name` or `service:Prefix*`. */
const PLAIN = /^([^:*?]+):([^*?]*)(\*?)$/;

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

function endOfPrefix({ lowerCaseNames }: Service, prefix: string, from: number): number {
  let [low, high] = [from, lowerCaseNames.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lowerCaseNames[middle]?.startsWith(prefix) === true) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Patterns that have to be tried on names. */
const scanned = new RememberedByText<ActionSet>(MOST_REMEMBERED, ({ byteLength }) => byteLength);

/** Tries a pattern on every name that it may take: those of its service, where it names one. */
function scan(lower: string): ActionSet {
  if (matchesEverything(globOf(lower))) return EVERY_ACTION;
  return scanned.of(lower, () => {
    const service = /^([^:*?]+):/.exec(lower)?.[1];
    const matches = nameMatcher(lower);
    const numbers: number[] = [];
    for (const name of service === undefined ? SERVICE_NAMES : [service]) {
      const named = serviceNamed(name);
      if (named === undefined) continue;
      for (const [index, each] of namesOf(named).entries()) if (matches(each)) numbers.push(named.first + index);
    }
    return new Uint16Array(numbers);
  });
}

const namesByService = new WeakMap<Service, readonly string[]>();

/** Names with their service, in lower case. */
function namesOf(service: Service): readonly string[] {
  const known = namesByService.get(service);
  if (known !== undefined) return known;
  const names = service.lowerCaseNames.map((name) => `${service.name}:${name}`);
  namesByService.set(service, names);
  return names;
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
