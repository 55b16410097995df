import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { textAt } from '../../../lib/core/activity/member.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import { HUB, throughTrail } from '../cloud.ts';
import { eventually } from '../eventually.ts';
import { type Actor, sessionActor } from '../trail/actor.ts';
import { countersign } from './countersign.ts';
import { decisionFor, EXCESS, passDrill, unrecorded } from './grants.ts';
import { installAmbit, type Installed } from './installed.ts';
import { assertSound } from './sound.ts';
import { faultsIn } from './waiting.ts';

const WRITE = 's3:PutObject';
const ROLE = 'platform-engineer';
const WITHIN_MS = 60_000;

const dana = sessionActor({ accountId: HUB, role: ROLE, session: 'dana' });
/** An agent that Dana lets use her session, through the AWS MCP Server. */
const agent: Actor = { ...dana, userIdentity: { ...dana.userIdentity, invokedBy: 'aws-mcp.amazonaws.com' } };

const BY_HAND = { 'aws:userid': textAt(dana.userIdentity, 'principalId') ?? '' };
const AS_AGENT = { ...BY_HAND, 'aws:ViaAWSMCPService': 'true' };

let ambit: Installed;

beforeAll(async () => {
  ambit = await installAmbit();
  await passDrill(ambit);
  const iam = unrecorded(ambit);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: HUB }, Action: 'sts:AssumeRole' }],
  });
  for (const RoleName of [ROLE, 'bystander']) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }
  const PolicyDocument = JSON.stringify(EXCESS);
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'platform', PolicyDocument }));
});
afterEach(() => assertSound(ambit));
afterAll(() => ambit.stop());

/** Changes nothing that access hangs on, as this actor. */
async function tag(actor: Actor, Value: string): Promise<void> {
  const key = actor === agent ? 'AGENT' : 'DANA';
  ambit.cloud.trail.know(key, actor);
  const iam = new IAMClient(throughTrail(ambit.cloud, key));
  await iam.send(new TagRoleCommand({ RoleName: 'bystander', Tags: [{ Key: 'seen', Value }] }));
}

async function agentCases(): Promise<readonly Case[]> {
  return (await ambit.cases()).filter(({ finding }) => finding.kind === 'agent-as-engineer');
}

async function heldAgent(): Promise<Case> {
  const held = async () => (await agentCases()).find(({ status }) => status === 'held');
  return await eventually(held, WITHIN_MS).catch((cause: unknown) => {
    throw new Error(`no agent is held\n${faultsIn(ambit)}`, { cause });
  });
}

describe('an agent in the session of an engineer', () => {
  test('is held in that session alone, once, and let go by two people', async () => {
    await tag(dana, 'by hand');
    await tag(agent, 'by an agent');
    const { finding } = await heldAgent();
    expect(finding).toMatchObject({ verdict: 'exceeds', class: 'agent', actor: { personId: 'dana' } });
    expect(await decisionFor(ambit.iam, ROLE, WRITE, AS_AGENT)).toBe('explicit-deny');
    expect(await decisionFor(ambit.iam, ROLE, WRITE, BY_HAND)).toBe('allow');
    expect(await decisionFor(ambit.iam, ROLE, WRITE)).toBe('allow');

    await tag(agent, 'by an agent again');
    await assertSound(ambit);
    expect(await agentCases()).toHaveLength(1);

    expect(await countersign(ambit, finding, 'sub-security')).toMatchObject({ body: { outcome: 'signed' } });
    expect(await countersign(ambit, finding, 'sub-owner')).toMatchObject({ body: { outcome: 'complete' } });
    const restored = async () => (await agentCases()).find(({ status }) => status === 'restored');
    await eventually(restored, WITHIN_MS);
    expect(await decisionFor(ambit.iam, ROLE, WRITE, AS_AGENT)).toBe('allow');
  });
});
