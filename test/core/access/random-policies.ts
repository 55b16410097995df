import fc from 'fast-check';

/** Policy sets as people write them, made at random: small, and from few words, so that two of them often touch. */
export type StatementSource = { readonly Effect: 'Allow' | 'Deny' } & Readonly<Record<string, ElementSource>>;
type ElementSource = string | readonly string[] | ConditionSource | PrincipalSource;
export type ConditionSource = { readonly [operator: string]: { readonly [key: string]: readonly string[] } };
export type PrincipalSource = { readonly [type: string]: readonly string[] };
export type DocumentSource = { readonly Version: string; readonly Statement: readonly StatementSource[] };
export type SetSource = {
  readonly principal?: { readonly arn: string; readonly tags: { readonly [key: string]: string } };
  readonly identity: readonly DocumentSource[];
  readonly boundary?: readonly DocumentSource[];
  readonly session?: readonly DocumentSource[];
  readonly scps?: readonly (readonly DocumentSource[])[];
};

const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:*',
  's3:Get*',
  '*',
  's3:?etObject',
  's3:ListBucket',
  'sts:GetCallerIdentity',
  'S3:getobject',
  'iam:*User',
  'ec2:RunInstances',
  'malformed',
];

const RESOURCES = [
  '*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a/b',
  'arn:aws:s3:::a/*b',
  'arn:aws:s3:::a/b*',
  'arn:aws:s3:::a/?',
  'arn:aws:s3:::a/??*',
  'arn:aws:s3:::?/b',
  'arn:aws:s3:::*/b',
  'arn:aws:s3:::a/*a*',
  'arn:aws:s3:::a/*b*',
  'arn:aws:iam::1*:user/x',
  'arn:aws:iam::*:user/*',
  'arn:aws:s3:::a/${aws:username}',
  'arn:aws:s3:::a/${aws:username}/*',
  "arn:aws:s3:::a/${aws:username, 'b'}",
  'arn:aws:s3',
];

/** Operators, the keys they are used with, the values they are given. */
const CONDITIONS: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
  [
    ['StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'StringNotEqualsIfExists'],
    ['aws:UserAgent', 'aws:PrincipalTag/t', 'AWS:useragent'],
    ['a', 'b', '${aws:username}', 'A', '', 'a*'],
  ],
  [
    ['StringLike', 'StringNotLike', 'StringLikeIfExists'],
    ['aws:UserAgent', 'aws:PrincipalTag/t'],
    ['a*', '*b', 'a?', '*', '??', '', '${aws:username}*', 'a${*}'],
  ],
  [
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    ['aws:UserAgent'],
    ['a', 'Ab', 'B', '${aws:username}', 'k'],
  ],
  [
    [
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEqualsIfExists',
      'NumericEquals',
      'NumericNotEquals',
    ],
    ['s3:max-keys'],
    ['5', '5.0', '5.5', '10', 'many'],
  ],
  [['Bool', 'BoolIfExists'], ['aws:SecureTransport'], ['true', 'false', 'True', 'yes']],
  [['Null'], ['aws:UserAgent', 'aws:SecureTransport', 's3:max-keys', 'aws:TagKeys', 'aws:username'], ['true', 'false']],
  [
    ['IpAddress', 'NotIpAddress', 'NotIpAddressIfExists'],
    ['aws:SourceIp'],
    ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '1.2.3.4', '::/0', '0.0.0.0/0', '2001:db8::/32'],
  ],
  [
    [
      'ForAllValues:StringEquals',
      'ForAnyValue:StringEquals',
      'ForAllValues:StringNotEquals',
      'ForAnyValue:StringNotLike',
      'ForAnyValue:StringLike',
      'ForAllValues:StringLikeIfExists',
      'StringEquals',
    ],
    ['aws:TagKeys'],
    ['a', 'b', 'b*', 'a?'],
  ],
  [
    ['ArnLike', 'ArnEquals', 'ArnNotEquals', 'ArnNotLike'],
    ['aws:SourceArn'],
    ['arn:aws:s3:::a*', 'arn:aws:sns:*:1:t', '*', 'arn:aws:*:*:*:t', 'arn:aws:sns:?:1:*'],
  ],
  [['StringLike', 'StringEquals'], ['aws:SourceArn'], ['arn:aws:s3:::a*', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t']],
  [
    ['DateLessThan', 'DateGreaterThan', 'DateGreaterThanEquals', 'DateEquals', 'DateNotEquals'],
    ['aws:CurrentTime'],
    ['2020-01-01T00:00:00Z', '2021-01-01', '2020-06-01T00:00:00+02:00', '1577836800'],
  ],
  [['BinaryEquals', 'BinaryEqualsIfExists'], ['example:Blob'], ['YQ==', 'Yg==']],
];

const someOf = (words: readonly string[], most = 2): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: most });

const conditionEntry = fc
  .constantFrom(...CONDITIONS)
  .chain(([operators, keys, values]) =>
    fc.tuple(fc.constantFrom(...operators), fc.constantFrom(...keys), someOf(values)),
  );

const condition: fc.Arbitrary<ConditionSource> = fc
  .array(conditionEntry, { minLength: 1, maxLength: 3 })
  .map((entries) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, key, values] of entries) block[operator] = { ...block[operator], [key]: values };
    return block;
  });

export const statementSource: fc.Arbitrary<StatementSource> = fc
  .record({
    effect: fc.oneof({ weight: 7, arbitrary: fc.constant('Allow') }, { weight: 3, arbitrary: fc.constant('Deny') }),
    actionElement: mostly('Action', 'NotAction'),
    actions: someOf(ACTIONS, 3),
    resourceElement: mostly('Resource', 'NotResource'),
    resources: someOf(RESOURCES, 3),
    condition: fc.option(condition, { freq: 2, nil: undefined }),
  })
  .map(({ effect, actionElement, actions, resourceElement, resources, condition }) => ({
    Effect: effect === 'Allow' ? 'Allow' : 'Deny',
    [actionElement]: actions,
    [resourceElement]: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));

/** Documents of one to three statements; now and then of the old version, whose `${…}` are letters. */
export const documentSource: fc.Arbitrary<DocumentSource> = fc.record({
  Version: mostly('2012-10-17', '2008-10-17', 19),
  Statement: fc.array(statementSource, { minLength: 1, maxLength: 3 }),
});

const principal = fc.constantFrom(
  { arn: 'arn:aws:iam::111122223333:user/b', tags: { t: 'a' } },
  { arn: 'arn:aws:iam::111122223333:role/r', tags: { t: 'b' } },
);

const limitsOfOneSet: fc.Arbitrary<Partial<SetSource>> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: documentSource.map((document) => ({ boundary: [document] })) },
  { weight: 1, arbitrary: documentSource.map((document) => ({ session: [document] })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(documentSource, documentSource, documentSource)
      .map(([root, unit, account]) => ({ scps: [[root], [unit, account]] })),
  },
);

/** Sets of identity policies, some with a boundary, a session policy or SCPs, some of a known principal. */
export const setSource: fc.Arbitrary<SetSource> = fc
  .record({
    identity: fc.array(documentSource, { minLength: 1, maxLength: 2 }),
    limits: limitsOfOneSet,
    principal: fc.option(principal, { freq: 3, nil: undefined }),
  })
  .map(({ identity, limits, principal }) => ({
    identity,
    ...limits,
    ...(principal === undefined ? {} : { principal }),
  }));

/** A set and one like it: what `granted` and its limit are in practice. */
export const alikeSources: fc.Arbitrary<readonly [SetSource, SetSource]> = fc
  .tuple(setSource, statementSource, fc.nat(), fc.constantFrom('add', 'replace', 'none'))
  .map(([set, statement, place, change]) => [
    set,
    change === 'none' ? set : withStatement(set, statement, place, change),
  ]);

/** Two sets, half of the time alike. */
export const pairSource: fc.Arbitrary<readonly [SetSource, SetSource]> = fc.oneof(
  alikeSources,
  fc.tuple(setSource, setSource),
);

function withStatement(
  set: SetSource,
  statement: StatementSource,
  place: number,
  change: 'add' | 'replace',
): SetSource {
  const at = place % set.identity.length;
  const identity = set.identity.map((document, index) => {
    if (index !== at) return document;
    if (change === 'add') return { ...document, Statement: [...document.Statement, statement] };
    return { ...document, Statement: document.Statement.with(place % document.Statement.length, statement) };
  });
  return { ...set, identity };
}

function mostly<A extends string, B extends string>(usual: A, rare: B, weight = 6): fc.Arbitrary<A | B> {
  return fc.oneof({ weight, arbitrary: fc.constant<A | B>(usual) }, { weight: 1, arbitrary: fc.constant<A | B>(rare) });
}
