import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { criticalValues, secondsAround } from '../../../../lib/core/access/ambit/value-candidates.ts';
import { parseDate } from '../../../../lib/core/access/condition/date.ts';
import { parseIpRange } from '../../../../lib/core/access/condition/ip.ts';
import {
  compareDecimals,
  decimalBetween,
  decimalPlus,
  decimalText,
  isShort,
  parseDecimal,
  wholeBelow,
} from '../../../../lib/core/access/condition/number.ts';
import { type Predicate, predicateHolds } from '../../../../lib/core/access/condition/predicate.ts';
import { runs, SEED } from '../reading-sets.ts';

const relation = fc.constantFrom('equal', 'less', 'less-or-equal', 'greater', 'greater-or-equal');
const listOf = <T>(words: readonly string[], read: (text: string) => T | undefined): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...words.map(read).filter((value) => value !== undefined)), { maxLength: 3 });

const numbers = fc.record({
  kind: fc.constant('number'),
  relation,
  bounds: listOf(['1', '1.05', '1.1', '2', '-3', '-3.5', '1e2', '10', '13'], parseDecimal),
});
const dates = fc.record({
  kind: fc.constant('date'),
  relation,
  bounds: listOf(
    ['2020-01-01', '2020-01-01T00:00:00.001Z', '2020-01-02', '1577836801', '9999-12-31T23:59:59.999Z'],
    parseDate,
  ),
});
const addresses = fc.record({
  kind: fc.constant('ip'),
  ranges: listOf(
    ['10.0.0.0/8', '10.0.0.0/9', '10.0.0.7', '0.0.0.0/0', '255.255.255.255', '::/1', '2001:db8::/32', '::1'],
    parseIpRange,
  ),
});

/** Values of every kind that the operands above tell apart. */
const VALUES = {
  number: [
    '-4',
    '-3.5',
    '-3.2',
    '-3',
    '-1',
    '0',
    '1',
    '1.01',
    '1.05',
    '1.07',
    '1.1',
    '1.5',
    '2',
    '5',
    '10',
    '11',
    '12.5',
    '13',
    '50',
    '100',
    '1000',
    'x',
  ],
  date: [
    '0001-01-01',
    '2019-12-31',
    '2020-01-01',
    '2020-01-01T00:00:00.001Z',
    '2020-01-01T00:00:00.002Z',
    '2020-01-01T00:00:01Z',
    '2020-01-01T12:00:00Z',
    '2020-01-02',
    '2021-01-01',
    '9999-12-31T23:59:59.999Z',
    'x',
  ],
  ip: [
    '0.0.0.0',
    '9.255.255.255',
    '10.0.0.0',
    '10.0.0.7',
    '10.0.0.8',
    '10.127.255.255',
    '10.128.0.0',
    '11.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '::2',
    '2001:db8::',
    '2001:db9::',
    '8000::',
    'ffff::',
    'x',
  ],
} as const;

function kindOf(predicates: readonly Predicate[], value: string): string {
  return predicates.map((predicate) => predicateHolds(predicate, value)).join();
}

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`critical values (seed ${SEED})`, () => {
  test.each([
    ['numbers', numbers, VALUES.number],
    ['dates', dates, VALUES.date],
    ['addresses', addresses, VALUES.ip],
  ] as const)('have one of every kind that predicates on %s tell apart, and each once', (_name, source, values) => {
    fc.assert(
      fc.property(fc.array<Predicate>(source, { minLength: 1, maxLength: 3 }), (predicates) => {
        const critical = [...criticalValues(predicates)];
        expect(new Set(critical).size).toBe(critical.length);
        const kinds = new Set(critical.map((value) => kindOf(predicates, value)));
        expect(values.filter((value) => !kinds.has(kindOf(predicates, value)))).toEqual([]);
      }),
      settings(120),
    );
  });

  test('of numbers in whole seconds have one of every kind, all of them dates', () => {
    const seconds = Array.from({ length: 130 }, (_none, index) => String(index - 10));
    fc.assert(
      fc.property(fc.array<Predicate>(numbers, { minLength: 1, maxLength: 3 }), (predicates) => {
        const found = [...secondsAround(predicates)];
        expect(found.filter((value) => parseDate(value) === undefined)).toEqual([]);
        const kinds = new Set(found.map((value) => kindOf(predicates, value)));
        expect(seconds.filter((value) => !kinds.has(kindOf(predicates, value)))).toEqual([]);
      }),
      settings(120),
    );
  });
});

describe(`exact numbers (seed ${SEED})`, () => {
  const decimal = fc.record({ coefficient: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), scale: fc.nat(8) });

  test('have a whole number below them, less than one away', () => {
    fc.assert(
      fc.property(decimal, (one) => {
        const below = { coefficient: wholeBelow(one), scale: 0 };
        expect(compareDecimals(below, one)).toBeLessThanOrEqual(0);
        expect(compareDecimals(one, decimalPlus(below, 1n))).toBeLessThan(0);
      }),
      settings(200),
    );
  });

  test('are read back as they were written if they are short, and so are those between and beside them', () => {
    const long = fc.record({ coefficient: fc.bigInt({ min: -(10n ** 191n), max: 10n ** 191n }), scale: fc.nat(191) });
    fc.assert(
      fc.property(fc.oneof(decimal, long), fc.oneof(decimal, long), (a, b) => {
        if (!isShort(a) || !isShort(b)) return;
        for (const one of [a, b, decimalPlus(a, 1n), decimalPlus(a, -1n), decimalBetween(a, b)]) {
          const read = parseDecimal(decimalText(one));
          expect(read === undefined ? undefined : compareDecimals(read, one)).toBe(0);
        }
      }),
      settings(200),
    );
  });
});
