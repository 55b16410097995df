import fc from 'fast-check';
import type { AccessRequest } from '../../../lib/core/access/policy-set.ts';
import { CONDITION_OPERATORS, type ConditionFamily } from '../../../lib/core/policy/statement.ts';
import type { ConditionSource } from './random-conditions.ts';
import type { DocumentSource, SetSource, StatementSource } from './random-policies.ts';

/**
 * Policies about one or two keys, so that their conditions meet: any operator on a key of any type, with operands at the
 * boundaries of what each operator reads. `values`: what requests carry, of the key's own type.
 */
interface Subject {
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

const SUBJECTS: readonly Subject[] = [
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
const NARROW: readonly Subject[] = [
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

const OPERATORS = Object.keys(CONDITION_OPERATORS);

function ofFamily(wanted: ConditionFamily): readonly string[] {
  return Object.entries(CONDITION_OPERATORS)
    .filter(([, { family }]) => family === wanted)
    .map(([operator]) => operator);
}

function operatorOf({ usual }: Subject): fc.Arbitrary<string> {
  const operator = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom('Null', ...OPERATORS) },
  );
  const before = fc.constantFrom('', '', '', '', '', '', 'ForAllValues:', 'ForAnyValue:');
  const after = fc.constantFrom('', '', '', '', 'IfExists');
  return fc
    .tuple(before, operator, after)
    .map(([set, name, ifExists]) => (name === 'Null' ? name : `${set}${name}${ifExists}`));
}

function entryOf(about: Subject): fc.Arbitrary<readonly [operator: string, operands: readonly string[]]> {
  const operands = fc.array(fc.constantFrom(...about.operands), { minLength: 1, maxLength: 2 });
  return fc
    .tuple(operatorOf(about), operands, fc.constantFrom('true', 'false'))
    .map(([operator, list, presence]) => [operator, operator === 'Null' ? [presence] : list]);
}

/** One to three conditions on the subjects. */
function conditionsOn(subjects: readonly Subject[]): fc.Arbitrary<ConditionSource> {
  const entry = fc
    .constantFrom(...subjects)
    .chain((about) => entryOf(about).map(([operator, operands]) => ({ operator, key: about.key, operands })));
  return fc.array(entry, { minLength: 1, maxLength: 2 }).map((entries) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, operands } of entries) block[operator] = { ...block[operator], [key]: operands };
    return block;
  });
}

const RESOURCES = [
  'arn:aws:s3:::a/s',
  'arn:aws:s3:::a/?',
  'arn:aws:s3:::?/s',
  'arn:aws:s3:::a?*',
  'arn:aws:s3:::a/${aws:username}',
  "arn:aws:s3:::a/${aws:username, 's'}",
  'arn:aws:s3:::a/${aws:username,s}',
  'arn:aws:s3:?::a/s',
];

const resources = fc.oneof(
  { weight: 5, arbitrary: fc.constant(['*']) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...RESOURCES), { minLength: 1, maxLength: 2 }) },
);

function statementOn(subjects: readonly Subject[]): fc.Arbitrary<StatementSource> {
  return fc
    .record({
      effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
      resource: resources,
      condition: fc.option(conditionsOn(subjects), { freq: 8, nil: undefined }),
    })
    .map(({ effect, resource, condition }) => ({
      Effect: effect,
      Action: ['s3:GetObject'],
      Resource: resource,
      ...(condition === undefined ? {} : { Condition: condition }),
    }));
}

const OTHERS_MAY: StatementSource = { Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['*'] };
const ALL_MAY: StatementSource = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] };

/** Sets about the same subjects, each beside its limit, and the requests that tell them apart. */
export interface Neighbours {
  readonly sets: readonly SetSource[];
  /** What is compared, by places in `sets`: granted, limit. */
  readonly pairs: readonly (readonly [granted: number, limit: number])[];
  /** By key what requests can say of it; undefined: nothing. */
  readonly values: readonly (readonly [key: string, readonly (string | readonly string[] | undefined)[]])[];
}

const [NOTHING, ONE, OTHER, BOTH, LESS, REST] = [0, 1, 2, 3, 4, 5] as const;

const OF_VARIABLES: Neighbours['values'] = [
  ['aws:username', [undefined, 's', 'alice']],
  ['aws:username,s', [undefined, 'S']],
];

const PAIRS = [
  [ONE, NOTHING],
  [BOTH, NOTHING],
  [LESS, NOTHING],
  [ONE, OTHER],
  [OTHER, ONE],
  [ONE, LESS],
  [ONE, REST],
  [REST, OTHER],
] as const;

/** Two ways to allow, what both allow, one without what is denied, all but that, and nothing that is asked. */
function setsOf(one: Statements, other: Statements, denied: StatementSource): readonly SetSource[] {
  const deny = { ...denied, Effect: 'Deny' as const };
  return [
    { identity: [documentOf([OTHERS_MAY])] },
    { identity: [documentOf(one)] },
    { identity: [documentOf(other)] },
    { identity: [documentOf(one)], boundary: [documentOf(other)] },
    { identity: [documentOf([...one, deny])] },
    { identity: [documentOf([ALL_MAY, deny])] },
  ];
}

type Statements = readonly StatementSource[];

function documentOf(Statement: Statements): DocumentSource {
  return { Version: '2012-10-17', Statement };
}

function neighboursOn(
  subjects: readonly Subject[],
  statement: fc.Arbitrary<StatementSource>,
  most: number,
): fc.Arbitrary<Neighbours> {
  const statements = fc.array(statement, { minLength: 1, maxLength: most });
  return fc.tuple(statements, statements, statement).map(
    ([one, other, denied]): Neighbours => ({
      sets: setsOf(one, other, denied),
      pairs: PAIRS,
      values: [...subjects.map(valuesOf), ...OF_VARIABLES],
    }),
  );
}

/** Statements with one condition, of a usual operator and one operand. */
function plainStatement({ usual, key, operands }: Subject): fc.Arbitrary<StatementSource> {
  return fc
    .tuple(fc.constantFrom(...usual), fc.constantFrom(...operands))
    .map(([operator, operand]) => ({ ...ALL_MAY, Condition: { [operator]: { [key]: [operand] } } }));
}

const wide = fc
  .oneof(
    fc.constantFrom(...SUBJECTS).map((about) => [about]),
    fc.tuple(fc.constantFrom(...SUBJECTS), fc.constantFrom(...SUBJECTS)),
  )
  .chain((subjects) => neighboursOn(subjects, statementOn(subjects), 2));

const narrow = fc.constantFrom(...NARROW).chain((about) => neighboursOn([about], plainStatement(about), 1));

/** Sets about one or two keys, as wild as can be written, or about few words that are nearly alike. */
export const neighbours: fc.Arbitrary<Neighbours> = fc.oneof(
  { weight: 3, arbitrary: wide },
  { weight: 2, arbitrary: narrow },
);

function valuesOf({ key, values }: Subject): Neighbours['values'][number] {
  return [key, [undefined, ...values]];
}

const OBJECTS = ['s', 'ſ', 'b', 'alice'].map((name) => `arn:aws:s3:::a/${name}`);

/** A request of which each key says one of its values, or nothing. */
export function requestAmong({ values }: Neighbours, random: () => number): AccessRequest {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, all] of values) {
    const value = pick(all);
    if (value !== undefined) context[key] = value;
  }
  return { action: 's3:GetObject', resource: pick(OBJECTS) ?? '*', context };
}
