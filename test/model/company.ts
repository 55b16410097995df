import { parseGovernance } from '../../lib/core/governance/standards/parse-governance.ts';
import type { Governance, Person } from '../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { ACCOUNT, allow, LAMBDA, roleArn, ROOT } from './account.ts';
import type { Company } from './model/model.ts';
import { allowedBy, trustOf } from './model/policies.ts';
import type { Signer } from './model/quorum.ts';

/** When a run begins. */
export const START = Date.UTC(2026, 0, 5, 12);
/** A day, in milliseconds. */
export const DAY = 86_400_000;
const HOUR = 3_600_000;

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
      match: { names: ['deployer', 'worker', 'ann'] },
      mode: 'enforce',
      response: { kind: 'hold' },
      standard: standard('agents'),
    },
    {
      name: 'engineer',
      kind: 'engineer',
      match: { names: ['engineer', 'ben'] },
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
/** What a role may hold, and that its account and services may use it. */
const lent = (actions: readonly string[]) =>
  new Set([...held(actions), trustOf(`AWS ${ROOT.AWS}`), trustOf(`Service ${LAMBDA.Service}`)]);

/** The same company, as the model is told of it. */
const COMPANY: Company = {
  signers: [
    { id: 'rita', human: 'rita', groups: ['security'], isAgent: false, holds: ['engineer'], assumes: [] },
    { id: 'sam', human: 'sam', groups: ['security'], isAgent: false, holds: [], assumes: [] },
    { id: 'sam-2', human: 'sam', groups: ['owners'], isAgent: false, holds: [], assumes: [] },
    { id: 'pat', human: 'pat', groups: ['owners'], isAgent: false, holds: [], assumes: [] },
    { id: 'kim', human: 'kim', groups: ['security', 'owners'], isAgent: false, holds: [], assumes: [] },
    // the bridge can assume what trusts the account
    {
      id: 'olga',
      human: 'olga',
      groups: ['owners'],
      isAgent: false,
      holds: ['bridge'],
      assumes: ['deployer', 'engineer'],
    },
    { id: 'bot', human: 'bot', groups: ['security'], isAgent: true, holds: ['worker'], assumes: [] },
    { id: 'dave', human: 'dave', groups: [], isAgent: false, holds: [], assumes: [] },
  ],
  seats: [
    { group: 'security', count: 1 },
    { group: 'owners', count: 1 },
  ],
  lapsesAfter: 72 * HOUR,
  freshFor: HOUR,
  longestWaiver: 30 * DAY,
  standards: new Map([
    ['deployer', lent(STANDARDS.agents)],
    ['worker', lent(STANDARDS.agents)],
    ['engineer', lent(STANDARDS.engineers)],
    ['ann', held(STANDARDS.agents)],
    ['ben', held(STANDARDS.engineers)],
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
