import { readAuthorizationDetails } from '../../lib/core/account/authorization-details.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';

/** The account of the runs. */
export const ACCOUNT = '111122223333';

/** The policy of AWS that allows everything. */
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** A policy that one role alone holds. */
export const SOLO = `arn:aws:iam::${ACCOUNT}:policy/solo`;
/** A policy that two roles hold. */
export const SHARED = `arn:aws:iam::${ACCOUNT}:policy/shared`;
/** The boundary of the agent's role, */
export const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;
/** and one that limits nothing. */
export const WIDE_FENCE = `arn:aws:iam::${ACCOUNT}:policy/wide-fence`;

/** The roles of the runs: an agent's behind a boundary, one of a workload, and one of engineers. */
export const ROLES = ['deployer', 'worker', 'engineer'] as const;
/** The users: an agent's, and one of engineers. */
export const USERS = ['ann', 'ben'] as const;
/** The groups: one of both users, and one of one of them. */
export const GROUPS = ['crew', 'ops'] as const;

/** The ARN of a role of the account. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** A policy document that allows these actions on everything. */
export function allow(actions: readonly string[]): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] };
}

/** A trust policy that lets these in. */
export function trust(principal: JsonValue): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
}

/** Whom roles trust: their account, */
export const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
/** a service, */
export const LAMBDA = { Service: 'lambda.amazonaws.com' };
/** and people of another account. */
export const STRANGERS = { AWS: 'arn:aws:iam::999988887777:root' };

interface RoleParts {
  readonly trusts: JsonValue;
  readonly look: readonly string[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
}

function role(name: string, { trusts, look, attached = [], boundary }: RoleParts): JsonObject {
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: roleArn(name),
    Path: '/',
    AssumeRolePolicyDocument: trust(trusts),
    AttachedManagedPolicies: attached.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn })),
    RolePolicyList: [{ PolicyName: 'look', PolicyDocument: allow(look) }],
    InstanceProfileList: [],
    Tags: [],
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } }),
  };
}

function user(name: string, groups: readonly string[]): JsonObject {
  return {
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    Path: '/',
    AttachedManagedPolicies: [],
    UserPolicyList: [],
    GroupList: [...groups],
    Tags: [],
  };
}

function group(name: string, actions: readonly string[]): JsonObject {
  return {
    GroupName: name,
    GroupId: `AGPA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:group/${name}`,
    Path: '/',
    AttachedManagedPolicies: [],
    GroupPolicyList: [{ PolicyName: 'look', PolicyDocument: allow(actions) }],
  };
}

function policy(arn: string, actions: readonly string[]): JsonObject {
  return {
    PolicyName: nameOf(arn),
    PolicyId: `ANPA${nameOf(arn).toUpperCase()}`,
    Arn: arn,
    Path: '/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: allow(actions) }],
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

const ACCOUNT_FILE: JsonObject = {
  UserDetailList: [user('ann', ['crew']), user('ben', ['crew', 'ops'])],
  GroupDetailList: [group('crew', ['s3:GetObject']), group('ops', ['ec2:*'])],
  RoleDetailList: [
    // only the boundary keeps it from EC2
    role('deployer', { trusts: ROOT, look: ['s3:GetObject', 'ec2:*'], attached: [SHARED], boundary: FENCE }),
    role('worker', { trusts: LAMBDA, look: ['s3:GetObject'], attached: [SOLO] }),
    role('engineer', { trusts: ROOT, look: ['s3:GetObject'], attached: [SHARED] }),
    role('bridge', { trusts: ROOT, look: ['sts:AssumeRole'] }),
    role('office', { trusts: ROOT, look: ['s3:GetObject'] }),
  ],
  Policies: [
    policy(ADMIN, ['*']),
    policy(SOLO, ['s3:GetObject']),
    policy(SHARED, ['s3:GetObject']),
    policy(FENCE, ['s3:*', 'sns:*', 'iam:*']),
    policy(WIDE_FENCE, ['*']),
  ],
};

/** The account as every run begins. */
export function account(): AccountState {
  const state = readAuthorizationDetails([ACCOUNT_FILE]);
  if (!state.ok) throw new Error(`${state.error.place}: ${state.error.detail}`);
  return state.value;
}
