import type { ExcessBox } from '../../../lib/core/access/excess.ts';
import type { Actor } from '../../../lib/core/activity/actor.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import type { FindingDraft } from '../../../lib/core/governance/holds/respond.ts';
import type { Governance, PrincipalClass } from '../../../lib/core/governance/standards/standards.ts';
import { USUAL_LIMITS } from './usual-limits.ts';

/** The account of the cases, */
export const ACCOUNT = '111122223333';
/** and the moment at which they are assessed. */
export const NOW = Date.UTC(2026, 0, 5, 12);

/** A session of an engineer's role. */
export const engineerSession: Actor = {
  id: 'AROAENGINEER:rita',
  name: 'rita',
  kind: 'role-session',
  account: ACCOUNT,
  principalArn: `arn:aws:iam::${ACCOUNT}:role/engineer`,
  session: { name: 'rita', userId: 'AROAENGINEER:rita' },
  person: { id: 'rita', by: 'session-name' },
  via: 'console',
  agentMarkers: [{ agent: 'Claude Code', strength: 'hint', field: 'userAgent' }],
};

/** An excess of these actions on everything. */
export function box(actions: readonly string[], ...accessLevels: ExcessBox['accessLevels']): ExcessBox {
  return { actions, accessLevels, resources: ['*'], policy: 'inline:p', statement: 'Statement[0]' };
}

const nothing = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };

/** A class that holds at once, but for what is said of it. */
export function principalClass(change: Partial<PrincipalClass> = {}): PrincipalClass {
  return {
    name: 'engineers',
    kind: 'engineer',
    match: { ...nothing, names: ['engineer*'] },
    standard: { name: 'engineers', policies: [] },
    mode: 'enforce',
    response: { kind: 'hold' },
    ...change,
  };
}

/** Rules of one class, but for what is said of them. */
export function governance(change: Partial<Governance> = {}): Governance {
  return {
    classes: [principalClass()],
    unclassified: principalClass({ name: 'unclassified', kind: 'unclassified', match: nothing }),
    people: [],
    approval: { allOf: [], rules: [], owners: [], longestSessionMinutes: 60, expiresAfterHours: 24 },
    ...USUAL_LIMITS,
    environments: [{ name: 'cost', accounts: [], resources: ['arn:aws:cloudformation:*:*:stack/cost-*', 'cost-prod'] }],
    waiver: { defaultDays: 30, maxDays: 90, noticeDays: 3 },
    staleAfterMinutes: 30,
    ...change,
  };
}

/** A call by the engineer's session, but for what is said of it. */
export function call(change: Partial<Call> = {}): Call {
  return {
    id: 'call-1',
    source: 'iam.amazonaws.com',
    name: 'AttachRolePolicy',
    time: NOW - 60_000,
    account: ACCOUNT,
    region: 'us-east-1',
    actor: engineerSession,
    change: { kind: 'access', iam: undefined },
    replayed: false,
    ...change,
  };
}

/** A draft of a finding, but for what is said of it. */
export function draft(change: Partial<FindingDraft> = {}): FindingDraft {
  return {
    id: 'F-000000000000',
    kind: 'excess-access',
    severity: 'high',
    principal: `arn:aws:iam::${ACCOUNT}:role/deploy`,
    account: ACCOUNT,
    class: 'engineers',
    actor: { id: 'a', name: 'a', class: 'engineers', via: 'console', agentHints: [] },
    call: { id: 'call-1', source: 'iam.amazonaws.com', name: 'AttachRolePolicy', time: NOW },
    verdict: 'exceeds',
    excess: [box(['s3:GetObject'], 'Read')],
    witness: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} },
    reasons: [],
    resources: [],
    raisedAt: NOW,
    ...change,
  };
}
