import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  ArnPrincipal,
  type IPrincipal,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { POLICY_ACTIONS } from '../../infra/reach/calls.ts';
import { HUB_FUNCTIONS, functionRoleName } from '../../infra/reach/member-roles.ts';
import { Reach } from '../../infra/reach.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { accountAfter } from './deployed-roles.ts';
import {
  allBut,
  decisionWith,
  type DeployedRole,
  mayAssume,
  measureAccess,
  measureTrust,
  roleNamed,
} from './measure-role.ts';
import { HUB, IN_MEMBER, ORGANIZATION } from './places.ts';
import { resourcesOf } from './resolved-template.ts';
import { FIXED, standardNamed, standardsOfRoles } from './standard-of-roles.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

/** A member account with Ambit's roles; `change` widens them before they are deployed. */
function member(change: (reach: Reach) => void = () => undefined): AccountState {
  const stack = new Stack(new App(), 'Member');
  const protectedPrincipals = [
    'arn:*:iam::*:role/aws-service-role/*',
    'arn:*:iam::*:role/aws-reserved/*',
    'arn:*:iam::*:role/OrganizationAccountAccessRole',
    'arn:*:iam::*:role/AWSControlTowerExecution',
  ];
  const place = { hubAccount: HUB, organizationId: ORGANIZATION, forwardingRegions: ['us-east-1'] };
  change(new Reach(stack, 'Reach', { ...FIXED, ...place, protectedPrincipals }));
  return accountAfter(resourcesOf(Template.fromStack(stack).toJSON(), IN_MEMBER), IN_MEMBER);
}

const inlineShape = z.array(z.tuple([z.string(), z.json()]));

const deployed = member();
const names = [...deployed.roles.keys()];
const standards = standardsOfRoles(IN_MEMBER);
const inHub = (name: string): string => `arn:aws:iam::${HUB}:role/${name}`;
const inMember = (name: string): string => `arn:aws:iam::${deployed.account}:role/${name}`;
const PROTECTED = inMember('AWSControlTowerExecution');
const OWN_ROLES = [
  ...[...HUB_FUNCTIONS.map((name) => functionRoleName('Ambit', name)), 'AmbitScheduler'].map(inHub),
  ...[...names, 'AmbitForwarder-us-east-1', 'AmbitHook'].map(inMember),
];

const RULES = new Map<string, JsonObject>([
  ['changes no role of Ambit and becomes no other', allBut({ NotAction: ['iam:Get*', 'iam:List*'] }, OWN_ROLES)],
  [
    'writes to no table, bucket, key or queue, but for their policies, and calls no function',
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          NotAction: ['dynamodb:*', 's3:Put*', 's3:Delete*', 'kms:*Key*', 'kms:Sign', 'sqs:*', 'sns:*', 'lambda:*'],
          Resource: '*',
        },
        { Effect: 'Allow', Action: [...POLICY_ACTIONS.read, ...POLICY_ACTIONS.write], Resource: '*' },
      ],
    },
  ],
  [
    'changes no policy of a table, bucket, queue or topic of Ambit',
    allBut({ Action: [...POLICY_ACTIONS.write] }, [
      'arn:aws:s3:::ambit-*',
      'arn:aws:sqs:*:*:Ambit-*',
      'arn:aws:sns:*:*:Ambit-*',
      'arn:aws:dynamodb:*:*:table/Ambit-*',
      'arn:aws:lambda:*:*:function:Ambit-*',
    ]),
  ],
  [
    'changes nothing above the accounts',
    allBut({ Action: ['organizations:*Policy', 'organizations:Move*', 'sso:*', 'identitystore:*'] }, '*'),
  ],
  [
    'makes no user, role, key or password and hands no role to a service',
    allBut(
      { Action: ['iam:CreateUser', 'iam:CreateRole', 'iam:Create*Key', 'iam:*LoginProfile', 'iam:PassRole'] },
      '*',
    ),
  ],
  ['assumes no role at all', allBut({ Action: 'sts:*' }, '*')],
  ['touches no principal that the standards protect', allBut({ NotAction: ['iam:Get*', 'iam:List*'] }, PROTECTED)],
]);

const within = { verdict: 'within', reasons: [] };

describe.each(names)('%s in a member account', (name) => {
  test('holds no more than its standard', () => {
    expect(measureAccess(roleNamed(name, deployed), standardNamed(name, standards).access)).toMatchObject(within);
  });

  test.each([...RULES])('%s', (_, rule) => {
    expect(measureAccess(roleNamed(name, deployed), rule)).toMatchObject(within);
  });

  test('is given nothing more by the policy of a bucket', () => {
    const bucket = 'arn:aws:s3:::reports';
    expect(decisionWith(roleNamed(name, deployed), bucket, 's3:PutObject')).toBe('explicit-deny');
  });

  test('is assumed by nobody but whom its standard names', () => {
    expect(measureTrust(roleNamed(name, deployed), standardNamed(name, standards).assumedBy)).toMatchObject(within);
  });

  test('is assumed by everybody whom its standard names, in a session that says so, from the organization', () => {
    const callers = [...HUB_FUNCTIONS.map((each) => functionRoleName('Ambit', each)), 'Administrator'].map(inHub);
    const session = { 'sts:RoleSessionName': 'ambit-on-call', 'aws:PrincipalOrgID': ORGANIZATION };
    const assuming = (context: Readonly<Record<string, string>>): readonly string[] =>
      callers.filter((caller) => mayAssume(roleNamed(name, deployed), caller, context));
    expect(assuming(session)).toStrictEqual(standardNamed(name, standards).assumedBy);
    expect(assuming({ ...session, 'aws:PrincipalOrgID': 'o-other' })).toStrictEqual([]);
    expect(assuming({ ...session, 'sts:RoleSessionName': 'somebody' })).toStrictEqual([]);
  });
});

/** A role with a piece of its policy, as JSON text, exchanged for a wider one. */
function widened(name: string, piece: RegExp, wider: string): DeployedRole {
  const { account, role } = roleNamed(name, deployed);
  const wide = JSON.stringify([...role.inline]).replaceAll(piece, wider);
  expect(wide).not.toBe(JSON.stringify([...role.inline]));
  const inline = new Map(inlineShape.parse(JSON.parse(wide)));
  const changed = { ...role, inline };
  return { account: { ...account, roles: new Map(account.roles).set(name, changed) }, role: changed };
}

describe('a role that was widened is found', () => {
  test.each<[string, string, RegExp, string]>([
    ['by an action', 'AmbitHolder', /"iam:TagRole"/g, '"iam:TagRole","iam:CreateRole"'],
    ['by a wildcard', 'AmbitObserver', /"iam:GetRole"/g, '"iam:Get*"'],
    ['by a policy of AWS that it may attach', 'AmbitHolder', /policy\/AWSDenyAll"/g, 'policy/*"'],
    ['by the loss of what spares Ambit', 'AmbitHolder', /role\/AmbitObserver"/g, 'role/Other"'],
    [
      'by the loss of a deny',
      'AmbitRestorer',
      /"Sid":"NeverTouches"/g,
      '"Sid":"NeverTouches","Condition":{"Null":{"aws:PrincipalArn":"true"}}',
    ],
    ['by another bucket', 'AmbitAuditor', /example-trail\/\*/g, '*'],
  ])('%s', (_, name, piece, wider) => {
    expect(measureAccess(widened(name, piece, wider), standardNamed(name, standards).access).verdict).toBe('exceeds');
  });

  test.each<[string, IPrincipal]>([
    ['a role', new ArnPrincipal(inHub('AmbitSweep'))],
    ['the whole hub', new AccountPrincipal(HUB)],
    ['a service', new ServicePrincipal('lambda.amazonaws.com')],
  ])('by %s that it trusts', (_, principal) => {
    const trusting = member(({ restorer }) => restorer.assumeRolePolicy?.addStatements(trust(principal)));
    const { assumedBy } = standardNamed('AmbitRestorer', standards);
    expect(measureTrust(roleNamed('AmbitRestorer', trusting), assumedBy).verdict).toBe('exceeds');
  });

  test('by itself, where it could change a role of Ambit', () => {
    const changing = widened(
      'AmbitHolder',
      /"Sid":"NeverTouches"/g,
      '"Sid":"NeverTouches","Condition":{"Null":{"aws:PrincipalArn":"true"}}',
    );
    const broken = [...RULES].filter(([, rule]) => measureAccess(changing, rule).verdict === 'exceeds');
    expect(broken.map(([name]) => name)).toStrictEqual([
      'changes no role of Ambit and becomes no other',
      'touches no principal that the standards protect',
    ]);
  });
});

function trust(principal: IPrincipal): PolicyStatement {
  return new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [principal] });
}
