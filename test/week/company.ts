import type { JsonObject } from '../../lib/core/json.ts';

/** The account of the company. */
export const ACCOUNT = '111122223333';
/** A Monday, midnight UTC. */
export const START = Date.UTC(2026, 0, 5);
/** A second, in milliseconds, */
export const SECOND = 1000;
/** a minute, */
export const MINUTE = 60_000;
/** an hour, */
export const HOUR = 3_600_000;
/** and a day. */
export const DAY = 86_400_000;

/** The policy of AWS that allows everything, */
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** and one that allows what agents may have. */
export const FENCE = policyArn('fence');
/** An account that is none of the company's. */
export const STRANGER = '999988887777';

/** The kinds of principals. */
export const KINDS = ['agent', 'engineer', 'pipeline', 'workload'] as const;
/** What a principal of the company is. */
export type Kind = (typeof KINDS)[number];

/** Who holds access: an engineer is a user, all others are roles. */
export interface Principal {
  readonly kind: Kind;
  readonly name: string;
  readonly arn: string;
  /** Id of the call that made it; absent: it was there from the start. */
  readonly madeBy?: string;
}

/** The share of each kind among the principals. */
export const SHARE: Readonly<Record<Kind, number>> = { agent: 0.15, engineer: 0.25, pipeline: 0.1, workload: 0.5 };

/** A principal of a kind, by its name. */
export function principal(kind: Kind, name: string): Principal {
  const type = kind === 'engineer' ? 'user' : 'role';
  return { kind, name, arn: `arn:aws:iam::${ACCOUNT}:${type}${pathOf(kind)}${name}` };
}

/** The path of the roles of a kind. */
export function pathOf(kind: Kind): string {
  return `/${kind}s/`;
}

/** The ARN of a policy of the company. */
export function policyArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:policy/${name}`;
}

/** What a kind may be given: actions by service, each within the standard of its class. */
export const WITHIN: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  agent: [
    ['s3:GetObject', 's3:ListBucket'],
    ['dynamodb:GetItem', 'dynamodb:Query'],
    ['logs:GetLogEvents', 'logs:FilterLogEvents'],
  ],
  engineer: [
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan'],
    ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'],
    ['logs:GetLogEvents', 'logs:FilterLogEvents', 'logs:StartQuery'],
  ],
  pipeline: [
    ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    ['ecr:BatchGetImage', 'ecr:PutImage', 'ecr:InitiateLayerUpload'],
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
  ],
  workload: [
    ['s3:GetObject', 's3:PutObject'],
    ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
  ],
};

/** What no class may hold. */
export const BEYOND = [
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'iam:CreateAccessKey',
  'ec2:RunInstances',
  'rds:DeleteDBInstance',
] as const;

/** Services whose keys and names the runs use, as patterns of resources of one team. */
export function resourceOf(action: string, team: number): string {
  const [service = ''] = action.split(':');
  const place = `us-east-1:${ACCOUNT}`;
  const patterns: Readonly<Record<string, string>> = {
    s3: `arn:aws:s3:::team-${team}-*`,
    dynamodb: `arn:aws:dynamodb:${place}:table/team-${team}-*`,
    sqs: `arn:aws:sqs:${place}:team-${team}-*`,
    ecr: `arn:aws:ecr:${place}:repository/team-${team}/*`,
    logs: `arn:aws:logs:${place}:log-group:/team-${team}/*`,
  };
  return patterns[service] ?? '*';
}

/** A policy document that allows these actions. */
export function allow(actions: readonly string[], resource = '*'): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: resource }] };
}

/** A trust policy that lets these in. */
export function trustIn(who: JsonObject): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: who, Action: 'sts:AssumeRole' }] };
}

const classOf = (kind: Kind, response: JsonObject): JsonObject => ({
  name: kind,
  kind,
  match: { paths: [`${pathOf(kind)}*`] },
  mode: 'enforce',
  response,
  standard: {
    policies: [{ Id: `${kind}s`, ...allow(WITHIN[kind].flat()) }],
    assumableBy: ['own-account', 'any-service'],
  },
});

/** The company's standards, as `ambit.yaml` would say it. */
export const STANDARDS: JsonObject = {
  version: 1,
  classes: [
    classOf('agent', { kind: 'hold' }),
    classOf('engineer', { kind: 'hold-unless-approved', withinMinutes: 60 }),
    classOf('pipeline', { kind: 'hold' }),
    classOf('workload', { kind: 'hold' }),
  ],
  unclassified: {
    mode: 'warn',
    response: { kind: 'alert' },
    standard: { policies: [{ Id: 'o', ...allow(['s3:GetObject']) }] },
  },
  people: [
    { id: 'rita', name: 'Rita', groups: ['security'], actsAs: [] },
    { id: 'pat', name: 'Pat', groups: ['owners'], actsAs: [] },
  ],
  approval: {
    allOf: [
      { group: 'security', count: 1 },
      { group: 'owners', count: 1 },
    ],
    expiresAfterHours: 72,
  },
  protectedPrincipals: [],
  environments: [],
  waiver: { defaultDays: 7, maxDays: 30 },
  staleAfterMinutes: 30,
};
