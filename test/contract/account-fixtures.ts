import { emptyAccount } from '../../lib/core/account/empty-account.ts';
import type { AccountState, Group, ManagedPolicy, Role, User } from '../../lib/core/account/state.ts';

/** An account, */
export const ACCOUNT = '111122223333';
/** a role in it, */
export const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/agents/deploy`;
/** a user, */
export const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`;
/** and a policy, which the role has. */
export const TEAM_POLICY = `arn:aws:iam::${ACCOUNT}:policy/team`;

/** A policy document that allows one action on everything. */
export function documentAllowing(action: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

const DEPLOY_ROLE: Role = {
  kind: 'role',
  name: 'deploy',
  path: '/agents/',
  arn: DEPLOY,
  id: 'AROAEXAMPLE',
  inline: new Map([['deploy', documentAllowing('s3:PutObject')]]),
  attached: [TEAM_POLICY],
  trust: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
  },
  tags: new Map([['team', 'infra']]),
};

const ADA_USER: User = {
  kind: 'user',
  name: 'ada',
  path: '/',
  arn: ADA,
  id: 'AIDAEXAMPLE',
  inline: new Map(),
  attached: [],
  tags: new Map(),
  groups: ['engineers'],
  accessKeys: new Map(),
};

const ENGINEERS: Group = {
  kind: 'group',
  name: 'engineers',
  path: '/',
  arn: `arn:aws:iam::${ACCOUNT}:group/engineers`,
  id: 'AGPAEXAMPLE',
  inline: new Map([['read', documentAllowing('s3:GetObject')]]),
  attached: [],
};

const TEAM: ManagedPolicy = {
  arn: TEAM_POLICY,
  name: 'team',
  path: '/',
  id: 'ANPAEXAMPLE',
  defaultVersion: 'v1',
  versions: new Map([['v1', documentAllowing('ec2:DescribeInstances')]]),
  tags: new Map(),
};

/** An account with a role, a user in a group, and a managed policy. */
export const SMALL_ACCOUNT: AccountState = {
  ...emptyAccount(ACCOUNT, 'aws'),
  coverage: 'whole',
  roles: new Map([['deploy', DEPLOY_ROLE]]),
  users: new Map([['ada', ADA_USER]]),
  groups: new Map([['engineers', ENGINEERS]]),
  policies: new Map([[TEAM_POLICY, TEAM]]),
};
