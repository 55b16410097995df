import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lib/core/access/compare.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { Actor } from '../../../../lib/core/activity/actor.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import { assessAgent } from '../../../../lib/core/governance/agents/assess-agent.ts';
import { findingOfUnfollowed } from '../../../../lib/core/governance/agents/finding-of-unfollowed.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import { account, ADMIN, allow, role, roleArn, trustOf, user, userArn } from '../accounts.ts';
import { AGENT_CORE, agentAs, agentClass, CLAUDE, withAgents } from '../agents.ts';
import { ACCOUNT, call, NOW, principalClass } from '../cases.ts';

const ENGINEER = roleArn('engineer');
const state = account(role('engineer', { attached: [ADMIN] }), role('agent-7'), user('rita', { attached: [ADMIN] }));
const CORE_NAME = 'BedrockAgentCore-0f8fad5b-d9cb-469f-a165-70867728950e';

interface Circumstances {
  readonly rules?: Governance;
  readonly known?: AccountState | undefined;
  readonly change?: Partial<Call>;
}

function assess(actor: Actor, { rules = withAgents(), change = {}, ...given }: Circumstances = {}): readonly Finding[] {
  const known = 'known' in given ? given.known : state;
  return assessAgent({ call: call({ actor, ...change }), state: known, governance: rules, waivers: [], now: NOW });
}

describe('an agent on the role of an engineer', () => {
  test('is a finding: what the role holds beyond the standard of agents, with a request that shows it', () => {
    const [finding] = assess(agentAs());
    expect(finding).toMatchObject({
      kind: 'agent-as-engineer',
      severity: 'critical',
      verdict: 'exceeds',
      principal: ENGINEER,
      account: ACCOUNT,
      class: 'agents',
      actor: { class: 'agents', personId: 'rita', personBy: 'session-name' },
    });
    const held = policySetOf(state, ENGINEER) ?? { principal: {}, identity: [] };
    const { witness } = finding ?? {};
    if (witness === undefined || witness === null) throw new Error('no witness');
    expect(decide(held, witness).decision).toBe('allow');
    expect(compare(held, [{ principal: {}, identity: agentClass().standard.policies }]).verdict).toBe('exceeds');
  });

  test('names what shows it, what only hints at it, and the person behind it', () => {
    const [finding] = assess(agentAs());
    expect(finding?.reasons.slice(0, 3)).toEqual([
      { rule: 'agent-marker', detail: expect.stringMatching(/AWS MCP Server, .* class "engineers" .* class "agents"/) },
      { rule: 'agent-hint', detail: expect.stringContaining('Claude Code') },
      { rule: 'person-behind', detail: expect.stringMatching(/^rita: the name of the session/) },
    ]);
  });

  test('is a finding of which nobody can be named, and says so', () => {
    const { person: _, ...nobody } = agentAs();
    const [finding] = assess(nobody);
    expect(finding?.reasons).toContainEqual({
      rule: 'person-behind',
      detail: expect.stringContaining('nobody can be named'),
    });
  });

  test.each<[string, Partial<Call>]>([
    ['reads', { name: 'ListUsers', change: { kind: 'session', resources: [], asked: {} } }],
    ['is refused', { error: { code: 'AccessDenied', message: '' } }],
    ['destroys', { name: 'DeleteStack', change: { kind: 'environment', effect: 'destroy', resources: ['x'] } }],
    ['is in another call', { id: 'call-2' }],
    ['acts in another account', { account: '999988887777' }],
  ])('is the same finding where it %s', (_, change) => {
    expect(assess(agentAs(), { change }).map(({ id }) => id)).toEqual(assess(agentAs()).map(({ id }) => id));
  });

  test.each<[string, Partial<Actor>]>([
    ['another session', { id: 'AROAENGINEER:sam' }],
    ['the next session of the same name', { session: { name: 'rita', userId: 'AROAENGINEER:rita', startedAt: NOW } }],
    ['another sign-in', { signIn: 'arn:aws:signin:us-east-1:111122223333:session/1' }],
  ])('is another finding in %s', (_, change) => {
    const ids = [agentAs(), agentAs(change)].flatMap((actor) => assess(actor)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('is told again each day where the record does not say when the session began', () => {
    const on = (time: number) => assess(agentAs(), { change: { time } }).map(({ id }) => id);
    expect(on(NOW)).toEqual(on(NOW - 3_600_000));
    expect(on(NOW)).not.toEqual(on(NOW - 86_400_000));
  });

  test('is one finding in all that one grant of OAuth opened', () => {
    const signIn = 'arn:aws:signin:us-east-1:111122223333:session/1';
    const ids = [NOW, NOW + 1].flatMap((startedAt) =>
      assess(agentAs({ signIn, session: { name: 'rita', userId: 'AROAENGINEER:rita', startedAt } })),
    );
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  });
});

describe('an agent is no finding', () => {
  test.each<[string, Actor, Circumstances]>([
    ['where only hints tell of it', agentAs({ agentMarkers: [CLAUDE] }), {}],
    ['on a role of agents', agentAs({ principalArn: roleArn('agent-7') }), {}],
    ['where nothing tells of it', agentAs({ agentMarkers: [] }), {}],
    ['as a service on its own', agentAs({ kind: 'service' }), {}],
    [
      'on a role that holds no more than agents may',
      agentAs(),
      {
        known: account(
          role('engineer', {
            attached: [],
            inline: new Map([['r', allow('s3:GetObject', 'arn:aws:s3:::reports/a/*')]]),
          }),
        ),
      },
    ],
    ['under a name of AgentCore that others could choose', agentAs({ agentMarkers: [AGENT_CORE] }), {}],
    [
      'under a name of AgentCore where the role is not known',
      agentAs({ agentMarkers: [AGENT_CORE] }),
      { known: undefined },
    ],
  ])('%s', (_, actor, circumstances) => {
    expect(assess(actor, circumstances)).toEqual([]);
  });
});

describe('a session that Bedrock AgentCore names', () => {
  const actor = agentAs({
    id: `AROAENGINEER:${CORE_NAME}`,
    name: CORE_NAME,
    session: { name: CORE_NAME, userId: `AROAENGINEER:${CORE_NAME}` },
    agentMarkers: [AGENT_CORE],
  });
  const trusting = (trust: ReturnType<typeof trustOf>) => account(role('engineer', { attached: [ADMIN], trust }));
  const service = 'bedrock-agentcore.amazonaws.com';

  test('is a finding where the role admits that service alone, and its session is held', () => {
    const [finding] = assess(actor, { known: trusting(trustOf({ Service: service })) });
    expect(finding).toMatchObject({ kind: 'agent-as-engineer', response: { kind: 'hold' } });
    expect(JSON.stringify(finding?.response)).toContain(`"StringEquals":{"aws:userid":"AROAENGINEER:${CORE_NAME}"}`);
    expect(JSON.stringify(finding?.response)).not.toContain('ViaAWSMCPService');
  });

  test.each([
    ['the account', trustOf({ Service: service, AWS: ACCOUNT })],
    ['another service', trustOf({ Service: [service, 'lambda.amazonaws.com'] })],
    ['a provider', trustOf({ Service: service, Federated: 'cognito-identity.amazonaws.com' })],
    [
      'all but some',
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', NotPrincipal: { Service: service }, Action: 'sts:AssumeRole' }],
      },
    ],
    ['what cannot be read', { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] }],
  ])('is a hint where the role admits %s as well', (_, trust) => {
    expect(assess(actor, { known: trusting(trust) })).toEqual([]);
  });
});

describe('what is done about an agent on the role of an engineer', () => {
  const sso = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Power_0123456789abcdef`;

  test.each<[string, Actor, Circumstances, RegExp]>([
    [
      'the role is protected',
      agentAs(),
      { rules: withAgents({ protectedPrincipals: ['*:role/engineer'] }) },
      /protected/,
    ],
    [
      'agents are in warn mode',
      agentAs(),
      { rules: withAgents({ classes: [agentClass({ mode: 'warn' })] }) },
      /warn mode/,
    ],
    ['the call is a replay', agentAs(), { change: { replayed: true } }, /replay/],
    ['the call is old', agentAs(), { change: { time: NOW - 7_200_000 } }, /minutes old/],
    ['the role is gone', agentAs({ principalArn: roleArn('engineer9') }), {}, /gone/],
    [
      'the role belongs to Identity Center',
      agentAs({ principalArn: sso }),
      {},
      /"aws:userid":"\*:rita".*"aws:ViaAWSMCPService":"true".*permission set "Power"/,
    ],
    [
      'the account itself acts',
      agentAs({ kind: 'root', principalArn: `arn:aws:iam::${ACCOUNT}:root` }),
      {},
      /role session/,
    ],
    [
      'the standards know no agents',
      agentAs(),
      { rules: withAgents({ classes: [principalClass()] }) },
      /no class of kind agent/,
    ],
  ])('is an alert that says why where %s', (_, actor, circumstances, why) => {
    const [finding] = assess(actor, circumstances);
    expect(finding).toMatchObject({ kind: 'agent-as-engineer', response: { kind: 'alert' } });
    expect(JSON.stringify(finding?.response).replaceAll('\\"', '"')).toMatch(why);
  });

  test('is nothing but a note where agents are in observe mode', () => {
    const rules = withAgents({ classes: [agentClass({ mode: 'observe' }), principalClass()] });
    expect(assess(agentAs(), { rules })).toMatchObject([{ response: { kind: 'observe' } }]);
  });

  test('is a hold also where nothing is known of the role', () => {
    expect(assess(agentAs(), { known: undefined })).toMatchObject([
      {
        verdict: 'undetermined',
        severity: 'high',
        reasons: expect.arrayContaining([expect.objectContaining({ rule: 'principal-unknown' })]),
        response: { kind: 'hold' },
      },
    ]);
  });

  const { session: _, ...ofUser } = agentAs({ id: 'AIDArita', kind: 'user', principalArn: userArn('rita') });

  test('is a deny of everything in the session where the role has no room for more', () => {
    const places = Array.from({ length: 300 }, (_none, index) => `arn:aws:s3:::bucket-with-a-long-name-${index}/*`);
    const full = role('engineer', { attached: [ADMIN], inline: new Map([['many', allow('s3:GetObject', places)]]) });
    const [finding] = assess(agentAs(), { known: account(full) });
    expect(JSON.stringify(finding?.response)).toContain('"Effect":"Deny","Action":"*","Resource":"*","Condition"');
    expect(JSON.stringify(finding?.response)).toContain('everything until it is released');
  });

  test.each<[string, Actor, string]>([
    [
      'the session and the AWS MCP Server',
      agentAs(),
      '{"StringEquals":{"aws:userid":"AROAENGINEER:rita"},"Bool":{"aws:ViaAWSMCPService":"true"}}',
    ],
    [
      'the source identity and the AWS MCP Server',
      agentAs({ session: { name: 'rita', userId: 'AROAENGINEER:rita', sourceIdentity: 'rita@example.com' } }),
      '{"StringEquals":{"aws:SourceIdentity":"rita@example.com"},"Bool":{"aws:ViaAWSMCPService":"true"}}',
    ],
    ['the AWS MCP Server, where a user is used', ofUser, '{"Bool":{"aws:ViaAWSMCPService":"true"}}'],
  ])('asks in each statement for %s', (_, actor, condition) => {
    const [finding] = assess(actor);
    const text = JSON.stringify(finding?.response);
    expect(text).toContain('"Effect":"Deny"');
    expect(text.split(`"Condition":${condition}`).length).toBe(text.split('"Effect":"Deny"').length);
  });
});

test('the command that lists sessions that were not followed runs nothing that a record names', () => {
  const session = { name: 'cli', userId: 'AROAENGINEER', key: 'ASIA$(id); rm' };
  const opened = call({ actor: { ...agentAs(), session } });
  const { reasons } = findingOfUnfollowed(opened, { most: 20, governance: withAgents(), now: NOW });
  expect(reasons[0]?.detail).toContain("'AttributeKey=AccessKeyId,AttributeValue=ASIA$(id); rm'");
});
