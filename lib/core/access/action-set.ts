import { type Glob, globMatchesLetters, globOf, isStar, lettersOf } from '../policy/glob.ts';
import type { PatternList } from '../policy/statement.ts';
import { ACTIONS, LOWER_CASE_NAMES, SERVICE_RANGES } from './catalogue.ts';

/** A set of catalogue actions, one bit for each. Never changed once made. */
export type ActionSet = Uint32Array;

const WORDS = Math.ceil(ACTIONS.length / 32);
const EVERY_ACTION: ActionSet = complement(new Uint32Array(WORDS));

/** Patterns whose sets are remembered; the oldest is forgotten first. */
const MOST_REMEMBERED = 4096;
const remembered = new Map<string, ActionSet>();
let nameLetters: readonly (readonly number[])[] | undefined;

/** The actions that an Action or NotAction element takes. NotAction is the complement of the union of its patterns. */
export function actionsOf({ negated, patterns }: PatternList): ActionSet {
  const [first] = patterns;
  const union =
    patterns.length === 1 && first !== undefined ? actionsMatching(first) : unionOf(patterns.map(actionsMatching));
  return negated ? complement(union) : union;
}

/** The actions that one pattern takes; case does not matter. */
export function actionsMatching(pattern: string): ActionSet {
  const key = pattern.toLowerCase();
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const set = scan(globOf(key), key);
  if (remembered.size >= MOST_REMEMBERED) for (const oldest of remembered.keys()) if (remembered.delete(oldest)) break;
  remembered.set(key, set);
  return set;
}

function scan(glob: Glob, pattern: string): ActionSet {
  if (glob.length > 0 && glob.every(isStar)) return EVERY_ACTION;
  const service = /^([^:*?]+):/.exec(pattern)?.[1];
  const [first, end] = service === undefined ? [0, ACTIONS.length] : (SERVICE_RANGES.get(service) ?? [0, 0]);
  nameLetters ??= LOWER_CASE_NAMES.map(lettersOf);
  const set = new Uint32Array(WORDS);
  for (let number = first; number < end; number += 1) {
    if (globMatchesLetters(glob, nameLetters[number] ?? [])) add(set, number);
  }
  return set;
}

/** The set of these actions. */
export function setOf(numbers: Iterable<number>): ActionSet {
  const set = new Uint32Array(WORDS);
  for (const number of numbers) add(set, number);
  return set;
}

export function unionOf(sets: readonly ActionSet[]): ActionSet {
  const union = new Uint32Array(WORDS);
  for (const set of sets)
    for (let word = 0; word < WORDS; word += 1) union[word] = (union[word] ?? 0) | (set[word] ?? 0);
  return union;
}

export function intersectionOf(a: ActionSet, b: ActionSet): ActionSet {
  return a.map((word, index) => word & (b[index] ?? 0));
}

export function isEmptySet(set: ActionSet): boolean {
  return set.every((word) => word === 0);
}

export function has(set: ActionSet, number: number): boolean {
  return (((set[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}

/** The numbers of a set's actions, ascending. */
export function numbersOf(set: ActionSet): number[] {
  const numbers: number[] = [];
  for (const [index, word] of set.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) numbers.push(index * 32 + (31 - Math.clz32(rest & -rest)));
  }
  return numbers;
}

function complement(set: ActionSet): ActionSet {
  const result = set.map((word) => ~word);
  const beyond = WORDS * 32 - ACTIONS.length;
  if (beyond > 0) result[WORDS - 1] = (result[WORDS - 1] ?? 0) & (0xffffffff >>> beyond);
  return result;
}

function add(set: ActionSet, number: number): void {
  set[number >>> 5] = (set[number >>> 5] ?? 0) | (1 << (number & 31));
}
