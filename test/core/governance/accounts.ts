import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import type { Group, ManagedPolicy, Role, User } from '../../../lib/core/account/state.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { ACCOUNT } from './cases.ts';

/** The policy of AWS that allows everything; */
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** of the account: one that reads objects of S3, */
export const READ = `arn:aws:iam::${ACCOUNT}:policy/read`;
/** one that serves as a boundary, with S3 and SQS, */
export const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;
/** and one that sends to SQS. */
export const SHARED = `arn:aws:iam::${ACCOUNT}:policy/shared`;

/** The ARN of a role of the account. */
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
/** The ARN of a user of the account. */
export const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;

/** A policy document that allows this. */
export function allow(action: JsonValue, resource: JsonValue = '*'): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
}

/** A policy document that denies an action everywhere. */
export function deny(action: JsonValue): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] };
}

/** A trust policy that lets these in. */
export function trustOf(principal: JsonValue): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
}

/** A role that Lambda may assume and that reads objects of S3, but for what is said of it. */
export function role(name: string, change: Partial<Role> = {}): Role {
  return {
    kind: 'role',
    name,
    path: '/',
    arn: roleArn(name),
    id: `AROA${name}`,
    inline: new Map(),
    attached: [READ],
    trust: trustOf({ Service: 'lambda.amazonaws.com' }),
    tags: new Map(),
    ...change,
  };
}

/** A user that reads objects of S3, but for what is said of it. */
export function user(name: string, change: Partial<User> = {}): User {
  return {
    kind: 'user',
    name,
    path: '/',
    arn: userArn(name),
    id: `AIDA${name}`,
    inline: new Map(),
    attached: [READ],
    tags: new Map(),
    groups: [],
    accessKeys: new Map(),
    ...change,
  };
}

/** A group without policies, but for what is said of it. */
export function group(name: string, change: Partial<Group> = {}): Group {
  const arn = `arn:aws:iam::${ACCOUNT}:group/${name}`;
  return { kind: 'group', name, path: '/', arn, id: `AGPA${name}`, inline: new Map(), attached: [], ...change };
}

/** A managed policy of one version. */
export function policy(arn: string, document: JsonValue): ManagedPolicy {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const versions = new Map([['v1', document]]);
  return { arn, name, path: '/', id: `ANPA${name}`, defaultVersion: 'v1', versions, tags: new Map() };
}

const POLICIES = [
  policy(ADMIN, allow('*')),
  policy(READ, allow('s3:GetObject')),
  policy(FENCE, allow(['s3:*', 'sqs:*'])),
  policy(SHARED, allow('sqs:SendMessage')),
];

/** A whole account with these principals and groups, and a few policies. */
export function account(...holders: readonly (Role | User | Group)[]): AccountState {
  return {
    ...emptyAccount(ACCOUNT, 'aws'),
    coverage: 'whole',
    roles: new Map(holders.filter((each) => each.kind === 'role').map((each) => [each.name, each])),
    users: new Map(holders.filter((each) => each.kind === 'user').map((each) => [each.name, each])),
    groups: new Map(holders.filter((each) => each.kind === 'group').map((each) => [each.name, each])),
    policies: new Map(POLICIES.map((each) => [each.arn, each])),
  };
}
