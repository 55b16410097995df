import { parseDate } from '../condition/date.ts';
import { ipText, type IpRange } from '../condition/ip.ts';
import { type Decimal, compareDecimals, decimalBetween, decimalPlus, decimalText } from '../condition/number.ts';
import type { Predicate } from '../condition/predicate.ts';

/** A text that is neither a number, a date, an address, an ARN nor `true` or `false`. */
const OTHER_TEXT = 'other';
const DAY = 86_400_000;

/**
 * Values among which one of every kind stands that these predicates can tell apart: the critical points. Between two
 * neighbouring bounds nothing changes, so one number between them stands for all. Text predicates are not covered.
 */
export function criticalValues(predicates: readonly Predicate[]): readonly string[] {
  const values = predicates.flatMap((predicate) => {
    switch (predicate.kind) {
      case 'bool':
        return ['true', 'false', ...predicate.values];
      case 'binary':
        return predicate.values;
      case 'text':
      case 'arn':
      case 'number':
      case 'date':
      case 'ip':
        return [];
    }
  });
  const numbers = predicates.flatMap((predicate) => (predicate.kind === 'number' ? predicate.bounds : []));
  const dates = predicates.flatMap((predicate) => (predicate.kind === 'date' ? predicate.bounds : []));
  const ranges = predicates.flatMap((predicate) => (predicate.kind === 'ip' ? predicate.ranges : []));
  return [
    ...new Set([...values, ...numbersAround(numbers), ...datesAround(dates), ...addressesAround(ranges), OTHER_TEXT]),
  ];
}

function numbersAround(bounds: readonly Decimal[]): readonly string[] {
  const sorted = bounds.toSorted(compareDecimals);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const between = sorted.slice(1).map((bound, index) => decimalBetween(sorted[index] ?? bound, bound));
  return [...sorted, ...between, decimalPlus(first, -1n), decimalPlus(last, 1n)].map(decimalText);
}

function datesAround(bounds: readonly number[]): readonly string[] {
  const sorted = bounds.toSorted((a, b) => a - b);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const between = sorted.slice(1).map((bound, index) => Math.floor(((sorted[index] ?? bound) + bound) / 2));
  return [...sorted, ...between, first - DAY, first - 1, last + 1, last + DAY]
    .map((instant) => new Date(instant).toISOString())
    .filter((text) => parseDate(text) !== undefined);
}

/** One address of each stretch that the ranges cut: each begins at 0, at a range, or behind one. */
function addressesAround(ranges: readonly IpRange[]): readonly string[] {
  const starts = ranges.flatMap(({ version, first, last }) => [
    { version, address: first },
    { version, address: last + 1n },
  ]);
  if (ranges.length > 0) starts.push({ version: 4, address: 0n }, { version: 6, address: 0n });
  return starts
    .filter(({ version, address }) => address < 1n << (version === 4 ? 32n : 128n))
    .map(({ version, address }) => ipText(version, address));
}
