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
    values: ['', 'a', 'b', 'A', 'B', 'a*', 'ab', 'zb', 'az', 'z', 'zz', '*b', '?'],
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
});
