import fc from 'fast-check';
import { type ConditionSource, conditionSource } from './random-conditions.ts';

/** Policy sets as people write them, made at random: small, and from few words, so that two of them often touch. */
export type StatementSource = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Principal?: '*' | PrincipalSource;
  readonly NotPrincipal?: PrincipalSource;
  readonly Condition?: ConditionSource;
};
/** A `Principal` as a policy writes it. */
export type PrincipalSource = { readonly [type: string]: readonly string[] };
/** A policy document. */
export type DocumentSource = { readonly Version: string; readonly Statement: readonly StatementSource[] };
/** What is known of a principal. */
export type PrincipalFactsSource = {
  readonly arn: string;
  readonly tags: { readonly [key: string]: string };
  readonly organizationId?: string;
};
/** A policy of a resource, with whose it is. */
export type ResourceSource = { readonly document: DocumentSource; readonly arn: string; readonly account?: string };
/** A policy set before it is parsed. */
export type SetSource = {
  readonly principal?: PrincipalFactsSource;
  readonly identity: readonly DocumentSource[];
  readonly boundary?: readonly DocumentSource[];
  readonly session?: readonly DocumentSource[];
  readonly scps?: readonly (readonly DocumentSource[])[];
  readonly rcps?: readonly (readonly DocumentSource[])[];
  readonly resource?: ResourceSource;
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
  'arn:aws:s3:::a/${aws:PrincipalTag/t}',
  'arn:aws:s3:::*/${aws:username}?',
  'arn:aws:s3',
];

/** Some of these words, at least one. */
export const someOf = (words: readonly string[], most = 2): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: most });

/** Statements of identity policies. */
export const statementSource: fc.Arbitrary<StatementSource> = fc
  .record({
    effect: fc.oneof({ weight: 7, arbitrary: fc.constant('Allow') }, { weight: 3, arbitrary: fc.constant('Deny') }),
    actionElement: mostly('Action', 'NotAction'),
    actions: someOf(ACTIONS, 3),
    resourceElement: mostly('Resource', 'NotResource'),
    resources: someOf(RESOURCES, 3),
    condition: fc.option(conditionSource, { freq: 2, nil: undefined }),
  })
  .map(({ effect, actionElement, actions, resourceElement, resources, condition }) => ({
    Effect: effect === 'Allow' ? 'Allow' : 'Deny',
    ...(actionElement === 'Action' ? { Action: actions } : { NotAction: actions }),
    ...(resourceElement === 'Resource' ? { Resource: resources } : { NotResource: resources }),
    ...(condition === undefined ? {} : { Condition: condition }),
  }));

/** Documents of one to three statements; now and then of the old version, whose `${…}` are letters. */
export const documentSource: fc.Arbitrary<DocumentSource> = fc.record({
  Version: mostly('2012-10-17', '2008-10-17', 19),
  Statement: fc.array(statementSource, { minLength: 1, maxLength: 3 }),
});

/** Users and roles of one account. */
export const principalSource: fc.Arbitrary<PrincipalFactsSource> = fc.constantFrom(
  { arn: 'arn:aws:iam::111122223333:user/b', tags: { t: 'a' } },
  { arn: 'arn:aws:iam::111122223333:role/r', tags: { t: 'b' } },
  { arn: 'arn:aws:iam::111122223333:role/p/r', tags: {}, organizationId: 'o-1' },
);

/** What limits a set, beside its identity policies. */
export const limitsSource: fc.Arbitrary<Partial<SetSource>> = fc.oneof(
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
    limits: limitsSource,
    principal: fc.option(principalSource, { freq: 3, nil: undefined }),
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

/** One of two words, the first one more often. */
export function mostly<A extends string, B extends string>(usual: A, rare: B, weight = 6): fc.Arbitrary<A | B> {
  return fc.oneof({ weight, arbitrary: fc.constant<A | B>(usual) }, { weight: 1, arbitrary: fc.constant<A | B>(rare) });
}
