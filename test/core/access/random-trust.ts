import fc from 'fast-check';
import type { AccessRequest } from '../../../lib/core/access/policy-set.ts';
import type { JsonObject } from '../../../lib/core/json.ts';

const A = '111122223333';
const B = '444455556666';

const SERVICE_LINKED = 'role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX';
const ROLE = `arn:aws:iam::${A}:role/r`;
const ROOT = `arn:aws:iam::${A}:root`;
const CANONICAL_USER = 'c'.repeat(64);

/** Principals as Principal elements name them. */
const NAMES = {
  AWS: [
    '*',
    A,
    `arn:aws:iam::${A}:root`,
    `arn:aws:iam::${B}:root`,
    `arn:aws:iam::${A}:role/r`,
    `arn:aws:sts::${A}:assumed-role/r/s`,
    `arn:aws:iam::${A}:user/bob`,
    `arn:aws-cn:iam::${B}:root`,
    `arn:aws:iam::${A}:${SERVICE_LINKED}`,
  ],
  Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'],
  Federated: ['accounts.google.com', `arn:aws:iam::${A}:saml-provider/corp`, '*'],
  CanonicalUser: ['*', CANONICAL_USER],
} as const;

const ACTIONS = ['sts:AssumeRole', 'sts:*', 'sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:AssumeRole*'] as const;

const CONDITIONS: readonly JsonObject[] = [
  { StringEquals: { 'sts:ExternalId': 'x' } },
  { StringLike: { 'sts:ExternalId': 'x*' } },
  { StringEquals: { 'aws:PrincipalAccount': A } },
  { StringNotEquals: { 'aws:PrincipalAccount': A } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*` } },
  { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*` } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:sts::*:federated-user/*' } },
  { ArnNotLike: { 'aws:PrincipalArn': [`arn:*:iam::*:*`] } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws-cn:iam::*:user/*' } },
  { Null: { 'aws:PrincipalArn': 'true' } },
  { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } },
  { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
];

const names = fc.oneof(
  { weight: 4, arbitrary: namesOf('AWS') },
  { weight: 2, arbitrary: namesOf('Service') },
  { weight: 1, arbitrary: namesOf('Federated') },
  { weight: 1, arbitrary: namesOf('CanonicalUser') },
  { weight: 1, arbitrary: fc.tuple(namesOf('AWS'), namesOf('Service')).map(([one, other]) => ({ ...one, ...other })) },
  { weight: 1, arbitrary: fc.constant('*') },
);

const statement = fc
  .record({
    principal: names,
    element: fc.oneof({ weight: 5, arbitrary: fc.constant('Principal') }, { weight: 1, arbitrary: fc.constant('Not') }),
    effect: fc.oneof({ weight: 3, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') }),
    actions: fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 2 }),
    condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined }),
  })
  .map(({ principal, element, effect, actions, condition }) => ({
    // IAM takes NotPrincipal with Deny only
    Effect: element === 'Not' ? 'Deny' : effect,
    [element === 'Not' ? 'NotPrincipal' : 'Principal']: principal,
    Action: actions,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));

/** Trust policies of a role. */
export const trustSource: fc.Arbitrary<JsonObject> = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((statements) => ({ Version: '2012-10-17', Statement: statements }));

/** One name or one condition at a time, so that kinds of principals meet. */
const plainly = fc.record({
  principal: fc
    .constantFrom(...Object.entries(NAMES), ['AWS', NAMES.AWS] as const, ['AWS', [ROLE, ROOT]] as const)
    .chain(([type, list]) => fc.constantFrom<string>(...list).map((name) => ({ [type]: [name] }))),
  condition: fc.constantFrom({}, {}, ...CONDITIONS.slice(2, 8)),
});

const EVERYONE = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };

/** What is allowed to one, to be held against what another may or what is denied to one of all. */
const plainPolicy = fc
  .tuple(plainly, fc.constantFrom('Allow', 'Allow', 'Deny', 'Not', 'All'))
  .map(([{ principal, condition }, kind]): JsonObject => {
    const rest = { Action: 'sts:AssumeRole', Condition: condition };
    const statements = {
      Allow: [{ ...rest, Effect: 'Allow', Principal: principal }],
      Deny: [EVERYONE, { ...rest, Effect: 'Deny', Principal: principal }],
      Not: [
        EVERYONE,
        { ...rest, Effect: 'Deny', NotPrincipal: { AWS: [ROOT, ROLE, ...Object.values(principal).flat()] } },
      ],
      All: [EVERYONE],
    }[kind];
    return { Version: '2012-10-17', Statement: statements ?? [] };
  });

/** Two trust policies, some alike but for one statement, some of one statement. */
export const trustPair: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(plainPolicy, plainPolicy) },
  { weight: 1, arbitrary: wildPair() },
);

function wildPair(): fc.Arbitrary<readonly [JsonObject, JsonObject]> {
  return fc.oneof(
    fc.tuple(trustSource, trustSource),
    fc.tuple(fc.array(statement, { minLength: 1, maxLength: 3 }), statement, fc.nat()).map(([list, one, at]) => {
      const changed = list.with(at % list.length, one);
      return [
        { Version: '2012-10-17', Statement: list },
        { Version: '2012-10-17', Statement: changed },
      ] as const;
    }),
  );
}

const PRINCIPALS = [
  `arn:aws:iam::${A}:role/r`,
  `arn:aws:sts::${A}:assumed-role/r/s`,
  `arn:aws:sts::${A}:assumed-role/r/t`,
  `arn:aws:sts::${A}:assumed-role/q/s`,
  `arn:aws:iam::${A}:user/bob`,
  `arn:aws:iam::${A}:user/eve`,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${B}:user/bob`,
  'arn:aws:iam::777788889999:role/r',
  'lambda.amazonaws.com',
  'ec2.amazonaws.com',
  's3.amazonaws.com',
  'accounts.google.com',
  'www.amazon.com',
  CANONICAL_USER,
  'd'.repeat(64),
  `arn:aws:sts::${A}:federated-user/f`,
  `arn:aws-cn:iam::${B}:user/bob`,
  `arn:aws-cn:iam::${B}:root`,
  `arn:aws:iam::${A}:${SERVICE_LINKED}`,
  `arn:aws:iam::${A}:saml-provider/corp`,
] as const;

/** A call to assume a role, by someone. */
export function randomAssumption(random: () => number): AccessRequest {
  const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;
  const principal = pick(PRINCIPALS, 'lambda.amazonaws.com');
  const externalId = random() < 0.5 ? { 'sts:ExternalId': pick(['x', 'xy', 'z'], 'x') } : {};
  const sourceAccount = random() < 0.5 ? { 'aws:SourceAccount': pick([A, B], A) } : {};
  return {
    principal,
    action: pick(['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:TagSession'], 'sts:AssumeRole'),
    resource: `arn:aws:iam::${A}:role/target`,
    context: { ...contextOf(principal), ...externalId, ...sourceAccount },
  };
}

/** What AWS fills in: of a session the ARN of its role, of a service that it is one. */
function contextOf(principal: string): Readonly<Record<string, string>> {
  const [, , kind, , account = '', name = ''] = principal.split(':');
  if (kind !== 'iam' && kind !== 'sts')
    return principal.endsWith('.amazonaws.com') ? { 'aws:PrincipalIsAWSService': 'true' } : {};
  const role = /^assumed-role\/([^/]*)/.exec(name)?.[1];
  const arn = role === undefined ? principal : `arn:aws:iam::${account}:role/${role}`;
  return { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': account, 'aws:PrincipalIsAWSService': 'false' };
}

function namesOf(type: keyof typeof NAMES): fc.Arbitrary<JsonObject> {
  return fc
    .array(fc.constantFrom<string>(...NAMES[type]), { minLength: 1, maxLength: 3 })
    .map((list) => ({ [type]: list }));
}
