import fc from 'fast-check';

/** From operator to key to values. */
export type ConditionSource = { readonly [operator: string]: { readonly [key: string]: readonly string[] } };

/** Operators, the keys they are used with, the values they are given. */
type Family = readonly [operators: readonly string[], keys: readonly string[], values: readonly string[]];

/** Each operator as it is, and with IfExists. */
const eachWay = (...operators: readonly string[]): readonly string[] =>
  operators.flatMap((operator) => [operator, operator, `${operator}IfExists`]);

/** Each operator with each set operator, and with IfExists as well. */
const ofSets = (...operators: readonly string[]): readonly string[] =>
  operators.flatMap((operator) =>
    ['ForAllValues', 'ForAnyValue'].flatMap((set) => [
      `${set}:${operator}`,
      `${set}:${operator}`,
      `${set}:${operator}IfExists`,
    ]),
  );

const TEXT_KEYS = ['aws:UserAgent', 'aws:PrincipalTag/t', 'AWS:useragent'];
const RELATIONS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const BLOCKS = ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '1.2.3.4', '::/0', '0.0.0.0/0', '2001:db8::/32'];
const SOURCE_ARNS = ['arn:aws:s3:::a*', 'arn:aws:sns:*:1:t', '*', 'arn:aws:*:*:*:t', 'arn:aws:sns:?:1:*'];
const DATES = ['2020-01-01T00:00:00Z', '2021-01-01', '2020-06-01T00:00:00+02:00', '1577836800'];

const FAMILIES: readonly Family[] = [
  [
    eachWay('StringEquals', 'StringNotEquals'),
    TEXT_KEYS,
    ['a', 'b', '${aws:username}', "${aws:username, 'b'}", 'A', '', 'a*'],
  ],
  [
    eachWay('StringLike', 'StringNotLike'),
    TEXT_KEYS,
    ['a*', '*b', 'a?', '*', '??', '', '${aws:username}*', '?${aws:PrincipalTag/t}', 'a${*}'],
  ],
  [
    eachWay('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'),
    ['aws:UserAgent'],
    ['a', 'Ab', 'B', '${aws:username}', 'k'],
  ],
  [eachWay(...RELATIONS.map((relation) => `Numeric${relation}`)), ['s3:max-keys'], ['5', '5.0', '5.5', '10', 'many']],
  [eachWay('Bool'), ['aws:SecureTransport', 'aws:PrincipalIsAWSService'], ['true', 'false', 'True', 'yes']],
  [
    ['Null'],
    ['aws:UserAgent', 'aws:SecureTransport', 's3:max-keys', 'aws:TagKeys', 'aws:username', 'aws:SourceArn'],
    ['true', 'false'],
  ],
  [eachWay('IpAddress', 'NotIpAddress'), ['aws:SourceIp'], BLOCKS],
  [
    [
      ...ofSets('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'),
      ...eachWay('StringEquals', 'StringNotLike'),
    ],
    ['aws:TagKeys'],
    ['a', 'b', 'b*', 'a?', 'B', '${aws:username}'],
  ],
  [ofSets('StringEquals', 'StringNotEquals', 'StringLike'), ['aws:UserAgent'], ['a', 'b*', '*', '']],
  [ofSets('Bool'), ['aws:SecureTransport'], ['true', 'false']],
  [ofSets('IpAddress', 'NotIpAddress'), ['aws:SourceIp'], BLOCKS],
  [
    [...eachWay('ArnLike', 'ArnEquals', 'ArnNotEquals', 'ArnNotLike'), ...ofSets('ArnLike', 'ArnNotLike')],
    ['aws:SourceArn'],
    SOURCE_ARNS,
  ],
  [eachWay('ArnEquals', 'ArnNotLike'), ['example:Text'], SOURCE_ARNS],
  [
    eachWay('StringLike', 'StringEquals'),
    ['aws:SourceArn'],
    ['arn:aws:s3:::a*', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t'],
  ],
  [
    eachWay('ArnLike', 'ArnNotLike'),
    ['aws:PrincipalArn'],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:user/b', 'arn:aws:iam::111122223333:user/${aws:username}'],
  ],
  [eachWay('StringEquals', 'StringNotEquals'), ['aws:PrincipalOrgID'], ['o-1', 'o-2']],
  [eachWay(...RELATIONS.map((relation) => `Date${relation}`)), ['aws:CurrentTime'], DATES],
  [eachWay('BinaryEquals'), ['example:Blob'], ['YQ==', 'Yg==']],
];

/** One or two values; now and then none, which nothing is equal to. */
const values = (words: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 24, arbitrary: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant<string[]>([]) },
  );

const entry = fc
  .constantFrom(...FAMILIES)
  .chain(([operators, keys, words]) =>
    fc.tuple(fc.constantFrom(...operators), fc.constantFrom(...keys), values(words)),
  );

/** Condition elements of every operator family. */
export const conditionSource: fc.Arbitrary<ConditionSource> = fc
  .array(entry, { minLength: 1, maxLength: 3 })
  .map((entries) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, key, operands] of entries) block[operator] = { ...block[operator], [key]: operands };
    return block;
  });
