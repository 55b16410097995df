import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import { digestOfFinding } from '../../../lib/core/governance/cases/digest-of-finding.ts';
import type { Finding, Response } from '../../../lib/core/governance/finding.ts';
import { chained, subjectOf } from '../../../lib/core/governance/ledger/ledger-chain.ts';
import type { Governance, Person, PrincipalClass } from '../../../lib/core/governance/standards/standards.ts';
import { USUAL_LIMITS } from './usual-limits.ts';

/** The moment at which findings are raised, and lengths of time, in milliseconds. */
export const NOW = Date.UTC(2026, 2, 1, 12);
/** A minute, */
export const MINUTE = 60_000;
/** an hour, */
export const HOUR = 60 * MINUTE;
/** a day. */
export const DAY = 24 * HOUR;
/** The agent's role that findings are about. */
export const ROLE = 'arn:aws:iam::111122223333:role/agents/kiro-deploy';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

const HOLDING: Response = {
  kind: 'hold',
  plan: {
    kind: 'exact-inverse',
    account: '111122223333',
    calls: [{ name: 'DetachRolePolicy', roleName: 'kiro-deploy', policyArn: ADMIN }],
    restore: [{ name: 'AttachRolePolicy', roleName: 'kiro-deploy', policyArn: ADMIN }],
    summary: 'detaches AdministratorAccess from kiro-deploy',
  },
};

/** A finding that Dana raised by attaching AdministratorAccess to an agent's role. */
export function findingWith(parts: Partial<Finding> = {}): Finding {
  const finding = {
    id: 'F-000000000001',
    kind: 'excess-access',
    severity: 'critical',
    principal: ROLE,
    account: '111122223333',
    class: 'agent',
    actor: {
      id: 'AROAEXAMPLE:dana@example.com',
      name: 'dana@example.com',
      class: 'engineer',
      via: 'console',
      principalArn: 'arn:aws:iam::111122223333:role/Engineers',
      agentHints: [],
    },
    call: { id: 'call-1', source: 'iam.amazonaws.com', name: 'AttachRolePolicy', time: NOW - 1000 },
    verdict: 'exceeds',
    excess: [
      {
        actions: ['*'],
        accessLevels: ['Write'],
        resources: ['*'],
        policy: 'AdministratorAccess',
        statement: 'Statement[0]',
      },
    ],
    witness: null,
    reasons: [],
    resources: [],
    response: HOLDING,
    raisedAt: NOW,
    frozen: { account: '111122223333', roles: [['kiro-deploy', { attached: [ADMIN] }]] },
    ...parts,
  } as const satisfies Omit<Finding, 'digest'>;
  return { ...finding, digest: parts.digest ?? digestOfFinding(finding) };
}

/** The usual finding. */
export const FINDING = findingWith();

/** A person of these groups. */
export function person(id: string, groups: readonly string[], actsAs: readonly string[] = []): Person {
  return { id, name: id, groups, actsAs };
}

/** Sasha of security, */
export const SASHA = person('sasha', ['security'], ['*:sasha@example.com']);
/** Plato of the platform, */
export const PLATO = person('plato', ['platform'], ['*:plato@example.com']);
/** somebody who is in both groups, */
export const BOTH = person('bo', ['security', 'platform']);
/** Dana, who is as well, and made the call that findings are about, */
export const DANA = person('dana', ['security', 'platform'], ['*:dana@example.com']);
/** and an agent that is listed as a person of both. */
export const ROBOT = person('robot', ['security', 'platform'], ['arn:aws:iam::111122223333:role/kiro-review']);

const UNCLASSIFIED: PrincipalClass = {
  name: 'unclassified',
  kind: 'unclassified',
  match: { names: [], paths: [], tags: [], trust: [], permissionSets: [] },
  standard: { name: 'unclassified', policies: [] },
  mode: 'warn',
  response: { kind: 'alert' },
};

/** Security and platform each sign once, within three days, for at most 30 days. */
export function governanceWith(parts: Partial<Governance> = {}): Governance {
  const agents: PrincipalClass = {
    ...UNCLASSIFIED,
    name: 'agent',
    kind: 'agent',
    match: { ...UNCLASSIFIED.match, names: ['kiro-*'], paths: ['/agents/*'] },
  };
  return {
    classes: [agents],
    unclassified: UNCLASSIFIED,
    people: [SASHA, PLATO, BOTH, DANA, ROBOT],
    approval: {
      allOf: [
        { group: 'security', count: 1 },
        { group: 'platform', count: 1 },
      ],
      rules: [],
      owners: [],
      expiresAfterHours: 72,
      longestSessionMinutes: 60,
    },
    ...USUAL_LIMITS,
    environments: [],
    waiver: { defaultDays: 7, maxDays: 30, noticeDays: 3 },
    staleAfterMinutes: 60,
    ...parts,
  };
}

/** The usual rules. */
export const GOVERNANCE = governanceWith();

/** Facts about one finding, by kind, each with the members that a test does not care for filled in. */
export const FACTS = {
  raised: (finding: Finding = FINDING): Fact => ({ kind: 'finding-raised', finding, at: finding.raisedAt }),
  holdIntended: (at = NOW, calls: readonly PlanCall[] = HOLDING.kind === 'hold' ? HOLDING.plan.calls : []): Fact => ({
    kind: 'hold-intended',
    findingId: FINDING.id,
    calls,
    at,
  }),
  holdConfirmed: (at = NOW): Fact => ({ kind: 'hold-confirmed', findingId: FINDING.id, at }),
  holdFailed: (at = NOW): Fact => ({ kind: 'hold-failed', findingId: FINDING.id, detail: 'AccessDenied', at }),
  announced: (channel: string): Fact => ({ kind: 'announced', findingId: FINDING.id, channel, at: NOW }),
  signed: (by: Person, parts: Partial<Extract<Fact, { kind: 'signed' }>> = {}): Fact => ({
    kind: 'signed',
    findingId: FINDING.id,
    digest: FINDING.digest,
    personId: by.id,
    groups: by.groups,
    reason: 'needed for the release',
    until: NOW + 7 * DAY,
    at: NOW + HOUR,
    ...parts,
  }),
  rejected: (by: Person): Fact => ({ kind: 'rejected', findingId: FINDING.id, personId: by.id, reason: 'no', at: NOW }),
  restoreIntended: (parts: Partial<Extract<Fact, { kind: 'restore-intended' }>> = {}): Fact => ({
    kind: 'restore-intended',
    findingId: FINDING.id,
    digest: FINDING.digest,
    calls: HOLDING.kind === 'hold' ? HOLDING.plan.restore : [],
    waiverUntil: NOW + 7 * DAY,
    at: NOW + 2 * HOUR,
    ...parts,
  }),
  restoreConfirmed: (): Fact => ({ kind: 'restore-confirmed', findingId: FINDING.id, at: NOW + 2 * HOUR }),
  restoreFailed: (): Fact => ({
    kind: 'restore-failed',
    findingId: FINDING.id,
    detail: 'AccessDenied',
    at: NOW + 2 * HOUR,
  }),
  waiverEnded: (at = NOW + 7 * DAY): Fact => ({ kind: 'waiver-ended', findingId: FINDING.id, at }),
  waiverDue: (at = NOW + 5 * DAY): Fact => ({
    kind: 'waiver-due',
    findingId: FINDING.id,
    until: NOW + 7 * DAY,
    at,
  }),
  waiverKept: (parts: Partial<Extract<Fact, { kind: 'waiver-kept' }>> = {}): Fact => ({
    kind: 'waiver-kept',
    findingId: FINDING.id,
    digest: FINDING.digest,
    waiverUntil: NOW + 14 * DAY,
    at: NOW + 5 * DAY,
    ...parts,
  }),
  waiverRevoked: (by: Person, at = NOW + DAY): Fact => ({
    kind: 'waiver-revoked',
    findingId: FINDING.id,
    personId: by.id,
    reason: 'not needed any more',
    at,
  }),
  glassBroken: (by: Person, parts: Partial<Extract<Fact, { kind: 'glass-broken' }>> = {}): Fact => ({
    kind: 'glass-broken',
    findingId: FINDING.id,
    digest: FINDING.digest,
    personId: by.id,
    reason: 'production is down',
    until: NOW + 2 * HOUR,
    at: NOW + HOUR,
    ...parts,
  }),
  approvalRequested: (by: Person, at = NOW + 4 * DAY): Fact => ({
    kind: 'approval-requested',
    findingId: FINDING.id,
    personId: by.id,
    reason: 'still needed',
    at,
  }),
  assessed: (callId: string): Fact => ({
    kind: 'call-assessed',
    callId,
    name: 'AttachRolePolicy',
    at: NOW,
    findings: [],
  }),
  drillPassed: (): Fact => ({
    kind: 'drill-passed',
    findingId: 'F-0123456789ab',
    principal: 'arn:aws:iam::111122223333:role/ambit-drill/AmbitDrill-0123456789ab',
    account: '111122223333',
    calledAt: NOW - 42_000,
    raisedAt: NOW,
    at: NOW,
  }),
} as const;

/** A ledger with these facts. */
export function entriesOf(facts: readonly Fact[]): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const fact of facts) entries.push(chained(fact, subjectOf(fact), entries.at(-1)));
  return entries;
}

/** The facts of the finding up to its hold. */
export const HELD: readonly Fact[] = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];

/** A digest that no finding has. */
export const OTHER_DIGEST = `sha256:${'a'.repeat(64)}` as const;

/** What these facts make of the finding that the first of them raises. */
export function caseOf(facts: readonly Fact[]): Case {
  const folded = foldCase(entriesOf(facts));
  if (folded === undefined) throw new Error('these facts raise no finding');
  return folded;
}
