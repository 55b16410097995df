import { describe, expect, test } from '@jest/globals';
import type { AccountState, Role, User } from '../../../../lib/core/account/state.ts';
import type { Actor, AgentMarker } from '../../../../lib/core/activity/actor.ts';
import { classOf, classOfActor } from '../../../../lib/core/governance/standards/classify.ts';
import type {
  ClassKind,
  ClassMatch,
  Governance,
  PrincipalClass,
} from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { USUAL_LIMITS } from '../usual-limits.ts';

const ACCOUNT = '111122223333';
const SSO = '/aws-reserved/sso.amazonaws.com/eu-west-1/';

function principalClass(name: string, kind: ClassKind, match: Partial<ClassMatch> = {}): PrincipalClass {
  return {
    name,
    kind,
    match: { names: [], paths: [], tags: [], trust: [], permissionSets: [], ...match },
    standard: { name, policies: [] },
    mode: 'warn',
    response: { kind: 'alert' },
  };
}

const governance: Governance = {
  classes: [
    principalClass('agent', 'agent', {
      names: ['*agent*', 'kiro-*'],
      paths: ['/agents/*'],
      tags: [
        new Map([
          ['ambit:class', 'agent'],
          ['env', 'p?'],
        ]),
        new Map([['bot', 'yes*']]),
      ],
      trust: ['bedrock.amazonaws.com', '999988887777', 'arn:aws:iam::*:role/runner-*'],
    }),
    principalClass('engineer', 'engineer', { permissionSets: ['Dev*'] }),
    principalClass('deployer', 'pipeline', { names: ['*deploy*', '*agent-deploy*'] }),
  ],
  unclassified: principalClass('unclassified', 'unclassified'),
  people: [],
  approval: { allOf: [], rules: [], owners: [], longestSessionMinutes: 60, expiresAfterHours: 1 },
  ...USUAL_LIMITS,
  environments: [],
  waiver: { defaultDays: 1, maxDays: 1, noticeDays: 3 },
  staleAfterMinutes: 1,
};

function trustOf(...principals: readonly JsonValue[]): JsonValue {
  const Statement = principals.map((Principal) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }));
  return { Version: '2012-10-17', Statement };
}

function role(name: string, change: Partial<Role> = {}): Role {
  const path = change.path ?? '/';
  return {
    kind: 'role',
    name,
    path,
    arn: `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
    id: 'AROAX',
    inline: new Map(),
    attached: [],
    tags: new Map(),
    trust: trustOf({ Service: 'ec2.amazonaws.com' }),
    ...change,
  };
}

const user: User = {
  kind: 'user',
  name: 'build-agent',
  path: '/',
  arn: `arn:aws:iam::${ACCOUNT}:user/build-agent`,
  id: 'AIDAX',
  inline: new Map(),
  attached: [],
  tags: new Map(),
  groups: [],
  accessKeys: new Map(),
};

describe('the class of a principal', () => {
  test.each<[string, Role | User, string]>([
    ['its name', role('kiro-x'), 'agent'],
    ['its name in any case, as IAM tells names apart', role('BedrockAgentRole'), 'agent'],
    ['the name of a user', user, 'agent'],
    ['the first class, where two match', role('kiro-deploy'), 'agent'],
    ['a later class, where no earlier one matches', role('web-deploy'), 'deployer'],
    ['its path', role('x', { path: '/agents/blue/' }), 'agent'],
    ['a path above the one that is meant', role('x', { path: '/not/agents/' }), 'unclassified'],
    [
      'all tags of an entry',
      role('x', {
        tags: new Map([
          ['Ambit:Class', 'agent'],
          ['env', 'p1'],
        ]),
      }),
      'agent',
    ],
    ['one tag of the two of an entry', role('x', { tags: new Map([['ambit:class', 'agent']]) }), 'unclassified'],
    ['a tag whose value differs in case', role('x', { tags: new Map([['bot', 'YES']]) }), 'unclassified'],
    ['another entry of tags', role('x', { tags: new Map([['bot', 'yes, it is']]) }), 'agent'],
    [
      'a service that it trusts',
      role('x', { trust: trustOf({ Service: ['ec2.amazonaws.com', 'bedrock.amazonaws.com'] }) }),
      'agent',
    ],
    [
      'an account that it trusts by its root',
      role('x', { trust: trustOf({ AWS: 'arn:aws:iam::999988887777:root' }) }),
      'agent',
    ],
    ['an account that it trusts by its id', role('x', { trust: trustOf({ AWS: '999988887777' }) }), 'agent'],
    ['a role that it trusts', role('x', { trust: trustOf({ AWS: 'arn:aws:iam::1:role/runner-7' }) }), 'agent'],
    ['a trust policy that cannot be read', role('x', { trust: 'nothing' }), 'unclassified'],
    ['a permission set', role('AWSReservedSSO_DevOps_0123456789abcdef', { path: SSO }), 'engineer'],
    [
      'the name of a permission set on a role that is none',
      role('AWSReservedSSO_DevOps_0123456789abcdef'),
      'unclassified',
    ],
    ['another permission set', role('AWSReservedSSO_Audit_0123456789abcdef', { path: SSO }), 'unclassified'],
    ['nothing', role('x'), 'unclassified'],
  ])('is told by %s', (_, principal, name) => {
    expect(classOf(principal, governance).name).toBe(name);
  });

  test('is not told by a principal that the trust policy denies, or allows by exclusion', () => {
    const denied = { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { Service: 'bedrock.amazonaws.com' } };
    const excluded = { Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { Service: 'bedrock.amazonaws.com' } };
    for (const statement of [denied, excluded]) {
      expect(classOf(role('x', { trust: { Statement: [statement] } }), governance).name).toBe('unclassified');
    }
  });
});

describe('the class of an actor', () => {
  const known = role('x', { trust: trustOf({ Service: 'bedrock.amazonaws.com' }) });
  const state: AccountState = {
    account: ACCOUNT,
    partition: 'aws',
    coverage: 'whole',
    roles: new Map([['x', known]]),
    users: new Map([[user.name, user]]),
    groups: new Map(),
    policies: new Map(),
    instanceProfiles: new Map(),
  };
  const strong: AgentMarker = { agent: 'AWS MCP Server', strength: 'strong', field: 'userAgent' };
  const hint: AgentMarker = { ...strong, strength: 'hint' };

  function actor(principalArn: string | undefined, ...agentMarkers: readonly AgentMarker[]): Actor {
    const named = principalArn === undefined ? {} : { principalArn };
    return { id: 'AROAX:s', name: 's', kind: 'role-session', via: 'console', agentMarkers, ...named };
  }

  test.each<[string, Actor, AccountState | undefined, string]>([
    [
      'a strong marker, whatever the role',
      actor(`arn:aws:iam::${ACCOUNT}:role/web-deploy`, hint, strong),
      state,
      'agent',
    ],
    ['its role, where the marker is a hint', actor(`arn:aws:iam::${ACCOUNT}:role/web-deploy`, hint), state, 'deployer'],
    ['all that is known of its role', actor(known.arn), state, 'agent'],
    ['its user', actor(user.arn), state, 'agent'],
    ['its ARN, where the account is not known', actor(known.arn), undefined, 'unclassified'],
    ['the name in its ARN', actor(`arn:aws:iam::${ACCOUNT}:role/team/kiro-1`), undefined, 'agent'],
    ['the path in its ARN', actor(`arn:aws:iam::${ACCOUNT}:role/agents/blue/y`), undefined, 'agent'],
    [
      'the permission set in its ARN',
      actor(`arn:aws:iam::${ACCOUNT}:role${SSO}AWSReservedSSO_Dev_0123456789abcdef`),
      undefined,
      'engineer',
    ],
    [
      'its ARN, where a role of that name is in another account',
      actor('arn:aws:iam::444455556666:role/x'),
      state,
      'unclassified',
    ],
    ['nothing, for root', actor(`arn:aws:iam::${ACCOUNT}:root`), state, 'unclassified'],
    ['nothing, without a principal', actor(undefined), state, 'unclassified'],
  ])('is told by %s', (_, who, account, name) => {
    expect(classOfActor(who, account, governance).name).toBe(name);
  });

  test.each([
    ['observe', 'enforce', 'deployer'],
    ['warn', 'enforce', 'deployer'],
    ['enforce', 'enforce', 'agent'],
    ['enforce', 'warn', 'agent'],
  ] as const)(
    'with a strong marker is no way around its own class: agents in mode %s, its class in mode %s',
    (ofAgents, own, name) => {
      const classes = governance.classes.map((each) => ({ ...each, mode: each.kind === 'agent' ? ofAgents : own }));
      const who = actor(`arn:aws:iam::${ACCOUNT}:role/web-deploy`, strong);
      expect(classOfActor(who, state, { ...governance, classes }).name).toBe(name);
    },
  );

  test('with a strong marker is told by its principal, where no class is for agents', () => {
    const classes = governance.classes.filter((each) => each.kind !== 'agent');
    const who = actor(`arn:aws:iam::${ACCOUNT}:role/web-deploy`, strong);
    expect(classOfActor(who, state, { ...governance, classes }).name).toBe('deployer');
  });
});
