import { CONDITION_OPERATORS, type ConditionFamily } from '../../../lib/core/policy/statement.ts';

/**
 * Policies about one or two keys, so that their conditions meet: any operator on a key of any type, with operands at the
 * boundaries of what each operator reads. `values`: what requests carry, of the key's own type.
 */
export interface Subject {
  readonly key: string;
  /** Operators that are used with it most. */
  readonly usual: readonly string[];
  readonly operands: readonly string[];
  readonly values: readonly (string | readonly string[])[];
}

const KELVIN = '\u212a';

const VARIABLES = ['${aws:username}', '${AWS:UserName}*', "${aws:username, 's'}", '${aws:username,s}', '${*}', '${?}s'];

const LETTERS = ['s', 'S', 'ſ', 'k', 'K', KELVIN, 'ß', 'SS', 'ẞ', 'ss', 'ä', 'Ä'];

const PATTERNS = ['*', '?', 's*', '*S', '?s', 'ſ?', '', 's?k', '??'];

const TEXTS = [...LETTERS, '', '?', '*', 'sk', 'ſK', 's s', 'kS', '?s', '*s', 'alice', 'ALICE'];

const ARN_PATTERNS = [
  '*',
  'arn:aws:s3:a?b:c:d',
  'arn:aws:s3:*:c:d',
  'arn:aws:s3:a*:d',
  'arn:aws:s3:a:b:c:d',
  'arn:aws:s3:*',
  'arn:aws:s3:a?*',
  'arn:*:d',
  'arn?aws:s3:a:b:d',
  'arn:aws:s3:::d*',
  'arn:aws:s3:::${aws:username}',
  'arn:${aws:username}:s3:::d',
  '10.*',
];

const ARNS = [
  'arn:aws:s3:a:b:c:d',
  'arn:aws:s3:axb:c:d',
  'arn:aws:s3:a:b:d',
  'arn:aws:s3:ax:c:d',
  'arn:aws:s3:::d',
  'arn:aws:s3:::d:e',
  'arn:aws:s3:::alice',
  'arn:cn:s3:::d',
];

/** Words between spaces. */
const wordsOf = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '));

const NUMBERS = wordsOf(
  '5 5.0 05 5e0 -5 0 -0 4.999999999999999999999 9007199254740992 9007199254740993 1e500 -1e500 1e-500 1e999',
  'many 5* ? 1577836800 2020-01-01',
);

const NUMERIC_VALUES = wordsOf(
  '5 4 5.0 5.5 0 -5 -6 9007199254740992 9007199254740993 9007199254740994 1e501 1e500 1e-501 -1e501',
  '4.99999999999999999999999 7 50 1577836800 1577836801',
);

const DATES = wordsOf(
  '2020-01-01T00:00:00Z 2020-01-01 2020-01 1577836800 2019-12-31T23:00:00-01:00 2020-* *Z',
  '2020-01-01T00:00:00.001Z 1577836801 1577836803 10 13 9999-12-31 0001-01-01 15* soon',
);

const DATE_VALUES = wordsOf(
  '2020-01-01T00:00:00Z 2020-01-01 1577836800 1577836799 1577836801 1577836802 11 12 14',
  '2020-01-01T01:00:00+01:00 2020-01-01T00:00:00.001Z 2019-12-31T23:59:59.999Z 9999-12-31 0001-01-01',
  '2027-01-01T00:00:00Z 2020-06-01T00:00:00Z 9 -1',
);

const ADDRESSES = wordsOf(
  '10.0.0.0/8 10.0.0.0/9 10.128.0.0/9 0.0.0.0/0 0.0.0.0/1 128.0.0.0/1 ::/0 ::/1 8000::/1 ::ffff:0:0/96',
  '::ffff:10.0.0.0/104 255.255.255.255 10.0.0.1 ::1 10.* *:* *.* ?.?.?.? 10.0.0.1/33 2001:db8::/32 2001:*',
);

const ADDRESS_VALUES = wordsOf(
  '10.0.0.1 10.200.0.1 9.255.255.255 11.0.0.0 0.0.0.0 255.255.255.255 128.0.0.1 1.2.3.4 ::1 ::',
  '::ffff:10.0.0.1 0:0:0:0:0:0:0:1 2001:db8::1 ffff:: 2001:DB8::1',
);

const TEXT = ofFamily('String');

const ARN = ofFamily('Arn');

const NUMERIC = ofFamily('Numeric');

/** Keys of every type, with the operators and operands that they are asked with. */
export const SUBJECTS: readonly Subject[] = [
  { key: 'aws:UserAgent', usual: TEXT, operands: [...LETTERS, ...PATTERNS, ...VARIABLES], values: TEXTS },
  { key: 'example:Text', usual: [...TEXT, ...ARN], operands: ARN_PATTERNS, values: [...ARNS, '10.1', 'alice'] },
  { key: 'aws:SourceArn', usual: [...TEXT, ...ARN], operands: ARN_PATTERNS, values: ARNS },
  {
    key: 'aws:TagKeys',
    usual: TEXT,
    operands: [...LETTERS.slice(0, 5), '*', '?', '??', '', '${aws:username}'],
    values: [['s'], ['S'], ['ſ'], ['s', 'S'], ['s', 'k'], ['kS', 'ſ', 'K'], [''], ['', 's'], ['alice', 's'], []],
  },
  {
    key: 'example:List',
    usual: [...NUMERIC, ...TEXT],
    operands: NUMBERS,
    values: [...NUMERIC_VALUES, ['4', '6'], ['5', '5.5'], ['x', '5']],
  },
  { key: 's3:max-keys', usual: [...NUMERIC, ...TEXT], operands: NUMBERS, values: NUMERIC_VALUES },
  {
    key: 'aws:EpochTime',
    usual: [...ofFamily('Date'), ...NUMERIC],
    operands: [...DATES, '11.5', '1577836800.5'],
    values: DATE_VALUES,
  },
  { key: 'aws:CurrentTime', usual: [...ofFamily('Date'), ...TEXT], operands: DATES, values: DATE_VALUES },
  { key: 'aws:SourceIp', usual: [...ofFamily('IpAddress'), ...TEXT], operands: ADDRESSES, values: ADDRESS_VALUES },
  {
    key: 'aws:SecureTransport',
    usual: ['Bool', ...TEXT],
    operands: ['true', 'false', 'True', 'yes', 't*', '?????'],
    values: ['true', 'false', 'True'],
  },
  {
    key: 'example:Blob',
    usual: ['BinaryEquals', ...TEXT],
    operands: ['YQ==', 'Yg==', 'Y?==', 'Y*'],
    values: ['YQ==', 'Yg==', 'Yw=='],
  },
];

/** Few words each, which meet in one way that others do not. */
export const NARROW: readonly Subject[] = [
  {
    key: 'aws:UserAgent',
    usual: ['StringEqualsIgnoreCase', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    operands: ['s', 'ſ', 'k', KELVIN],
    values: ['s', 'S', 'ſ', 'k', 'K', KELVIN, 'x'],
  },
  {
    key: 'aws:UserAgent',
    usual: ['StringEquals', 'StringLike'],
    operands: ["${aws:username, 's'}", '${aws:username,s}', 's'],
    values: ['s', 'S', 'alice'],
  },
  {
    key: 'aws:SourceArn',
    usual: ['StringLike', 'ArnLike'],
    operands: ['arn:aws:s3:a?b:c:d', 'arn:aws:s3:*:c:d', 'arn:aws:s3:a?*', 'arn:aws:s3:???:*'],
    values: ARNS,
  },
  {
    key: 's3:max-keys',
    usual: NUMERIC,
    operands: ['1e500', '-1e500', '1e-500', '5', '9007199254740993', '9007199254740992'],
    values: NUMERIC_VALUES,
  },
  { key: 'aws:EpochTime', usual: NUMERIC, operands: ['10', '11', '13', '11.5'], values: ['9', '10', '11', '12', '14'] },
];

function ofFamily(wanted: ConditionFamily): readonly string[] {
  return Object.entries(CONDITION_OPERATORS)
    .filter(([, { family }]) => family === wanted)
    .map(([operator]) => operator);
}
