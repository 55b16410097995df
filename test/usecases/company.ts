import { readAuthorizationDetails } from '../../lib/core/account/authorization-details.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { parseGovernance } from '../../lib/core/governance/standards/parse-governance.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';

/** The account of a small company, with a role of an agent, a role of engineers, and people who approve. */
export const ACCOUNT = '111122223333';
/** The moment at which calls are made. */
export const NOW = Date.UTC(2026, 0, 5, 12);
/** A minute, */
export const MINUTE = 60_000;
/** and a day, in milliseconds. */
export const DAY = 86_400_000;

/** The role of an agent, */
export const AGENT = `arn:aws:iam::${ACCOUNT}:role/agents/deployer`;
/** and that of engineers. */
export const ENGINEER = `arn:aws:iam::${ACCOUNT}:role/engineer`;
/** The policy of AWS that allows everything, */
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** and the boundary of the agent's role. */
export const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;

/** A policy document that allows an action on everything. */
export function allow(action: JsonValue): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

function trust(principal: JsonValue): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
}

function policy(arn: string, document: JsonValue): JsonObject {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    PolicyName: name,
    PolicyId: `ANPA${name.toUpperCase()}`,
    Arn: arn,
    Path: '/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
  };
}

function role(arn: string, members: JsonObject): JsonObject {
  const [, path = '/', name = ''] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: arn,
    Path: path,
    AttachedManagedPolicies: [],
    RolePolicyList: [],
    InstanceProfileList: [],
    Tags: [],
    ...members,
  };
}

/** The company's account, as GetAccountAuthorizationDetails tells it. */
export const ACCOUNT_FILE: JsonObject = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [
    role(AGENT, {
      AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
      // only the boundary keeps it from EC2
      RolePolicyList: [{ PolicyName: 'look', PolicyDocument: allow(['s3:GetObject', 'ec2:*']) }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: FENCE },
    }),
    role(ENGINEER, {
      AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      RolePolicyList: [{ PolicyName: 'look', PolicyDocument: allow('s3:GetObject') }],
    }),
  ],
  Policies: [policy(ADMIN, allow('*')), policy(FENCE, allow(['s3:*', 'iam:*']))],
};

/** The account of the company as it is at first. */
export const account = once((): AccountState => {
  const state = readAuthorizationDetails([ACCOUNT_FILE]);
  if (!state.ok) throw new Error(`${state.error.place}: ${state.error.detail}`);
  return state.value;
});

/** What never changes is made with the first question. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const standard = (id: string, action: JsonValue) => ({ policies: [{ Id: id, ...allow(action) }] });

/** The company's standards, as `ambit.yaml` would say it. */
export const STANDARDS: JsonObject = {
  version: 1,
  classes: [
    {
      name: 'agent',
      kind: 'agent',
      match: { paths: ['/agents/*'] },
      mode: 'enforce',
      response: { kind: 'hold' },
      standard: standard('agents', 's3:GetObject'),
    },
    {
      name: 'engineer',
      kind: 'engineer',
      match: { names: ['engineer'] },
      mode: 'enforce',
      response: { kind: 'hold-unless-approved', withinMinutes: 60 },
      standard: standard('engineers', ['s3:*', 'ec2:*']),
    },
  ],
  unclassified: {
    mode: 'warn',
    response: { kind: 'alert' },
    standard: standard('others', 's3:GetObject'),
  },
  people: [
    { id: 'rita', name: 'Rita', groups: ['security'], actsAs: ['AROAENGINEER:rita'] },
    { id: 'sam', name: 'Sam', groups: ['security'], actsAs: [] },
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
  environments: [{ name: 'cost', accounts: [], resources: ['arn:aws:cloudformation:*:*:stack/cost-*'] }],
  waiver: { defaultDays: 7, maxDays: 30 },
  staleAfterMinutes: 30,
};

/** The rules of the company. */
export const governance = once((): Governance => {
  const parsed = parseGovernance(STANDARDS, new Map());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
});

/** What is otherwise in a record. */
export interface RecordOptions {
  readonly id?: string;
  readonly time?: number;
  readonly account?: string;
  readonly errorCode?: string;
  readonly source?: string;
  readonly response?: JsonValue;
}

/** A CloudTrail record of a call that Rita made as an engineer. */
export function record(name: string, parameters: JsonObject | null, options: RecordOptions = {}): JsonObject {
  const { id = `id-${name}`, time = NOW - MINUTE, account = ACCOUNT, source = 'iam.amazonaws.com' } = options;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAENGINEER:rita',
      arn: `arn:aws:sts::${account}:assumed-role/engineer/rita`,
      accountId: account,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAENGINEER',
          arn: `arn:aws:iam::${account}:role/engineer`,
          accountId: account,
          userName: 'engineer',
        },
      },
    },
    eventTime: new Date(time).toISOString().replace('.000Z', 'Z'),
    eventSource: source,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'console.amazonaws.com',
    requestParameters: parameters,
    responseElements: options.response ?? null,
    requestID: `request-${id}`,
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    ...(options.errorCode === undefined ? {} : { errorCode: options.errorCode, errorMessage: 'refused' }),
  };
}

/** The service that deploys stacks. */
export const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** The same call, made by a service of AWS for whoever called that. */
export function invokedBy(service: string, told: JsonObject): JsonObject {
  const identity = told['userIdentity'];
  if (!isJsonObject(identity)) throw new Error('a record has an identity');
  return { ...told, userIdentity: { ...identity, invokedBy: service } };
}

/** The call that a record tells. */
export function callOf(json: JsonValue): Call {
  const reading = readCall(json);
  if (reading.kind === 'call') return reading.call;
  throw new Error(`no call: ${JSON.stringify(reading)}`);
}

/** Rita attaches AdministratorAccess to the agent's role. */
export const attachAdmin = (options: RecordOptions = {}): Call =>
  callOf(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, options));
