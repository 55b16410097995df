import { parseDate } from '../condition/date.ts';
import { ipText, type IpRange } from '../condition/ip.ts';
import {
  type Decimal,
  compareDecimals,
  decimalBetween,
  decimalPlus,
  decimalText,
  wholeBelow,
} from '../condition/number.ts';
import type { Predicate } from '../condition/predicate.ts';

/** A text that is neither a number, a date, an address, an ARN nor `true` or `false`. */
const OTHER_TEXT = 'other';
const DAY = 86_400_000;

/**
 * Values among which one of every kind stands that these predicates can tell apart: the critical points. Between two
 * neighbouring bounds nothing changes, so one number between them stands for all. Text predicates are not covered.
 */
export function* criticalValues(predicates: readonly Predicate[]): Generator<string> {
  const seen = new Set<string>();
  for (const value of allCriticalValues(predicates)) {
    if (seen.has(value)) continue;
    seen.add(value);
    yield value;
  }
}

/** One after the other: of a hundred thousand operands the first few values may spend the budget. */
function* allCriticalValues(predicates: readonly Predicate[]): Generator<string> {
  for (const predicate of predicates) {
    if (predicate.kind === 'bool') yield* ['true', 'false', ...predicate.values];
    if (predicate.kind === 'binary') yield* predicate.values;
  }
  yield* numbersAround(predicates.flatMap((predicate) => (predicate.kind === 'number' ? predicate.bounds : [])));
  yield* datesAround(predicates.flatMap((predicate) => (predicate.kind === 'date' ? predicate.bounds : [])));
  yield* addressesAround(predicates.flatMap((predicate) => (predicate.kind === 'ip' ? predicate.ranges : [])));
  yield OTHER_TEXT;
}

function* numbersAround(bounds: readonly Decimal[]): Generator<string> {
  const sorted = bounds.toSorted(compareDecimals);
  let before: Decimal | undefined;
  for (const bound of sorted) {
    yield decimalText(before === undefined ? decimalPlus(bound, -1n) : decimalBetween(before, bound));
    yield decimalText(bound);
    before = bound;
  }
  if (before !== undefined) yield decimalText(decimalPlus(before, 1n));
}

/** The same for whole numbers of seconds, as dates can be written: around each bound, and the first and last that there are. */
export function* secondsAround(predicates: readonly Predicate[]): Generator<string> {
  yield* [FIRST_SECOND, LAST_SECOND];
  for (const predicate of predicates) {
    if (predicate.kind !== 'number') continue;
    for (const bound of predicate.bounds) {
      const below = wholeBelow(bound);
      for (const second of [below - 1n, below, below + 1n]) yield second.toString();
    }
  }
}

const FIRST_SECOND = '-62135596800';
const LAST_SECOND = '253402300799';

function* datesAround(bounds: readonly number[]): Generator<string> {
  const sorted = bounds.toSorted((a, b) => a - b);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return;
  const between = sorted.slice(1).map((bound, index) => Math.floor(((sorted[index] ?? bound) + bound) / 2));
  for (const instant of [...sorted, ...between, first - DAY, first - 1, last + 1, last + DAY]) {
    const text = new Date(instant).toISOString();
    if (parseDate(text) !== undefined) yield text;
  }
}

/** One address of each stretch that the ranges cut: each begins at 0, at a range, or behind one. */
function* addressesAround(ranges: readonly IpRange[]): Generator<string> {
  for (const { version, first, last } of ranges) {
    yield ipText(version, first);
    if (last + 1n < 1n << (version === 4 ? 32n : 128n)) yield ipText(version, last + 1n);
  }
  if (ranges.length > 0) yield* [ipText(4, 0n), ipText(6, 0n)];
}
