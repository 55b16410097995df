import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDate } from '../../../../lib/core/access/condition/date.ts';
import { ipText, parseIp, parseIpRange } from '../../../../lib/core/access/condition/ip.ts';
import {
  compareDecimals,
  decimalBetween,
  decimalPlus,
  decimalText,
  isShort,
  parseDecimal,
  wholeBelow,
  type Decimal,
} from '../../../../lib/core/access/condition/number.ts';

function decimal(text: string): Decimal {
  const read = parseDecimal(text);
  if (read === undefined) throw new Error(`${text} is no number`);
  return read;
}

describe('numbers', () => {
  test.each([
    ['0.1', '0.10', 0],
    ['9007199254740993', '9007199254740992', 1],
    ['-0', '0', 0],
    ['1e3', '1000', 0],
    ['1e-3', '0.001', 0],
    ['.5', '0.5', 0],
    ['5.', '5', 0],
    ['-1', '1', -1],
    ['+2', '2', 0],
    ['1e10', '10000000000', 0],
    ['1e-12', '0.000000000001', 0],
    ['1'.repeat(400), '0', 1],
  ])('%s compared with %s: %i', (a, b, expected) => {
    expect(compareDecimals(decimal(a), decimal(b))).toBe(expected);
  });

  test.each(['', '.', 'NaN', '1,5', '0x10', '1e9999', '--1', '1 2', 'Infinity', '9'.repeat(401)])(
    '%j is none',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  const number = fc
    .record({ coefficient: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), scale: fc.nat(12) })
    .map((value): Decimal => value);

  test('what is written is read back', () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(compareDecimals(decimal(decimalText(value)), value)).toBe(0);
      }),
    );
  });

  test.each([
    ['1e3', '1000'],
    ['0', '0'],
    ['-0.50', '-0.5'],
    ['1.23000', '1.23'],
    ['1.00', '1'],
    ['-0.001', '-0.001'],
  ])('%s is written %s', (text, expected) => {
    expect(decimalText(decimal(text))).toBe(expected);
  });

  test.each([
    ['1.5', 1n],
    ['-1.5', -2n],
    ['2.0', 2n],
    ['-2.0', -2n],
    ['0.9', 0n],
    ['-0.1', -1n],
    ['0', 0n],
  ])('the largest whole number that is not larger than %s is %s', (text, expected) => {
    expect(wholeBelow(decimal(text))).toBe(expected);
  });

  test.each([
    [1n, 189, true],
    [1n, 190, false],
    [10n ** 188n, 0, true],
    [10n ** 189n, 0, false],
  ])('%s with %i decimal places is short: %j', (coefficient, scale, expected) => {
    expect(isShort({ coefficient, scale })).toBe(expected);
  });

  test('between two different numbers is one, and one more is more', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(compareDecimals(a, b) !== 0);
        const [low, high] = compareDecimals(a, b) < 0 ? [a, b] : [b, a];
        const between = decimalBetween(low, high);
        expect([compareDecimals(low, between), compareDecimals(between, high)]).toEqual([-1, -1]);
        expect(compareDecimals(decimalPlus(a, 1n), a)).toBe(1);
      }),
    );
  });
});

describe('dates', () => {
  test.each([
    ['2020-01-01', '2020-01-01T00:00:00Z'],
    ['2020-01-01T01:00:00+01:00', '2020-01-01T00:00:00Z'],
    ['2020-01-01T00:00:00.000Z', '1577836800'],
    ['2020-01', '2020-01-01'],
    ['2020-01-01T00:00Z', '2020-01-01'],
    ['2020-01-01T00:00', '2020-01-01'],
    ['2020-01-01T00:00:00', '2020-01-01'],
    ['2020-01-01T01:00:00+0100', '2020-01-01'],
    ['2019-12-31T22:30-01:30', '2020-01-01'],
    ['2020-01-01T00:00:00.50Z', '2020-01-01T00:00:00.5Z'],
    ['2020-01-01T00:00:00.500999999Z', '2020-01-01T00:00:00.5Z'],
    [' 2020-01-01 ', '2020-01-01'],
    ['0', '1970-01-01'],
    ['-1', '1969-12-31T23:59:59Z'],
    ['-62135596800', '0001-01-01'],
    ['253402300799', '9999-12-31T23:59:59Z'],
  ])('%s is %s', (a, b) => {
    expect(parseDate(a)).toBe(parseDate(b));
    expect(parseDate(a)).toBeDefined();
  });

  test.each([
    ['2020-01-01T00:00:00.5Z', 1_577_836_800_500],
    ['2020-01-01T00:00:00.05Z', 1_577_836_800_050],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('%s is %i milliseconds after 1970', (text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });

  test.each([
    '',
    'today',
    '2020-13-01',
    '2020-01-01T25:00:00Z',
    '01.02.2020',
    '1e9',
    'x2020-01-01',
    '2020-01-01x',
    '2020-01-01T00',
    '2020-01-01T00:00:00+1',
    '2020-01-01Z',
    '0000-12-31',
    '-62135596801',
    '253402300800',
    '9999-12-31T23:59:59-01:00',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

describe('addresses', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0', '10.255.255.255'],
    ['1.2.3.4', '1.2.3.4', '1.2.3.4'],
    ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::ffff:1.2.3.4', '::ffff:102:304', '::ffff:1.2.3.4'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    [' 10.0.0.0/8 ', '10.0.0.0', '10.255.255.255'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
    ['1::2:3', '1:0:0:0:0:0:2:3', '1:0:0:0:0:0:2:3'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304', '1:2:3:4:5:6:102:304'],
    ['ABCD::/128', 'abcd::', 'abcd::'],
  ])('%s goes from %s to %s', (block, first, last) => {
    expect(parseIpRange(block)).toEqual({
      version: parseIp(first)?.version,
      first: parseIp(first)?.address,
      last: parseIp(last)?.address,
    });
  });

  test.each([
    '',
    '/8',
    '10.0.0',
    '10.0.0.256',
    'x10.0.0.1',
    '10.0.0.1x',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/x8',
    '10.0.0.0/8x',
    '10.0.0.0/8/9',
    '::1/129',
    '1::2::3',
    'g::',
    '1::g',
    '12345::',
    '::x1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1.2.3.4:1:2:3:4:5:6',
    '::1.2.3',
    '::256.1.1.1',
  ])('%j is none', (text) => {
    expect(parseIpRange(text)).toBeUndefined();
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (address) => {
        expect(parseIp(ipText(6, address))).toEqual({ version: 6, address });
        expect(parseIp(ipText(4, address % 2n ** 32n))).toEqual({ version: 4, address: address % 2n ** 32n });
      }),
    );
  });
});
