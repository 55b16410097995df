import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isJsonObject, jsonForm, type JsonObject } from '../../lib/core/json.ts';
import { ambit, withFiles } from '../cli/cli.ts';

const FOLDER = join(import.meta.dirname, '../cases/incidents/agent-on-engineers-role');
const INPUTS = ['account.json', 'ambit.yaml', 'events.jsonl'].flatMap((file, index) => [
  ['--account', '--standards', '--events'][index] ?? '',
  join(FOLDER, file),
]);

/** Lines of JSON as objects. */
function objects(values: readonly unknown[]): readonly JsonObject[] {
  return values.map(jsonForm).filter(isJsonObject);
}

/** The findings of the incident, played as live traffic or replayed. */
async function findingsOf(command: 'up' | 'replay'): Promise<readonly JsonObject[]> {
  const ran = await ambit([command, ...(command === 'up' ? ['--once'] : []), '--json', ...INPUTS]);
  const [first = {}, ...others] = objects(ran.json());
  const all = Array.isArray(first['findings']) ? objects(first['findings']) : [first, ...others];
  return all.filter(({ kind }) => typeof kind === 'string' && kind !== 'unassessed-change');
}

describe.each([
  ['up', 'held'],
  ['replay', 'replayed'],
] as const)('an agent that deletes an environment with the role of an engineer: ambit %s', (command, status) => {
  test('tells of the agent, of what it destroyed and made again, and holds what comes through the MCP server alone', async () => {
    const findings = await findingsOf(command);
    expect(findings.map((each) => [each['kind'], each['status'], each['class']])).toEqual([
      ['agent-as-engineer', status, 'agent'],
      ['unpermitted-destruction', status, 'agent'],
      ['environment-recreated', status, 'agent'],
    ]);
    for (const { hold, actor } of findings) {
      expect(JSON.stringify(hold)).toContain('"Bool":{"aws:ViaAWSMCPService":"true"}');
      expect(actor).toMatchObject({ person: { id: 'engineer-on-duty', by: 'session-name' } });
    }
  });
});

test('a finding says for people who is behind it, or that nobody can be named', async () => {
  const { stdout: named } = await ambit(['replay', ...INPUTS]);
  expect(named).toContain('  person:   engineer-on-duty (session-name)\n');
  const demo = join(import.meta.dirname, '../../examples/incident');
  const { stdout: unnamed } = await ambit([
    'replay',
    '--account',
    join(demo, 'account.json'),
    '--events',
    join(demo, 'events.json'),
    '--standards',
    join(demo, 'ambit.yaml'),
  ]);
  expect(unnamed).toMatch(/DeleteStack by BedrockAgentCore-.*\n {2}person: {3}nobody can be named\n/);
});

test('the agent is the same finding, played or replayed', async () => {
  const ids = (await Promise.all([findingsOf('up'), findingsOf('replay')])).map(([agent]) => agent?.['id']);
  expect(ids[0]).toBe(ids[1]);
});

describe('ambit explain', () => {
  test.each([
    ['agent-2', ['agent:    AWS MCP Server, strong', 'person:   engineer-on-duty', 'critical agent-as-engineer']],
    ['agent-4', ['changes:  session', 'no finding: it changes nothing; an agent', 'told of once for its session']],
    ['agent-5', ['finding F-', 'unpermitted-destruction']],
  ])('says of the call %s, from records, that an agent made it', async (id, said) => {
    const { code, stdout } = await ambit(['explain', id, ...INPUTS]);
    expect(code).toBe(0);
    for (const text of said) expect(stdout).toContain(text);
  });

  test('says of a call that only tells who acts, from a ledger, what it led to', () =>
    withFiles({}, async (path) => {
      await ambit(['up', '--once', '--dir', path('state'), ...INPUTS]);
      const { code, stdout } = await ambit(['explain', 'agent-2', '--dir', path('state')]);
      expect({ code, says: stdout.includes('it tells who acts: one finding') }).toEqual({ code: 0, says: true });
    }));
});
