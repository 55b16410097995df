import fc from 'fast-check';
import type { AccessRequest } from '../../../lib/core/access/policy-set.ts';
import { CONDITION_OPERATORS } from '../../../lib/core/policy/statement.ts';
import type { ConditionSource } from './random-conditions.ts';
import type { DocumentSource, SetSource, StatementSource } from './random-policies.ts';
import { type Subject, SUBJECTS, NARROW } from './boundary-values.ts';

const OPERATORS = Object.keys(CONDITION_OPERATORS);

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
