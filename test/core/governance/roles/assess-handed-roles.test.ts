import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lib/core/access/compare.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { Actor } from '../../../../lib/core/activity/actor.ts';
import { standardSet } from '../../../../lib/core/governance/standards/access-limits.ts';
import { assessHandedRoles } from '../../../../lib/core/governance/roles/assess-handed-roles.ts';
import type { ClassKind } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { account, ADMIN, allow, role, trustOf, user } from '../accounts.ts';
import { ACCOUNT, engineerSession, governance, NOW } from '../cases.ts';
import {
  admin,
  type Caller,
  classFor,
  engineer,
  findings,
  FUNCTION,
  type HandedOver,
  hands,
  reader,
} from './handed-over.ts';
import { ROLES_HANDED, PROFILES_HANDED } from './handed-over-cases.ts';

const verdicts = (made: HandedOver) => findings(made).map(({ verdict }) => verdict);
const responses = (made: HandedOver) => findings(made).map(({ response }) => response.kind);

describe('who hands over a role gains what it may do', () => {
  test('an agent that gives a function the role of an administrator is stopped', () => {
    expect(findings(hands('admin'))).toMatchObject([
      {
        kind: 'excess-by-role',
        severity: 'critical',
        verdict: 'exceeds',
        principal: engineerSession.principalArn,
        class: 'agent',
        resources: [FUNCTION],
        excess: [{ policy: ADMIN }],
        witness: { principal: admin.arn },
        response: { kind: 'hold', plan: { kind: 'contain', calls: [{ name: 'PutRolePolicy' }] } },
      },
    ]);
  });

  test('it is said which role was given to what, and which way to more access that opens', () => {
    const reasons = findings(hands('admin')).flatMap((finding) => finding.reasons);
    expect(reasons[0]).toEqual({
      rule: 'role-handed',
      detail: `CreateFunction handed ${admin.arn} to ${FUNCTION}: whoever controls it can do what the role may do`,
    });
    expect(reasons.map(({ rule }) => rule)).toContain('escalation-path');
  });

  test('an inline policy is named with the role that has it', () => {
    expect(findings(hands('queues'))[0]?.excess.map(({ policy }) => policy)).toEqual(['role/queues/inline:queues']);
  });

  test.each(ROLES_HANDED)('%s', (_, made, expected) => {
    expect(verdicts(made)).toEqual(expected);
  });

  test.each(PROFILES_HANDED)('an instance profile %s', (_, made, expected) => {
    expect(verdicts(made)).toEqual(expected);
  });
});

describe('nothing is said', () => {
  test.each<readonly [string, Partial<Actor>]>([
    ['a service on its own', { kind: 'service', name: 'autoscaling.amazonaws.com' }],
    ['a role that belongs to a service', { principalArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/a/B` }],
  ])('where the caller is %s', (_, actor) => {
    expect(findings(hands('admin', { actor }))).toEqual([]);
  });

  const lends = (resource: JsonValue, condition?: JsonObject): Caller => ({
    standard: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: resource,
          ...(condition === undefined ? {} : { Condition: condition }),
        },
      ],
    },
  });
  const to = (service: string): JsonObject => ({ StringEquals: { 'iam:PassedToService': service } });

  test.each<readonly [string, Caller, number]>([
    ['on this role', lends(admin.arn), 0],
    ['on roles that are named alike', lends(`arn:aws:iam::${ACCOUNT}:role/adm*`), 0],
    ['on this role for this service', lends(admin.arn, to('lambda.amazonaws.com')), 0],
    ['on this role for another service', lends(admin.arn, to('ec2.amazonaws.com')), 1],
    ['on every role there is', lends('*'), 1],
    ['on every role of the account', lends(`arn:aws:iam::${ACCOUNT}:role/*`), 1],
    ['on every role, and on another by name', lends(['*', reader.arn]), 1],
    [
      'on this role from an address that is not known',
      lends(admin.arn, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
      1,
    ],
    ['on this role outside of an address', lends(admin.arn, { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), 1],
    [
      'on this role for this caller',
      lends(admin.arn, { ArnEquals: { 'aws:PrincipalArn': engineerSession.principalArn ?? '' } }),
      0,
    ],
    ['on this role for another caller', lends(admin.arn, { ArnEquals: { 'aws:PrincipalArn': reader.arn } }), 1],
  ])('where the standard allows iam:PassRole %s: %#', (_, caller, count) => {
    expect(findings(hands('admin', caller))).toHaveLength(count);
  });

  test('of a denial of PassRole that may hold, nothing is taken for consent', () => {
    const statements = [
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: admin.arn },
      { Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
    ];
    const standard = { Version: '2012-10-17', Statement: statements };
    expect(findings(hands('admin', { standard }))).toHaveLength(1);
  });
});

describe('a limit that hangs on who asks counts for the caller alone', () => {
  const owner = (tags: ReadonlyMap<string, string>) =>
    role('engineer', {
      attached: [],
      tags,
      inline: new Map([
        [
          'mine',
          {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'sqs:*',
                Resource: '*',
                Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
              },
            ],
          },
        ],
      ]),
    });

  test('what the caller may do by a tag of its own does not cover a role', () => {
    const anybody = role('engineer', { attached: [], inline: new Map([['mine', allow('sqs:*')]]) });
    expect(responses(hands('tagged', { principal: owner(new Map([['team', 'a']])) }))).toEqual(['hold']);
    expect(responses(hands('tagged', { principal: anybody }))).toEqual(['alert']);
  });

  test('nor does a standard for principals of one name', () => {
    const standard = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/adm*' } } },
      ],
    };
    expect(verdicts(hands('admin', { standard }))).toEqual(['exceeds']);
  });
});

const marked: Actor['agentMarkers'] = [{ agent: 'AWS MCP Server', strength: 'strong', field: 'userAgent' }];

describe('what is done about it', () => {
  test.each<readonly [string, Caller, string]>([
    ['an agent is stopped', {}, 'hold'],
    [
      'an agent is stopped at once, though its class waits for approval',
      { response: { kind: 'hold-unless-approved', withinMinutes: 5 } },
      'hold',
    ],
    ['in warn mode people are told', { mode: 'warn' }, 'alert'],
    ['in observe mode it is written down', { mode: 'observe' }, 'observe'],
    ['of an agent that is a user, people are told', { principal: user('bot'), actor: userActor('bot') }, 'alert'],
    [
      'of an agent that may do as much already, people are told',
      { principal: role('engineer', { attached: [ADMIN] }) },
      'alert',
    ],
    ['of an engineer, people are told', { kind: 'engineer' }, 'alert'],
    ['of the root user, people are told', { kind: 'engineer', actor: { kind: 'root' } }, 'alert'],
    [
      'of a pipeline that may do as much already, it is written down',
      { kind: 'pipeline', principal: role('engineer', { attached: [ADMIN] }) },
      'observe',
    ],
    ['of a pipeline, people are told', { kind: 'pipeline' }, 'alert'],
  ])('%s', (_, caller, response) => {
    expect(responses(hands('admin', caller))).toEqual([response]);
  });

  test('it is said that who called may do as much already, and that this outlasts it', () => {
    const [finding] = findings(hands('admin', { principal: role('engineer', { attached: [ADMIN] }) }));
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('held-already');
  });

  test.each<readonly [string, HandedOver, HandedOver, number]>([
    [
      'roles of which nothing is known',
      hands('nobody', { kind: 'engineer' }),
      hands('nobody', { kind: 'engineer' }),
      1,
    ],
    ['other such roles', hands('nobody', { kind: 'engineer' }), hands('no-one', { kind: 'engineer' }), 2],
    ['such roles, by an agent', hands('nobody'), hands('nobody'), 2],
    ['roles that exceed', hands('admin', { kind: 'engineer' }), hands('admin', { kind: 'engineer' }), 2],
  ])('two calls within an hour that hand over %s are findings by themselves or one', (_, one, other, count) => {
    const all = [...findings(one), ...findings({ ...other, id: 'call-2' })];
    expect(new Set(all.map(({ id }) => id)).size).toBe(count);
  });

  test('what a pipeline hands over and nothing is known of is written down', () => {
    expect(responses(hands('nobody', { kind: 'pipeline' }))).toEqual(['observe']);
  });

  test.each<readonly [ClassKind, string]>([
    ['pipeline', 'observe'],
    ['workload', 'observe'],
    ['engineer', 'alert'],
    ['agent', 'hold'],
  ])('of class %s: to change code that has a role is answered by %s', (kind, response) => {
    const parameters = { functionName: 'f' };
    const made = { name: 'UpdateFunctionCode20150331v2', parameters, answer: { role: admin.arn }, kind };
    expect(responses(made)).toEqual([response]);
  });

  test('an agent that borrows the role of an engineer holds none of it, and is stopped', () => {
    const caller: Caller = { kind: 'engineer', principal: role('engineer', { attached: [ADMIN] }) };
    expect(responses(hands('admin', caller))).toEqual(['alert']);
    const borrowing = findings(hands('admin', { ...caller, actor: { agentMarkers: marked } }));
    expect(borrowing).toMatchObject([{ verdict: 'exceeds', response: { kind: 'hold', plan: { kind: 'contain' } } }]);
  });

  test('what the standard of the role lets engineers hand over, an agent that borrows it may not', () => {
    const lends = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: admin.arn }],
    };
    const caller: Caller = { kind: 'engineer', standard: lends };
    expect(findings(hands('admin', caller))).toEqual([]);
    expect(verdicts(hands('admin', { ...caller, actor: { agentMarkers: marked } }))).toEqual(['exceeds']);
  });

  const invokedBy = 'cloudformation.amazonaws.com';
  test.each<readonly [string, JsonValue, string]>([
    ['that CloudFormation alone has', { Service: invokedBy }, 'observe'],
    ['that others can take as well', { Service: invokedBy, AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'alert'],
  ])('a stack that is deployed with a role %s', (_, trusted, response) => {
    const principal = role('engineer', { attached: [], trust: trustOf(trusted) });
    expect(responses(hands('admin', { kind: 'engineer', principal, actor: { invokedBy } }))).toEqual([response]);
  });
});

function userActor(name: string): Partial<Actor> {
  return { kind: 'user', principalArn: `arn:aws:iam::${ACCOUNT}:user/${name}` };
}

const ACTIONS = ['*', 's3:GetObject', 's3:*', 'sqs:*', 'iam:PassRole', ['s3:GetObject', 'sqs:SendMessage']];

describe('nothing is found if and only if the role is within the standard', () => {
  const pairs = ACTIONS.flatMap((granted) => ACTIONS.map((limit) => [granted, limit] as const));

  test.each(pairs)('a role that may %j, a standard of %j', (granted, limit) => {
    const handed = role('handed', { attached: [], inline: new Map([['p', allow(granted)]]) });
    const state = account(handed, engineer);
    const policies = policySetOf(state, handed.arn);
    if (policies === undefined) throw new Error('no role');
    const of = classFor({ standard: allow(limit) });
    const change = {
      kind: 'role-handed',
      resources: [FUNCTION],
      roles: [handed.arn],
      grantees: ['lambda.amazonaws.com'],
      asked: {},
    } as const;
    const call = {
      id: 'c',
      source: 'lambda.amazonaws.com',
      name: 'CreateFunction',
      time: NOW,
      account: ACCOUNT,
      region: 'us-east-1',
      actor: engineerSession,
      change,
      replayed: false,
    };
    const roles = [{ kind: 'known', arn: handed.arn, name: 'handed', trust: handed.trust, policies }] as const;
    const rules = governance({ classes: [of] });
    const found = assessHandedRoles({ call, change, roles, caller: state, governance: rules, waivers: [], now: NOW });
    const { verdict } = compare(policies, [standardSet(of.standard, policies)]);
    expect(found.length === 0).toBe(verdict === 'within');
  });
});
