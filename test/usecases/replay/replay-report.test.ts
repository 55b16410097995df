import { describe, expect, test } from '@jest/globals';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import { type ReplayReport, ReplayTally } from '../../../lib/usecases/replay/replay-report.ts';
import type { ReplayGaps } from '../../../lib/usecases/replay/replay-gaps.ts';
import { account, ADMIN, AGENT, governance, MINUTE, NOW, record } from '../company.ts';

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

async function reported(
  records: readonly JsonValue[],
  rules: Governance = governance(),
  state: AccountState = account(),
): Promise<{
  readonly report: ReplayReport;
  readonly gaps: ReplayGaps | undefined;
  readonly findings: readonly Finding[];
}> {
  const tally = new ReplayTally(rules);
  const findings: Finding[] = [];
  let gaps: ReplayGaps | undefined;
  for await (const step of replayRecords({ accounts: [state], records: stream(records), governance: rules })) {
    if (step.kind === 'counts') {
      gaps = step.gaps;
      continue;
    }
    findings.push(step.finding);
    tally.add(step.finding, step.principals);
  }
  return { report: tally.report(), gaps, findings };
}

/** A grant of a policy of its own to a role, so many minutes after the first. */
const grantTo = (roleName: string, index: number): JsonValue => {
  const action = `s3:DeleteBucket${index === 0 ? '' : 'Policy'}`;
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: `arn:aws:s3:::b${index}` }],
  });
  const asked = { roleName, policyName: `p${index}`, policyDocument };
  return record('PutRolePolicy', asked, { id: `grant-${index}`, time: NOW + index * MINUTE });
};

/** Grants to the agent, a minute apart, each of another policy. */
const grants = (count: number): readonly JsonValue[] =>
  Array.from({ length: count }, (_, index) => grantTo('deployer', index));

const AGENTS = ['deployer-1', 'deployer-2', 'deployer-3', 'deployer-4'];

/** The account with four more agents: of six principals in all. */
function withAgents(): AccountState {
  const state = account();
  const role = state.roles.get('deployer');
  if (role === undefined) throw new Error('no such role');
  const more = AGENTS.map((name) => [name, { ...role, name, arn: `${AGENT}${name.slice(-2)}` }] as const);
  return { ...state, roles: new Map([...state.roles, ...more]) };
}

const sharing = (sharePercent: number): Governance => ({
  ...governance(),
  breaker: { holds: 30, withinMinutes: 60, sharePercent },
});

describe('the report of a replay', () => {
  test('counts findings by class and kind, and what would have been done', async () => {
    const { report } = await reported([...grants(2), 'no record']);
    expect(report.kinds).toMatchObject([
      { class: 'agent', kind: 'excess-access', count: 2, exceeds: 2, undetermined: 0, responses: { hold: 2 } },
      { class: 'unknown', kind: 'unreadable-call', count: 1, undetermined: 1, responses: { alert: 1 } },
    ]);
    expect(report.responses).toEqual({ observe: 0, alert: 1, hold: 2, 'hold-unless-approved': 0 });
    expect(report.period).toEqual({ from: NOW, to: NOW + MINUTE });
  });

  test('names the gravest principals and the actions that are in excess most often', async () => {
    const { report } = await reported(grants(3));
    expect(report.principals).toMatchObject([{ principal: AGENT, class: 'agent', findings: 3 }]);
    expect(report.actions).toEqual([
      { action: 's3:DeleteBucketPolicy', findings: 2 },
      { action: 's3:DeleteBucket', findings: 1 },
    ]);
  });

  test('names protected principals that would have been held', async () => {
    const rules = { ...governance(), protectedPrincipals: [AGENT] };
    const { report } = await reported(grants(1), rules);
    expect(report.responses.hold).toBe(0);
    expect(report.protectedPrincipals).toMatchObject([{ principal: AGENT, findings: 1 }]);
    expect((await reported(grants(1))).report.protectedPrincipals).toEqual([]);
  });

  test('says how often the breaker would have opened, and how many holds it would have stopped', async () => {
    const rules = { ...governance(), breaker: { holds: 2, withinMinutes: 60 } };
    const { report } = await reported(grants(5), rules);
    expect(report.breaker).toEqual({ trips: 1, stopped: 3, first: { account: '111122223333', at: NOW + 2 * MINUTE } });
  });

  test('knows the breaker that opens by a share of the principals, from three held on', async () => {
    const { report } = await reported(AGENTS.map(grantTo), sharing(49), withAgents());
    expect(report.breaker).toEqual({ trips: 1, stopped: 1, first: { account: '111122223333', at: NOW + 3 * MINUTE } });
    expect((await reported(AGENTS.map(grantTo), sharing(50), withAgents())).report.breaker.trips).toBe(0);
    const one = AGENTS.map((_, index) => grantTo('deployer-1', index));
    expect((await reported(one, sharing(10), withAgents())).report.breaker.trips).toBe(0);
  });

  test('says what could not be known: accounts without a state, and what is known from calls only', async () => {
    const elsewhere = record('AttachUserPolicy', { userName: 'ann', policyArn: ADMIN }, { account: '444455556666' });
    const { gaps } = await reported([elsewhere]);
    expect(gaps).toEqual({ accounts: ['444455556666'], seenOnlyInCalls: 1 });
  });

  test('of nothing is empty', async () => {
    const { report, gaps } = await reported([]);
    expect(report).toMatchObject({ period: undefined, kinds: [], principals: [], actions: [], breaker: { trips: 0 } });
    expect(gaps).toEqual({ accounts: [], seenOnlyInCalls: 0 });
  });
});
