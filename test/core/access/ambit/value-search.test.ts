import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KeyAtom } from '../../../../lib/core/access/ambit/literal.ts';
import { Budget } from '../../../../lib/core/access/ambit/budget.ts';
import { findValues, meets, type KeyLiteral } from '../../../../lib/core/access/ambit/value-search.ts';
import { testOf } from '../../../../lib/core/access/condition/condition-test.ts';
import { parseConditions } from '../../../../lib/core/policy/parse-condition.ts';
import { runs, SEED } from '../reading-sets.ts';

/** Keys with operators, operands, and values enough to have one of every kind that the operands tell apart. */
const FAMILIES = [
  {
    key: 's3:max-keys',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (name) => `Numeric${name}`,
    ),
    operands: ['1', '2', '3', '1.5', '-1', '2.0'],
    values: ['-2', '-1', '0', '1', '1.2', '1.5', '1.7', '2', '2.5', '3', '4'],
  },
  {
    key: 'aws:CurrentTime',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (name) => `Date${name}`,
    ),
    operands: ['2020-01-01', '2020-01-01T00:00:01Z', '1577836802', '2021-01-01T00:00:00+01:00'],
    values: [
      '2019-01-01',
      '2020-01-01T00:00:00Z',
      '2020-01-01T00:00:00.5Z',
      '2020-01-01T00:00:01Z',
      '2020-01-01T00:00:01.5Z',
      '2020-01-01T00:00:02Z',
      '2020-06-01',
      '2020-12-31T23:00:00Z',
      '2022-01-01',
    ],
  },
  {
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress'],
    operands: ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '0.0.0.0/0', '::/0', '2001:db8::/32', '10.0.0.7'],
    values: ['9.255.255.255', '10.0.0.0', '10.0.0.7', '10.127.255.255', '10.128.0.0', '11.0.0.0', '::1', '2001:db8::1'],
  },
  {
    key: 'aws:SecureTransport',
    operators: ['Bool'],
    operands: ['true', 'false', 'TRUE'],
    values: ['true', 'false'],
  },
  {
    key: 'aws:UserAgent',
    operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'],
    operands: ['a', 'b', 'A', 'a*', '*b', '?', ''],
    values: ['', 'a', 'b', 'A', 'B', 'a*', 'ab', 'zb', 'az', 'z', 'zz', '*b', '*B', 'A*', '?'],
  },
] as const;

const literals = fc.constantFrom(...FAMILIES).chain((family) =>
  fc.record({
    family: fc.constant(family),
    list: fc.array(
      fc.record({
        operator: fc.oneof(fc.constantFrom<string>(...family.operators), fc.constant('Null')),
        ifExists: fc.constantFrom('', 'IfExists'),
        operands: fc.array(fc.constantFrom<string>(...family.operands), { minLength: 1, maxLength: 3 }),
        presence: fc.constantFrom('true', 'false'),
        holds: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

/** Values that keys of each type can have, as many as the operands below tell apart. */
const VALUES_OF_TYPES: Readonly<Record<string, readonly string[]>> = {
  's3:max-keys': [
    '-1',
    '0',
    '1',
    '5',
    '5.0',
    '5.5',
    '6',
    '10',
    '11',
    '12',
    '13',
    '1577836800',
    '1577836801',
    '20270101',
  ],
  'aws:EpochTime': [
    '-62135596800',
    '-1',
    '0',
    '5',
    '6',
    '10',
    '11',
    '12',
    '13',
    '1577836799',
    '1577836800',
    '1577836801',
    '2019-12-31',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '2027-03',
    '2027-01-01T10:00:00Z',
  ],
  'aws:SourceIp': [
    '10.0.0.7',
    '10.1.1.1',
    '10.200.0.1',
    '1.2.3.4',
    '9.9.9.9',
    '::1',
    '::7',
    '2001:db8::1',
    '100.1.1.1',
  ],
  'aws:SecureTransport': ['true', 'false'],
  'aws:UserAgent': [
    '',
    '5',
    '10',
    '10.1.1.1',
    '::1',
    '2027-03',
    'true',
    'a',
    'b',
    'arn:aws:s3:::a',
    'arn:aws:s3:a:b:c:d',
  ],
  'aws:SourceArn': [
    'arn:aws:s3:::a',
    'arn:aws:s3:::b',
    'arn:aws:s3:a:b:c:d',
    'arn:aws:s3:x:c:d',
    'arn:aws:sns:a:b:c:d',
  ],
};

const ANY_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'ArnLike',
  'ArnNotLike',
  'NumericEquals',
  'NumericLessThan',
  'NumericGreaterThan',
  'NumericNotEquals',
  'Bool',
  'BinaryEquals',
  'Null',
  'DateLessThan',
  'DateGreaterThan',
  'DateEquals',
  'IpAddress',
  'NotIpAddress',
];

const ANY_OPERANDS = [
  '5',
  '10',
  '13',
  '10.5',
  '10.*',
  '1*',
  '*.1',
  '?',
  '2027-*',
  '2020-01-01',
  '1577836800',
  '10.0.0.0/8',
  '::/0',
  '*',
  'true',
  'T*',
  'a',
  'arn:aws:s3:a?b:c:d',
  'arn:aws:s3:*:c:d',
  'arn:aws:s3:::*',
  'arn:aws:s3:::?',
  'arn:*',
];

/** Operators of all kinds on one key. */
const mixedLiterals = fc.record({
  key: fc.constantFrom(...Object.keys(VALUES_OF_TYPES)),
  list: fc.array(
    fc.record({
      operator: fc.constantFrom(...ANY_OPERATORS),
      operands: fc.array(fc.constantFrom(...ANY_OPERANDS), { minLength: 1, maxLength: 2 }),
      holds: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

function literalOf(key: string, operator: string, operands: readonly string[], holds: boolean): KeyLiteral | undefined {
  const [condition] = parseConditions({ [operator]: { [key]: operands } }, 'Condition', () => undefined);
  if (condition === undefined) throw new Error(`no condition for ${operator}`);
  const test = testOf(condition, { version: '2012-10-17', resolve: () => undefined, reading: 'segment-wise' });
  if (test.kind === 'unclear') return undefined;
  const atom: KeyAtom = {
    kind: 'key',
    meaning: JSON.stringify([operator, key, operands]),
    key: key.toLowerCase(),
    test,
  };
  return { atom, holds };
}

describe(`values of a key that meet conditions (seed ${SEED})`, () => {
  test('are found where a value of every kind tells that there are some, and not where none does', () => {
    fc.assert(
      fc.property(literals, ({ family, list }) => {
        const read = list.flatMap(({ operator, ifExists, operands, presence, holds }) => {
          const isNull = operator === 'Null';
          const literal = literalOf(
            family.key,
            isNull ? operator : operator + ifExists,
            isNull ? [presence] : operands,
            holds,
          );
          return literal === undefined ? [] : [literal];
        });
        const choices = [[], ...family.values.map((value) => [value])];
        const possible = choices.some((values) => meets(read, values) === 'yes');
        const found = findValues(family.key.toLowerCase(), read, undefined, new Budget(1_000_000));
        expect(found).not.toBe('cap');
        const values = typeof found === 'object' && found.certainty === 'clear' ? found.values : undefined;
        expect(values !== undefined).toBe(possible);
        expect(values === undefined ? 'yes' : meets(read, values)).toBe('yes');
      }),
      { numRuns: runs(1200), seed: SEED },
    );
  });

  test('are not said to be missing where operators of another kind than the key ask for them', () => {
    fc.assert(
      fc.property(mixedLiterals, ({ key, list }) => {
        const read = list.flatMap(({ operator, operands, holds }) => {
          const literal = literalOf(key, operator, operator === 'Null' ? ['false'] : operands, holds);
          return literal === undefined ? [] : [literal];
        });
        const found = findValues(key.toLowerCase(), read, undefined, new Budget(1_000_000));
        const missed = (VALUES_OF_TYPES[key] ?? []).filter((value) => meets(read, [value]) === 'yes');
        expect(found === 'none' ? missed : []).toEqual([]);
        const isClear = typeof found === 'object' && found.certainty === 'clear';
        expect(isClear ? meets(read, found.values) : 'yes').toBe('yes');
      }),
      { numRuns: runs(1500), seed: SEED },
    );
  });

  test.each([
    ['an address by its text', 'aws:SourceIp', { StringLike: '10.*' }],
    ['a date by its text', 'aws:CurrentTime', { StringLike: '2027-*' }],
    ['a number that is not this text', 's3:max-keys', { StringNotEquals: '5', Null: 'false' }],
    ['a second between two numbers', 'aws:EpochTime', { NumericGreaterThan: '10', NumericLessThan: '13' }],
    ['a second after a number with a fraction', 'aws:EpochTime', { NumericGreaterThan: '-3.5', NumericLessThan: '-2' }],
    ['a second long before a number', 'aws:EpochTime', { NumericLessThan: '1e15', Null: 'false' }],
  ])('are found for %s', (_what, key, asked) => {
    const read = Object.entries(asked).flatMap(
      ([operator, operand]) => literalOf(key, operator, [operand], true) ?? [],
    );
    const found = findValues(key.toLowerCase(), read, undefined, new Budget(10_000));
    expect(typeof found === 'object' ? meets(read, found.values) : found).toBe('yes');
  });

  test.each([
    ['a number too long to write out', 'example:Size', { NumericGreaterThan: '1e500' }],
    ['a number too small to write out', 'example:Size', { NumericGreaterThan: '0', NumericLessThan: '1e-500' }],
    ['a truth in other letters', 'aws:SecureTransport', { StringLike: 'T*' }],
    ['a number that is a date', 's3:max-keys', { DateGreaterThan: '2020-01-01' }],
  ])('are not ruled out for %s', (_what, key, asked) => {
    const read = Object.entries(asked).flatMap(
      ([operator, operand]) => literalOf(key, operator, [operand], true) ?? [],
    );
    expect(findValues(key.toLowerCase(), read, undefined, new Budget(10_000))).toBe('cap');
  });
});
