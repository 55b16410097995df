import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../lib/core/access/decide.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { decideApproval } from '../../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../../lib/usecases/approval/meet-due-deadlines.ts';
import { agentRecord, RELEASER, objectAt, OPENED, openingRecord, sessionRecord } from '../../agents.ts';
import { ADMIN, DAY, ENGINEER, MINUTE, NOW } from '../../company.ts';
import type { World } from '../../world.ts';
import { openAgents, live } from './agents-live.ts';

const list = agentRecord('ListUsers', null, { id: 'list' });

describe('the hold of an agent in the session of an engineer', () => {
  const byCall = (one: Finding, other: Finding) => (one.call?.id ?? '').localeCompare(other.call?.id ?? '');
  const request = { action: 'ec2:TerminateInstances', resource: '*' };
  const byHand = { 'aws:userid': 'AROAENGINEER:rita' };
  const asAgent = { ...byHand, 'aws:ViaAWSMCPService': 'true' };

  function decided(world: World, context: Readonly<Record<string, string>>, action = request.action): string {
    const held = policySetOf(world.account.state, ENGINEER);
    return held === undefined ? 'gone' : decide(held, { ...request, action, context }).decision;
  }

  async function caseOf(world: World) {
    const [card] = await world.deps.cases.cards();
    return foldCase(await world.deps.ledger.about(card?.id ?? ''));
  }

  test('takes from the agent what agents may not, and nothing from the engineer', async () => {
    const world = await openAgents();
    await live([list], world);
    expect(await caseOf(world)).toMatchObject({ status: 'held' });
    expect(decided(world, asAgent)).toBe('explicit-deny');
    expect(decided(world, asAgent, 's3:GetObject')).toBe('allow');
    expect(decided(world, byHand)).toBe('allow');
    expect(decided(world, { ...asAgent, 'aws:userid': 'AROAENGINEER:sam' })).toBe('allow');
  });

  test('is one for the sessions of a name that it opens: the next one is told of without a hold', async () => {
    const world = await openAgents();
    const credentials = { accessKeyId: 'ASIAOPENEDAGAIN00000' };
    const response = { credentials, assumedRoleUser: { assumedRoleId: OPENED.principalId } };
    const again = openingRecord(RELEASER, { id: 'again', response });
    const found = await live([openingRecord(RELEASER, { id: 'opening' }), again], world);
    const [second, first] = found.filter(({ principal }) => principal === RELEASER).sort(byCall);
    expect(first?.response).toMatchObject({ kind: 'hold' });
    expect(second?.response).toEqual({ kind: 'observe', why: expect.stringContaining(first?.id ?? '?') });
  });

  test('takes from one that opens the role again under the name of the engineer what that session may do, and no other', async () => {
    const world = await openAgents();
    const response = {
      credentials: { accessKeyId: OPENED.accessKeyId },
      assumedRoleUser: { assumedRoleId: 'AROAENGINEER:rita' },
    };
    const at = NOW - MINUTE;
    await live([openingRecord(ENGINEER, { id: 'own', response, time: at })], world);
    const begun = (time: number) => ({ ...byHand, 'aws:TokenIssueTime': new Date(time).toISOString() });
    expect(decided(world, asAgent)).toBe('explicit-deny');
    expect(decided(world, begun(at))).toBe('explicit-deny');
    expect(decided(world, begun(at), 's3:GetObject')).toBe('allow');
    expect(decided(world, begun(at - MINUTE))).toBe('allow');
    expect(decided(world, begun(at + MINUTE))).toBe('allow');
  });

  test('is one for all sessions of the name, and is lifted by two people for one agent', async () => {
    const world = await openAgents();
    await live([list], world);
    const later = {
      sessionContext: {
        ...objectAt(objectAt(list, 'userIdentity'), 'sessionContext'),
        attributes: { creationDate: '2026-01-05T11:59:00Z' },
      },
    };
    const next = agentRecord('ListUsers', null, { id: 'next', identity: later });
    expect(await live([next], world)).toHaveLength(1);
    await sign(world);
    expect(await caseOf(world)).toMatchObject({ status: 'restored' });
    expect(decided(world, asAgent)).toBe('allow');
    // signed for: the next session of the name is no news
    expect(await live([next], world)).toHaveLength(1);
  });

  test('comes back with the end of the waiver', async () => {
    const world = await openAgents();
    await live([list], world);
    await sign(world);
    world.at(NOW + 2 * DAY);
    await meetDueDeadlines(world.deps);
    expect(decided(world, asAgent)).toBe('explicit-deny');
  });

  test('whose release was signed lets the role itself have no more than before', async () => {
    const world = await openAgents();
    await live([list], world);
    await sign(world);
    const attach = sessionRecord('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }, { id: 'attach' });
    const found = await live([attach], world);
    expect(found.filter(({ kind }) => kind === 'excess-access')).toHaveLength(0);
  });

  async function sign(world: World): Promise<void> {
    const found = await caseOf(world);
    if (found === undefined) throw new Error('nothing is held');
    const { id: findingId, digest } = found.finding;
    for (const personId of ['sam', 'pat']) {
      const decision = { kind: 'sign', digest, reason: 'migration', until: NOW + DAY } as const;
      await decideApproval({ findingId, personId, signedInAt: NOW, decision }, world.deps);
    }
  }
});
