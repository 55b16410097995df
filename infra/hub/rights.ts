import { Aws } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { MEMBER_ROLES, type MemberRole, memberRoleName } from '../../lib/core/governance/guardrail/member-roles.ts';
import { ASSUMED_BY, type HubFunction } from '../reach/member-roles.ts';
import { HOLDING_ABOVE, RESTORING_ABOVE } from '../reach/calls.ts';
import { READ_ABOVE_ACCOUNTS } from '../reach/reads.ts';
import { type Acknowledged, logicalIdOf, wildcardResource } from '../acknowledge.ts';
import type { Watched } from '../watched.ts';
import type { Queues } from './queues.ts';
import type { Records } from './records.ts';
import type { Schedules } from './schedules.ts';

/** Of what the functions get rights. */
export interface Resources {
  readonly prefix: string;
  readonly records: Records;
  readonly queues: Queues;
  readonly bus: EventBus;
  readonly schedules: Schedules;
  readonly topic: Topic;
  readonly watched: Watched;
}

/** One thing that a function does, as a function of the resources it does it to. */
type Right = (resources: Resources) => PolicyStatement;

const GET = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
const READ = [...GET, 'dynamodb:Query'];
// a transaction is authorized by what it does to each item
const APPEND = [...READ, 'dynamodb:PutItem', 'dynamodb:ConditionCheckItem'];
const WRITE = [...READ, 'dynamodb:PutItem', 'dynamodb:DeleteItem'];

/** Items of these partitions of the table, and nothing that has no partition in its request, such as a scan. */
function partitions(keys: readonly string[], actions: readonly string[]): Right {
  return ({ records }) =>
    new PolicyStatement({
      actions: [...actions],
      resources: [records.table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
}

const readLedger = partitions(['LEDGER#*'], READ);
const appendToLedger = partitions(['LEDGER#*'], APPEND);
const snapshots = partitions(['SNAPSHOT#*', 'PRINCIPALS#*'], WRITE);
const keepsakes = partitions(['KEPT#*'], WRITE);
const lookAtKeepsakes = partitions(['KEPT#*'], READ);
const recentCalls = partitions(['CALLS#*'], ['dynamodb:Query', 'dynamodb:PutItem']);
const turns = partitions(['TURNS#*'], ['dynamodb:GetItem', 'dynamodb:PutItem']);
const toldChanges = partitions(['CHANGED#*'], ['dynamodb:BatchGetItem', 'dynamodb:PutItem']);
const cursors = partitions(['CURSORS'], ['dynamodb:GetItem', 'dynamodb:PutItem']);
const readCases = partitions(['CASES'], GET);
const keepCases = partitions(['CASES'], [...GET, 'dynamodb:PutItem', 'dynamodb:DeleteItem']);
const deadlines = partitions(['DEADLINES#*'], ['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem']);

const allow = (actions: readonly string[], resource: (resources: Resources) => string): Right => {
  return (resources) => new PolicyStatement({ actions: [...actions], resources: [resource(resources)] });
};

const announce = allow(['sns:Publish'], ({ topic }) => topic.topicArn);

const putEvents: Right = ({ bus }) =>
  new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: { StringEquals: { 'events:source': 'ambit' } },
  });

const schedule = allow(
  ['scheduler:CreateSchedule'],
  ({ prefix }) => `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule/${prefix}/deadline-*`,
);

const passScheduler: Right = ({ schedules }) =>
  new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [schedules.role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });

const sealedParts = ({ records }: Resources) => records.evidence.arnForObjects('ledger/*');
const seal = allow(['s3:PutObject'], sealedParts);
const readSealed = allow(['s3:GetObject'], sealedParts);

const listEvidence: Right = ({ records }) =>
  new PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: [records.evidence.bucketArn],
    conditions: { StringLike: { 's3:prefix': 'ledger/*' } },
  });

const signCheckpoints: Right = ({ records }) =>
  new PolicyStatement({
    actions: ['kms:Sign'],
    resources: [records.signingKey.keyArn],
    conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ED25519_SHA_512' } },
  });

const getPublicKey = allow(['kms:GetPublicKey'], ({ records }) => records.signingKey.keyArn);

/** A role of watched accounts; in them, its trust policy says once more which functions it is for. */
const assume =
  (role: MemberRole): Right =>
  ({ prefix, watched }) => {
    const arnIn = (account: string) => `arn:${Aws.PARTITION}:iam::${account}:role/${memberRoleName(prefix, role)}`;
    const statement = new PolicyStatement({ actions: ['sts:AssumeRole'] });
    switch (watched.kind) {
      case 'own-account':
        statement.addResources(arnIn(Aws.ACCOUNT_ID));
        break;
      case 'accounts':
        statement.addResources(...[Aws.ACCOUNT_ID, ...watched.accounts].map(arnIn));
        break;
      case 'organization':
        statement.addResources(arnIn('*'));
        statement.addCondition('StringEquals', { 'aws:ResourceOrgID': watched.organizationId });
    }
    return statement;
  };

const handOverCalls = allow(['sqs:SendMessage'], ({ queues }) => queues.calls.queueArn);
const handOverPages = allow(['sqs:SendMessage'], ({ queues }) => queues.sweepPages.queueArn);

const aboveAccounts = (actions: readonly string[]): Right => allow(actions, () => '*');
const readOrganization = aboveAccounts(READ_ABOVE_ACCOUNTS.organization);
const readIdentityCenter = aboveAccounts(READ_ABOVE_ACCOUNTS.identityCenter);

const deciding = [appendToLedger, snapshots, announce, putEvents];
const keepingDeadlines = [deadlines, schedule, passScheduler];
const verifying = [readSealed, listEvidence, getPublicKey];
const sealing = [...verifying, seal, signCheckpoints];

/**
 * What each function may do besides writing its log, taking from its queue and assuming the roles of `ASSUMED_BY`. Nobody may
 * change or delete an entry of the ledger.
 */
const RIGHTS: { readonly [N in HubFunction]: readonly Right[] } = {
  'on-call': [
    ...deciding,
    readCases,
    ...keepingDeadlines,
    recentCalls,
    keepsakes,
    turns,
    toldChanges,
    readOrganization,
    readIdentityCenter,
  ],
  'on-deadline': [...deciding, keepCases, ...keepingDeadlines, keepsakes, ...sealing],
  sweep: [...deciding, readCases, cursors, keepsakes, handOverPages, readOrganization],
  gate: [appendToLedger, lookAtKeepsakes, announce, putEvents],
  api: [appendToLedger, readCases, announce, putEvents, ...verifying],
  restore: [...deciding, readCases, ...keepingDeadlines],
  reconcile: [readLedger, cursors, handOverCalls],
};

/**
 * What functions do above the accounts, by their own roles: they stand in the account that AWS trusts with it. Only `restore` gives
 * anything back there, too.
 */
const ABOVE: { readonly [N in HubFunction]?: readonly Right[] } = {
  'on-call': [aboveAccounts(HOLDING_ABOVE)],
  'on-deadline': [readOrganization, aboveAccounts(HOLDING_ABOVE)],
  restore: [readOrganization, readIdentityCenter, aboveAccounts(HOLDING_ABOVE), aboveAccounts(RESTORING_ABOVE)],
};

/** The statements of the policy of a function's role. */
export function rightsOf(name: HubFunction, resources: Resources): readonly PolicyStatement[] {
  const roles = MEMBER_ROLES.filter((role) => ASSUMED_BY[role].includes(name));
  const above = resources.watched.kind === 'organization' ? (ABOVE[name] ?? []) : [];
  return [...RIGHTS[name], ...above, ...roles.map(assume)].map((right) => right(resources));
}

/** The patterns among the resources of these statements, and why they are no narrower. */
export function patternsOf({ prefix, records, watched }: Resources): readonly Acknowledged[] {
  const schedules = `arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${prefix}/deadline-*`;
  const own = [
    { rule: wildcardResource(schedules), reason: 'Deadlines have schedules that are named by their moment' },
    {
      rule: wildcardResource(`<${logicalIdOf(records.evidence)}.Arn>/ledger/*`),
      reason: 'Each sealed part of the ledger is an object of its own',
    },
    { rule: wildcardResource('*'), reason: 'Most calls of Organizations and Identity Center name no resource' },
  ];
  if (watched.kind !== 'organization') return own;
  const members = MEMBER_ROLES.map((role) => ({
    rule: wildcardResource(`arn:<AWS::Partition>:iam::*:role/${memberRoleName(prefix, role)}`),
    reason: 'Accounts join the organization at any time; a condition limits the role to those of the organization',
  }));
  return [...own, ...members];
}
