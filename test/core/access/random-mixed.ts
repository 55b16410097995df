import fc from 'fast-check';
import { conditionSource } from './random-conditions.ts';
import {
  type DocumentSource,
  type PrincipalSource,
  type ResourceSource,
  type SetSource,
  type StatementSource,
  documentSource,
  limitsSource,
  mostly,
  principalSource,
  setSource,
  someOf,
} from './random-policies.ts';

const A = '111122223333';
const B = '444455556666';

/** A resource with a policy of its own: the actions it takes, and the patterns that its policy names. */
export interface Place {
  readonly arn: string;
  readonly account?: string;
  readonly actions: readonly string[];
  /** Undefined: a trust policy, which names no resource. */
  readonly patterns: readonly string[] | undefined;
}

const BUCKET = {
  arn: 'arn:aws:s3:::a',
  actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:Get*', 's3:*'],
  patterns: [
    'arn:aws:s3:::a',
    'arn:aws:s3:::a/*',
    'arn:aws:s3:::a/b*',
    'arn:aws:s3:::a/?',
    'arn:aws:s3:::a/${aws:username}',
  ],
};
const roleOf = (account: string): Place => ({
  arn: `arn:aws:iam::${account}:role/target`,
  account,
  actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:*'],
  patterns: undefined,
});
const keyOf = (account: string): Place => ({
  arn: `arn:aws:kms:us-east-1:${account}:key/k`,
  account,
  actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:*'],
  patterns: ['*'],
});

/** In the principals' own account and in another one; a bucket's ARN does not say whose it is. */
const PLACES: readonly Place[] = [
  { ...BUCKET, account: A },
  { ...BUCKET, account: A },
  { ...BUCKET, account: B },
  BUCKET,
  roleOf(A),
  roleOf(B),
  keyOf(A),
  keyOf(B),
];

const NAMES = [
  '*',
  A,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${A}:user/b`,
  `arn:aws:iam::${A}:user/c`,
  `arn:aws:iam::${A}:role/r`,
  `arn:aws:iam::${A}:role/p/r`,
  `arn:aws:sts::${A}:assumed-role/r/s`,
  `arn:aws:iam::${B}:root`,
];

/** Whom NotPrincipal spares: written out with role and account, as the guide asks, and once without. */
const SPARED: readonly (readonly string[])[] = [
  [`arn:aws:iam::${A}:user/b`, `arn:aws:iam::${A}:root`],
  [`arn:aws:iam::${A}:role/r`, `arn:aws:iam::${A}:root`],
  [`arn:aws:sts::${A}:assumed-role/r/s`, `arn:aws:iam::${A}:role/r`, A],
  [`arn:aws:iam::${A}:root`],
  [`arn:aws:iam::${A}:user/b`],
];

const named: fc.Arbitrary<'*' | PrincipalSource> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*' as const) },
  { weight: 6, arbitrary: someOf(NAMES).map((list) => ({ AWS: list })) },
  { weight: 1, arbitrary: someOf(NAMES).map((list) => ({ AWS: list, Service: ['lambda.amazonaws.com'] })) },
);

const who: fc.Arbitrary<Pick<StatementSource, 'Effect' | 'Principal' | 'NotPrincipal'>> = fc.oneof(
  { weight: 6, arbitrary: named.map((Principal) => ({ Effect: 'Allow' as const, Principal })) },
  { weight: 2, arbitrary: named.map((Principal) => ({ Effect: 'Deny' as const, Principal })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...SPARED).map((AWS) => ({ Effect: 'Deny' as const, NotPrincipal: { AWS } })),
  },
);

function statementOf({ actions, patterns }: Place): fc.Arbitrary<StatementSource> {
  return fc
    .record({
      who,
      element: mostly('Action', 'NotAction', 12),
      actions: someOf(actions),
      patterns: patterns === undefined ? fc.constant(undefined) : someOf(patterns),
      condition: fc.option(conditionSource, { freq: 1, nil: undefined }),
    })
    .map(({ who: first, element, actions: list, patterns: resources, condition }) => ({
      ...first,
      ...(element === 'Action' ? { Action: list } : { NotAction: list }),
      ...(resources === undefined ? {} : { Resource: resources }),
      ...(condition === undefined ? {} : { Condition: condition }),
    }));
}

function policyOf(place: Place): fc.Arbitrary<ResourceSource> {
  const { arn, account } = place;
  return fc.array(statementOf(place), { minLength: 1, maxLength: 3 }).map((Statement) => ({
    document: { Version: '2012-10-17', Statement },
    arn,
    ...(account === undefined ? {} : { account }),
  }));
}

/** Identity policies that speak of a place as often as of others. */
function identityOf({ arn, actions }: Place): fc.Arbitrary<DocumentSource> {
  const statement = fc
    .record({
      Effect: mostly('Allow', 'Deny'),
      Action: someOf([...actions, '*']),
      Resource: someOf(['*', arn, `${arn}/*`, `${arn}/b*`]),
      condition: fc.option(conditionSource, { freq: 1, nil: undefined }),
    })
    .map(({ condition, ...rest }) => (condition === undefined ? rest : { ...rest, Condition: condition }));
  return fc.array(statement, { minLength: 1, maxLength: 2 }).map((Statement) => ({ Version: '2012-10-17', Statement }));
}

/** Resource control policies as customers may write them: they only deny, and name everyone. */
const rcpSource: fc.Arbitrary<DocumentSource> = documentSource.map(({ Version, Statement }) => ({
  Version,
  Statement: Statement.map((each) => ({ ...each, Effect: 'Deny', Principal: '*' })),
}));

const serviceLinked = {
  arn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`,
  tags: {},
};

/** Identity policies under resource control policies. */
export const rcpSetSource: fc.Arbitrary<SetSource> = fc
  .record({
    set: setSource,
    rcps: fc.array(fc.array(rcpSource, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    kind: mostly('usual', 'service-linked', 9),
  })
  .map(({ set, rcps, kind }) => ({ ...set, rcps, ...(kind === 'usual' ? {} : { principal: serviceLinked }) }));

/** What is left out of a limit: its policy of the resource, or its policies of the principal. */
type Shape = 'both' | 'identity' | 'resource';

function mixedOf(place: Place, shape: fc.Arbitrary<Shape>): fc.Arbitrary<SetSource> {
  return fc
    .record({
      principal: principalSource,
      identity: fc.array(identityOf(place), { minLength: 0, maxLength: 2 }),
      limits: limitsSource,
      rcps: fc.option(
        rcpSource.map((each) => [[each]]),
        { freq: 6, nil: undefined },
      ),
      resource: policyOf(place),
      shape,
    })
    .map(({ principal, identity, limits, rcps, resource, shape: kept }) => ({
      principal,
      identity: kept === 'resource' ? [] : identity,
      ...(kept === 'resource' ? {} : limits),
      ...(rcps === undefined ? {} : { rcps }),
      ...(kept === 'identity' ? {} : { resource }),
    }));
}

const shapes: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('both' as const) },
  { weight: 1, arbitrary: fc.constant('identity' as const) },
  { weight: 1, arbitrary: fc.constant('resource' as const) },
);

/** Two sets of one principal, with the policy of one resource: a bucket, a role or a key of its account or another. */
export interface MixedPair {
  readonly place: Place;
  readonly granted: SetSource;
  readonly limit: SetSource;
}

/** Any such pair, apart or alike. */
export const mixedPair: fc.Arbitrary<MixedPair> = fc.constantFrom(...PLACES).chain((place) => {
  const granted = mixedOf(place, fc.constant('both'));
  const apart = fc.tuple(granted, mixedOf(place, shapes)).map(([one, other]) => ({ one, other }));
  const alike = fc
    .tuple(granted, policyOf(place), identityOf(place), fc.constantFrom('identity', 'resource', 'boundary'))
    .map(([one, resource, identity, part]) => ({
      one,
      other: {
        ...one,
        ...{ identity: { identity: [identity] }, resource: { resource }, boundary: { boundary: [identity] } }[part],
      },
    }));
  return fc.oneof(apart, alike).map(({ one, other }) => ({
    place,
    granted: one,
    limit: one.principal === undefined ? other : { ...other, principal: one.principal },
  }));
});

/** Two sets under resource control policies, half of the time alike but for these. */
export const rcpPair: fc.Arbitrary<readonly [SetSource, SetSource]> = fc.oneof(
  fc.tuple(rcpSetSource, rcpSetSource),
  fc.tuple(rcpSetSource, rcpSetSource).map(([one, { rcps = [] }]) => [one, { ...one, rcps }] as const),
  // to take one away is a grant
  rcpSetSource.map(({ rcps = [], ...set }) => [set, { ...set, rcps }] as const),
);
