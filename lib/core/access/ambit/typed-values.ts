import { ANYTHING } from '../../policy/glob.ts';
import { type KeyType, keyTypeOf } from '../catalogue.ts';
import { parseDate } from '../condition/date.ts';
import { parseIp } from '../condition/ip.ts';
import { parseDecimal } from '../condition/number.ts';

/** Values of the key's type, tried first: a request carries a number where AWS documents a number. */
export function typicalValues(type: KeyType | undefined): readonly string[] {
  return type === undefined ? [] : TYPICAL_VALUES[type];
}

const TYPICAL_VALUES: Readonly<Record<KeyType, readonly string[]>> = {
  arn: [],
  binary: [],
  bool: ['true', 'false'],
  numeric: ['5'],
  date: ['2026-01-01T00:00:00Z'],
  ipaddress: ['203.0.113.1'],
};

const TAKEN = String.fromCodePoint(ANYTHING);

/** Ends of addresses, dates and numbers, and values that are not typical: tried last, for operators on text. */
const FILLINGS: Readonly<Record<KeyType, readonly string[]>> = {
  arn: [],
  binary: [],
  bool: [],
  numeric: ['', '0', '1', '7', '.5'],
  date: [
    '',
    '1',
    '-01-01T00:00:00Z',
    '01-01T00:00:00Z',
    '01T00:00:00Z',
    'T00:00:00Z',
    '00:00:00Z',
    '2031-07-04T05:06:07Z',
  ],
  ipaddress: ['', '7', '0.7', '0.0.7', '.0.0.7', '10.0.0.7', '::7', ':7'],
};

/** Texts with what an operator on text leaves open filled in so that the type of the key may have them. */
export function* filledTexts(type: KeyType | undefined, texts: readonly string[]): Generator<string> {
  const fillings = type === undefined ? [] : FILLINGS[type];
  for (const text of [...texts, TAKEN]) for (const filling of fillings) yield text.replaceAll(TAKEN, filling);
}

/** Values that no request can carry are no witnesses: a Bool key is true or false, a numeric one is a number. */
export function fitsType(key: string, value: string): boolean {
  switch (keyTypeOf(key)) {
    case 'bool':
      return /^(true|false)$/i.test(value);
    case 'numeric':
      return parseDecimal(value) !== undefined;
    case 'date':
      return parseDate(value) !== undefined;
    case 'ipaddress':
      return parseIp(value) !== undefined;
    case 'arn':
    case 'binary':
    case undefined:
      return true;
  }
}
