import { readAuthorizationDetails } from '../../lib/core/account/authorization-details.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { parseGovernance } from '../../lib/core/governance/standards/parse-governance.ts';
import type { Governance, Person } from '../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import type { Company } from './model/model.ts';
import type { Signer } from './model/quorum.ts';
import { allowedBy } from './model/policies.ts';

export const ACCOUNT = '111122223333';
export const START = Date.UTC(2026, 0, 5, 12);
export const DAY = 86_400_000;
const HOUR = 3_600_000;

export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** A policy that one role alone holds. */
export const SOLO = `arn:aws:iam::${ACCOUNT}:policy/solo`;
/** A policy that two roles hold. */
export const SHARED = `arn:aws:iam::${ACCOUNT}:policy/shared`;
export const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;
export const WIDE_FENCE = `arn:aws:iam::${ACCOUNT}:policy/wide-fence`;

/** The roles of the runs: an agent's behind a boundary, one of a workload, and one of engineers. */
export const ROLES = ['deployer', 'worker', 'engineer'] as const;
export type RoleName = (typeof ROLES)[number];

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

export function allow(actions: readonly string[]): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] };
}

interface RoleParts {
  readonly trust: JsonValue;
  readonly look: readonly string[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
}

function role(name: string, { trust, look, attached = [], boundary }: RoleParts): JsonObject {
  const assume = { Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole' };
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: roleArn(name),
    Path: '/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [assume] },
    AttachedManagedPolicies: attached.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn })),
    RolePolicyList: [{ PolicyName: 'look', PolicyDocument: allow(look) }],
    InstanceProfileList: [],
    Tags: [],
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } }),
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

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const LAMBDA = { Service: 'lambda.amazonaws.com' };

const ACCOUNT_FILE: JsonObject = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [
    // only the boundary keeps it from EC2
    role('deployer', { trust: ROOT, look: ['s3:GetObject', 'ec2:*'], attached: [SHARED], boundary: FENCE }),
    role('worker', { trust: LAMBDA, look: ['s3:GetObject'], attached: [SOLO] }),
    role('engineer', { trust: ROOT, look: ['s3:GetObject'], attached: [SHARED] }),
    role('bridge', { trust: ROOT, look: ['sts:AssumeRole'] }),
    role('office', { trust: ROOT, look: ['s3:GetObject'] }),
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

/** What the standards of the runs allow. */
const STANDARDS = {
  agents: ['s3:GetObject'],
  engineers: ['s3:*', 'ec2:*'],
  others: ['s3:GetObject', 'sts:AssumeRole'],
};

const standard = (name: keyof typeof STANDARDS) => ({ policies: [{ Id: name, ...allow(STANDARDS[name]) }] });

const GOVERNANCE: JsonObject = {
  version: 1,
  classes: [
    {
      name: 'agent',
      kind: 'agent',
      match: { names: ['deployer', 'worker'] },
      mode: 'enforce',
      response: { kind: 'hold' },
      standard: standard('agents'),
    },
    {
      name: 'engineer',
      kind: 'engineer',
      match: { names: ['engineer'] },
      mode: 'enforce',
      response: { kind: 'hold-unless-approved', withinMinutes: 60 },
      standard: standard('engineers'),
    },
  ],
  unclassified: { mode: 'warn', response: { kind: 'alert' }, standard: standard('others') },
  people: [
    { id: 'rita', name: 'Rita', groups: ['security'], actsAs: ['AROAENGINEER:rita'] },
    { id: 'sam', name: 'Sam', groups: ['security'], actsAs: ['AROAOFFICE:sam'] },
    { id: 'pat', name: 'Pat', groups: ['owners'], actsAs: [] },
    { id: 'kim', name: 'Kim', groups: ['security', 'owners'], actsAs: [] },
    { id: 'olga', name: 'Olga', groups: ['owners'], actsAs: [roleArn('bridge')] },
    { id: 'bot', name: 'Bot', groups: ['security'], actsAs: [`arn:aws:sts::${ACCOUNT}:assumed-role/worker/bot`] },
    { id: 'dave', name: 'Dave', groups: [], actsAs: ['AROAOFFICE:dave'] },
  ],
  approval: {
    allOf: [
      { group: 'security', count: 1 },
      { group: 'owners', count: 1 },
    ],
    expiresAfterHours: 72,
    longestSessionMinutes: 60,
  },
  protectedPrincipals: [],
  environments: [],
  waiver: { defaultDays: 7, maxDays: 30 },
  staleAfterMinutes: 30,
};

/** The standards of the runs. Sam has two ids: no file with that is taken, and a quorum must not rest on it. */
function governance(): Governance {
  const parsed = parseGovernance(GOVERNANCE, new Map());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const again = { id: 'sam-2', name: 'Sam', groups: ['owners'], actsAs: ['AROAOFFICE:sam'] };
  return { ...parsed.value, people: [...parsed.value.people, again] };
}

const held = (actions: readonly string[]) => allowedBy([{ effect: 'Allow', actions, isAboutOthers: false }]);

/** The same company, as the model is told of it. */
const COMPANY: Company = {
  signers: [
    { id: 'rita', human: 'rita', groups: ['security'], isAgent: false, holds: ['engineer'] },
    { id: 'sam', human: 'sam', groups: ['security'], isAgent: false, holds: [] },
    { id: 'sam-2', human: 'sam', groups: ['owners'], isAgent: false, holds: [] },
    { id: 'pat', human: 'pat', groups: ['owners'], isAgent: false, holds: [] },
    { id: 'kim', human: 'kim', groups: ['security', 'owners'], isAgent: false, holds: [] },
    // the bridge can assume what trusts the account
    { id: 'olga', human: 'olga', groups: ['owners'], isAgent: false, holds: ['bridge', 'deployer', 'engineer'] },
    { id: 'bot', human: 'bot', groups: ['security'], isAgent: true, holds: ['worker'] },
    { id: 'dave', human: 'dave', groups: [], isAgent: false, holds: [] },
  ],
  seats: [
    { group: 'security', count: 1 },
    { group: 'owners', count: 1 },
  ],
  lapsesAfter: 72 * HOUR,
  freshFor: HOUR,
  longestWaiver: 30 * DAY,
  standards: new Map([
    ['deployer', held(STANDARDS.agents)],
    ['worker', held(STANDARDS.agents)],
    ['engineer', held(STANDARDS.engineers)],
  ]),
};

/** The organisation at a time: as Ambit is told of it, and as the model is. */
export interface Organisation {
  readonly governance: Governance;
  readonly company: Company;
}

/** How the organisation is at first, and what it can become: people leave groups, and turn out to be somebody else. */
export const ORGANISATIONS: readonly [Organisation, ...Organisation[]] = [
  { governance: governance(), company: COMPANY },
  after('pat', { groups: [] }, {}),
  after('kim', { groups: ['security'] }, {}),
  // the code of the worker has the name of Sam's session
  after('sam', { isAgent: true }, { actsAs: [`arn:aws:sts::${ACCOUNT}:assumed-role/worker/sam`] }),
  after('kim', { human: 'dave' }, { actsAs: ['AROAOFFICE:dave'] }),
];

/** The organisation after something about one person has changed. */
function after(id: string, known: Partial<Signer>, told: Partial<Person>): Organisation {
  const rules = governance();
  const groups = known.groups === undefined ? {} : { groups: known.groups };
  return {
    governance: {
      ...rules,
      people: rules.people.map((person) => (person.id === id ? { ...person, ...groups, ...told } : person)),
    },
    company: {
      ...COMPANY,
      signers: COMPANY.signers.map((signer) => (signer.id === id ? { ...signer, ...known } : signer)),
    },
  };
}

/** Ids of those who may sign in. */
export const PEOPLE = COMPANY.signers.map(({ id }) => id);

/** Who makes calls, and in a session of which role. */
export const ACTORS = [
  { human: 'rita', role: 'engineer' },
  { human: 'sam', role: 'office' },
  { human: 'dave', role: 'office' },
] as const;

/** A CloudTrail record of a call, as the session of a person, or the code of the role itself, makes it. */
export function recordOf(
  call: { readonly id: string; readonly name: string; readonly parameters: JsonObject; readonly response?: JsonValue },
  by: { readonly human: string; readonly role: string },
  time: number,
): JsonObject {
  const roleId = `AROA${by.role.toUpperCase()}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId}:${by.human}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${by.role}/${by.human}`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId,
          arn: roleArn(by.role),
          accountId: ACCOUNT,
          userName: by.role,
        },
      },
    },
    eventTime: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: call.name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'console.amazonaws.com',
    requestParameters: call.parameters,
    responseElements: call.response ?? null,
    requestID: `request-${call.id}`,
    eventID: call.id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
  };
}
