import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { ASSUMED_BY, functionRoleName, HUB_FUNCTIONS } from '../../infra/reach/member-roles.ts';
import { MEMBER_ROLES } from '../../lib/core/governance/guardrail/member-roles.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { accountAfter } from './deployed-roles.ts';
import { allBut, type DeployedRole, measureAccess, measureTrust, roleNamed } from './measure-role.ts';
import { HUB, IN_HUB, ORGANIZATION } from './places.ts';
import { type Resource, resourcesOf } from './resolved-template.ts';
import { type RoleStandard, standardNamed, standardsOfRoles } from './standard-of-roles.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const TRAIL_BUCKET = { 'ambit:trailBucket': 'example-trail' };
const ONE_ACCOUNT = { ...TRAIL_BUCKET, 'ambit:regions': 'us-east-1' };
const IN_ORGANIZATION = {
  ...ONE_ACCOUNT,
  'ambit:layout': 'organization',
  'ambit:organization': ORGANIZATION,
  'ambit:hubAccount': HUB,
  'ambit:managementAccount': '777788889999',
  'ambit:units': 'r-abcd',
  'ambit:guardrailTargets': 'r-abcd',
};

/** The account of the hub as it is once everything is deployed, with the standards of its roles. */
interface Deployed {
  readonly account: AccountState;
  readonly standards: ReadonlyMap<string, RoleStandard>;
}

async function deployed(context: Readonly<Record<string, string>>): Promise<Deployed> {
  const { stacks } = await synthesized(context);
  const hub = resourcesOf(templateOf(stacks, 'Ambit').toJSON(), IN_HUB);
  // the hub's account is a member too
  const sets = hub.filter(({ type }) => type === 'AWS::CloudFormation::StackSet');
  const resources = [...hub, ...sets.flatMap(({ properties }) => membersOf(properties))];
  return { account: accountAfter(resources, IN_HUB), standards: standardsOfRoles(IN_HUB, generatedArns(hub)) };
}

function membersOf(stackSet: JsonObject): readonly Resource[] {
  return resourcesOf(JSON.parse(z.string().parse(stackSet['TemplateBody'])), IN_HUB);
}

/** The ARNs of what the standards name in braces, of resources whose names CloudFormation makes. */
function generatedArns(resources: readonly Resource[]): Readonly<Record<string, string>> {
  const idOf = (type: string): string => resources.find((each) => each.type === type)?.id.toLowerCase() ?? type;
  return {
    table: `arn:aws:dynamodb:us-east-1:${HUB}:table/${idOf('AWS::DynamoDB::Table')}`,
    evidence: `arn:aws:s3:::${idOf('AWS::S3::Bucket')}`,
    key: `arn:aws:kms:us-east-1:${HUB}:key/${idOf('AWS::KMS::Key')}`,
  };
}

let oneAccount: Deployed;
let organization: Deployed;

beforeAll(async () => {
  oneAccount = await deployed(ONE_ACCOUNT);
  organization = await deployed(IN_ORGANIZATION);
});

const FUNCTION_ROLES = HUB_FUNCTIONS.map((name) => functionRoleName('Ambit', name));
const arnOf = (name: string): string => `arn:aws:iam::${HUB}:role/${name}`;
const ALL_ROLES = [
  ...FUNCTION_ROLES,
  ...['Scheduler', ...MEMBER_ROLES, 'Hook', 'Forwarder-us-east-1'].map((name) => `Ambit${name}`),
];
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

const within = { verdict: 'within', reasons: [] };

test('every role that is deployed has a standard, and there are no others', () => {
  expect([...organization.account.roles.keys()].sort()).toStrictEqual([...ALL_ROLES].sort());
  expect([...organization.standards.keys()].sort()).toStrictEqual([...ALL_ROLES].sort());
});

describe.each(FUNCTION_ROLES)('%s', (name) => {
  test('holds no more than its standard, in one account and in an organization', () => {
    expect(
      measureAccess(roleNamed(name, oneAccount.account), standardNamed(name, oneAccount.standards).access),
    ).toMatchObject(within);
    expect(
      measureAccess(roleNamed(name, organization.account), standardNamed(name, organization.standards).access),
    ).toMatchObject(within);
  });
});

/** The roles of members that a role may assume. */
function assumable(name: string): readonly string[] {
  const roles = MEMBER_ROLES.filter((role) =>
    ASSUMED_BY[role].some((each) => functionRoleName('Ambit', each) === name),
  );
  return roles.map((role) => `arn:aws:iam::*:role/Ambit${role}`);
}

/** A policy that allows everything but some actions elsewhere than on some resources. */
function onlyOn(Action: string, resources: readonly string[]): JsonObject {
  const elsewhere = resources.length === 0 ? { Resource: '*' } : { NotResource: resources };
  return { Version: '2012-10-17', Statement: [EVERYTHING, { Effect: 'Deny', Action, ...elsewhere }] };
}

const entries = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'LEDGER#*' } };

/** Put back what policies of resources said: of any, but those of Ambit. */
const PUTS_BACK: readonly string[] = ['AmbitHolder', 'AmbitRestorer'];
const OWN_KEY = { StringEquals: { 'aws:ResourceTag/ambit': 'protected' } };

/** What a role changes nothing of: anything, or what Ambit has where the role puts policies back. */
function unlessPolicies(name: string, ...own: readonly string[]): JsonValue {
  return PUTS_BACK.includes(name) ? own.map((each) => `arn:aws:${each}`) : '*';
}

/** What none of the roles can do, by what it is called; some may assume other roles. */
const RULES: readonly (readonly [string, (name: string) => JsonObject])[] = [
  [
    'changes no role of Ambit',
    () => allBut({ NotAction: ['iam:Get*', 'iam:List*', 'iam:PassRole', 'sts:AssumeRole'] }, ALL_ROLES.map(arnOf)),
  ],
  ['hands a service no role but the scheduler its own', () => onlyOn('iam:PassRole', [arnOf('AmbitScheduler')])],
  ['assumes no role but those of members that are for it', (name) => onlyOn('sts:*', assumable(name))],
  [
    'changes and deletes no entry of the ledger',
    () => allBut({ Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'], Condition: entries }, '*'),
  ],
  [
    'changes no table, and writes in no way but item by item',
    (name) =>
      allBut(
        {
          Action: ['Update*', 'BatchWriteItem', 'PartiQL*', '*Table*', '*Backup*', '*Policy', '*Resource'].map(
            (action) => `dynamodb:${action}`,
          ),
        },
        unlessPolicies(name, 'dynamodb:*:*:table/Ambit-*'),
      ),
  ],
  [
    'takes no evidence away and loosens no lock',
    (name) =>
      allBut(
        {
          Action: ['Delete*', 'Bypass*', 'Put*Retention', 'Put*Hold', 'PutBucket*', 'PutLifecycle*', 'Put*Acl'].map(
            (action) => `s3:${action}`,
          ),
        },
        unlessPolicies(name, 's3:::ambit-*'),
      ),
  ],
  [
    'changes no key',
    (name) =>
      allBut(
        {
          Action: ['Create*', 'Delete*', 'Disable*', 'Put*', 'Replicate*', 'Schedule*', '*Resource', 'Update*'].map(
            (action) => `kms:${action}`,
          ),
          ...(PUTS_BACK.includes(name) ? { Condition: OWN_KEY } : {}),
        },
        '*',
      ),
  ],
  [
    'changes no function, rule, schedule, queue, topic or stack',
    (name) =>
      allBut(
        {
          Action: [
            ...['Add*', 'Create*', 'Delete*', 'Put*', 'Remove*', 'Update*'].map((action) => `lambda:${action}`),
            ...['Delete*', 'Disable*', 'PutRule', 'PutTargets', 'PutPermission', 'Remove*'].map((a) => `events:${a}`),
            ...['Delete*', 'Update*'].map((action) => `scheduler:${action}`),
            ...['DeleteQueue', 'Purge*', 'Set*'].map((action) => `sqs:${action}`),
            ...['Delete*', 'Set*', 'Unsubscribe'].map((action) => `sns:${action}`),
            ...['Create*', 'Delete*', 'Execute*', 'Set*', 'Update*'].map((action) => `cloudformation:${action}`),
          ],
        },
        unlessPolicies(
          name,
          'sqs:*:*:Ambit-*',
          'sns:*:*:Ambit-*',
          'lambda:*:*:function:Ambit-*',
          'events:*',
          'scheduler:*',
          'cloudformation:*',
        ),
      ),
  ],
];

describe.each(ALL_ROLES)('%s in an organization', (name) => {
  test('holds no more than its standard, and is assumed by nobody else than that says', () => {
    const { access, assumedBy } = standardNamed(name, organization.standards);
    expect(measureAccess(roleNamed(name, organization.account), access)).toMatchObject(within);
    expect(measureTrust(roleNamed(name, organization.account), assumedBy)).toMatchObject(within);
  });

  test.each(RULES)('%s', (_, rule) => {
    expect(measureAccess(roleNamed(name, organization.account), rule(name))).toMatchObject(within);
  });
});

test('every function can ask the organization for its accounts, reconcile as the Auditor', () => {
  const lists = allBut({ Action: 'organizations:ListAccounts' }, '*');
  const listing = MEMBER_ROLES.filter(
    (role) => measureAccess(roleNamed(`Ambit${role}`, organization.account), lists).verdict === 'exceeds',
  );
  expect(listing).toStrictEqual(['Observer', 'Auditor']);
  expect([...new Set(listing.flatMap((role) => ASSUMED_BY[role]))].sort()).toStrictEqual([...HUB_FUNCTIONS].sort());
});

/** The role of `restore` with one more statement. */
function restoreWith(statement: JsonObject): DeployedRole {
  const { account, role } = roleNamed('AmbitRestore', organization.account);
  const inline = new Map(role.inline).set('more', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });
  const wider = { ...role, inline };
  return { account: { ...account, roles: new Map(account.roles).set(role.name, wider) }, role: wider };
}

test.each<[string, JsonObject]>([
  ['changes no role of Ambit', { Action: 'iam:PutRolePolicy', Resource: arnOf('AmbitRest*') }],
  ['hands a service no role but the scheduler its own', { Action: 'iam:PassRole', Resource: '*' }],
  [
    'assumes no role but those of members that are for it',
    { Action: 'sts:AssumeRole', Resource: arnOf('AmbitAuditor') },
  ],
  ['changes and deletes no entry of the ledger', { Action: 'dynamodb:DeleteItem', Resource: '*' }],
  ['changes no table, and writes in no way but item by item', { Action: 'dynamodb:BatchWriteItem', Resource: '*' }],
  ['takes no evidence away and loosens no lock', { Action: 's3:PutObjectRetention', Resource: '*' }],
  ['changes no key', { Action: 'kms:ScheduleKeyDeletion', Resource: '*' }],
  [
    'changes no function, rule, schedule, queue, topic or stack',
    { Action: 'lambda:UpdateFunctionCode', Resource: '*' },
  ],
])('a role that breaks it is found: %s', (rule, statement) => {
  const broken = RULES.filter(
    ([, of]) => measureAccess(restoreWith(statement), of('AmbitRestore')).verdict === 'exceeds',
  );
  expect(broken.map(([name]) => name)).toStrictEqual([rule]);
  const { access } = standardNamed('AmbitRestore', organization.standards);
  expect(measureAccess(restoreWith(statement), access).verdict).toBe('exceeds');
});
