import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { AGENT_CALLS } from '../../../infra/agent-calls.ts';
import { type PartitionName, PARTITIONS } from '../../../infra/partitions.ts';
import type { PickingRule } from '../../../infra/picking-rule.ts';
import { beginsSession, sentCalls, sentSessions } from '../../../infra/session-rule.ts';
import { watchRules } from '../../../infra/watch-rules.ts';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { deliveryOf } from '../../../lib/core/activity/delivery.ts';
import { IAM_CALL_NAMES } from '../../../lib/core/activity/calls/iam.ts';
import type { CallRow } from '../../../lib/core/activity/calls/row.ts';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import { member } from '../../../lib/core/activity/member.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { type Ministack, startMinistack } from '../ministack.ts';
import { testEventPatterns } from './test-event-patterns.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const found = existsSync(CORPORA);
const describeCorpora = found ? describe : describe.skip;

let ministack: Ministack;

beforeAll(async () => {
  ministack = await startMinistack();
});

afterAll(async () => {
  await ministack.stop();
});

interface Sent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
}

/** The names of the rules that pick each of the events. What only reads comes to a rule that asks for it alone. */
async function pickedBy(rules: readonly PickingRule[], sent: readonly Sent[]): Promise<readonly (readonly string[])[]> {
  const patterns = rules.map(({ pattern }) => JSON.stringify(pattern));
  const results = await testEventPatterns(ministack, patterns, sent.map(eventOf));
  return results.map((matches, place) => {
    const onlyReads = sent[place]?.detail['readOnly'] === true;
    const picking = rules.filter(({ reads }, index) => matches[index] === true && !(onlyReads && reads === 'left-out'));
    return picking.map(({ name }) => name);
  });
}

function eventOf({ source, detailType, detail }: Sent): string {
  return JSON.stringify({
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': detailType,
    source,
    account: '111122223333',
    time: '2026-03-12T09:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  });
}

/** A session of a service that is watched as a whole, where its record does not say that it only reads. */
const isPickedTwice = (names: readonly string[]): boolean => String(names) === 'whole,sessions';

/** Those of the events that not exactly one rule picks, and how many do. */
async function wronglyPicked(rules: readonly PickingRule[], sent: readonly Sent[]): Promise<readonly string[]> {
  const picked = await pickedBy(rules, sent);
  return sent.flatMap(({ source, detail }, index) => {
    const names = picked[index] ?? [];
    return names.length === 1 || isPickedTwice(names)
      ? []
      : [`${source} ${JSON.stringify(detail['eventName'])}: ${names.join(', ')}`];
  });
}

/** Versions that Lambda and CloudFront write behind the names of their calls. */
const VERSIONS: Readonly<Record<string, string>> = { lambda: '20150331v2', cloudfront: '2020_05_31' };

const ROWS = [
  ...IAM_CALL_NAMES.map((name) => ({ source: 'iam', name, reads: false })),
  ...CALLS.flatMap(({ source, name, reads = false }) => {
    const version = VERSIONS[source];
    const row = { source, name, reads };
    return version === undefined ? [row] : [row, { ...row, name: `${name}${version}` }];
  }),
];

/** Sessions that CloudTrail counts among the calls that only read. */
const BEGUN = CALLS.filter(({ reads, kind }) => reads === true && kind === 'session');

const MCP = { invokedBy: 'aws-mcp.amazonaws.com' } as const;
const CORE_NAME = 'BedrockAgentCore-0f8fad5b-d9cb-469f-a165-70867728950e';

const PLACES: readonly (readonly [PartitionName, string, string])[] = [
  ['aws', 'AWS API Call via CloudTrail', 'amazonaws.com'],
  ['aws-cn', 'AWS API Call via CloudTrail', 'amazonaws.com'],
  ['aws-cn', 'Amazon API Call via CloudTrail', 'amazonaws.com.cn'],
];

describe('the rules that watch', () => {
  test.each(PLACES)(
    'in %s pick every call of the tables to a service that is there, sent as "%s" from %s',
    async (partition, detailType, domain) => {
      const { missingServices } = PARTITIONS[partition];
      const offered = ROWS.filter(({ source }) => !missingServices.includes(source));
      const sent = offered.map(({ source, name, reads }) => ({
        source: `aws.${source}`,
        detailType,
        detail: { eventSource: `${source}.${domain}`, eventName: name, readOnly: reads },
      }));
      expect(sent.length).toBeGreaterThan(800);
      expect(await wronglyPicked(watchRules(PARTITIONS[partition]), sent)).toEqual([]);
    },
  );

  test('leave sessions that only read to agents where a setting says so', async () => {
    const begun = BEGUN.map(({ source, name }) => ({
      source: `aws.${source}`,
      detailType: 'AWS API Call via CloudTrail',
      detail: { eventSource: `${source}.amazonaws.com`, eventName: name, readOnly: true },
    }));
    expect(begun.length).toBeGreaterThan(10);
    const rules = [...watchRules(PARTITIONS.aws, 'agents'), AGENT_CALLS];
    expect(new Set((await pickedBy(rules, begun)).map(String))).toEqual(new Set(['']));
    const byAgents = begun.map((sent) => ({ ...sent, detail: { ...sent.detail, userIdentity: MCP } }));
    expect(new Set((await pickedBy(rules, byAgents)).map(String))).toEqual(new Set(['agent-calls']));
  });

  test.each<[string, JsonObject, boolean]>([
    ['that an agent makes through the AWS MCP Server', { userIdentity: MCP }, true],
    [
      'that an agent makes through another MCP server of AWS',
      { userIdentity: { invokedBy: 'eks-mcp.amazonaws.com' } },
      true,
    ],
    ['of a tool of the AWS MCP Server', { eventType: 'AwsMcpEvent' }, true],
    ['in a session of Bedrock AgentCore', { userIdentity: { principalId: `AROAEXAMPLE:${CORE_NAME}` } }, true],
    ['of a person', { userIdentity: { principalId: 'AROAEXAMPLE:ada' } }, false],
    ['of another service', { userIdentity: { invokedBy: 'cloudformation.amazonaws.com' } }, false],
    ['that only hints at an agent', { userAgent: 'claude-code/2.1.202 (cli)' }, false],
  ])('ask for a call %s, whatever its name: %j %s', async (_, who, isAsked) => {
    const detail = { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances', readOnly: true, ...who };
    const sent = { source: 'aws.ec2', detailType: 'AWS API Call via CloudTrail', detail };
    const forged = { ...sent, source: 'ours.ec2' };
    const none: readonly string[] = [];
    expect(await pickedBy([AGENT_CALLS], [sent, forged])).toEqual([isAsked ? ['agent-calls'] : none, none]);
  });

  test('pick a call to IAM that came after them', async () => {
    const detail = { eventSource: 'iam.amazonaws.com', eventName: 'GrantEverything' };
    const sent = { source: 'aws.iam', detailType: 'AWS API Call via CloudTrail', detail };
    expect(await pickedBy(watchRules(PARTITIONS.aws), [sent])).toEqual([['iam']]);
  });

  test.each([
    ['that anybody could send', { source: 'ours.iam' }],
    ['of another service about IAM', { source: 'aws.health' }],
    ['that is no call', { detailType: 'AWS Service Event via CloudTrail' }],
    ['with another source in its record', { detail: { eventSource: 'sts.amazonaws.com', eventName: 'PutRolePolicy' } }],
  ])('leave an event %s', async (_, change) => {
    const detail = { eventSource: 'iam.amazonaws.com', eventName: 'PutRolePolicy' };
    const sent = { source: 'aws.iam', detailType: 'AWS API Call via CloudTrail', detail, ...change };
    expect(await pickedBy(watchRules(PARTITIONS.aws), [sent])).toEqual([[]]);
  });

  test('leave the many calls of other services that change no environment', async () => {
    const calls = [
      ['ec2', 'CreateTags'],
      ['s3', 'PutObject'],
      ['lambda', 'Invoke'],
      ['sts', 'GetCallerIdentity'],
    ];
    const sent = calls.map(([service, eventName = '']) => ({
      source: `aws.${service}`,
      detailType: 'AWS API Call via CloudTrail',
      detail: { eventSource: `${service}.amazonaws.com`, eventName },
    }));
    expect(await pickedBy(watchRules(PARTITIONS.aws), sent)).toEqual([[], [], [], []]);
  });
});

/** What a row says of an operation, as far as it matters to a rule. */
type Named = Pick<CallRow, 'source' | 'name' | 'event' | 'reads'>;

const operationOf = ({ source, name }: Named): string => `${source}:${name}`;

/** The detail types under which what a row names is sent. */
const TYPES = {
  console: 'AWS Console Action via CloudTrail',
  'sign-in': 'AWS Console Sign In via CloudTrail',
  service: 'AWS Service Event via CloudTrail',
  call: 'AWS API Call via CloudTrail',
} as const;

describe("the rules of the hub's bus", () => {
  const rules = [sentCalls(PARTITIONS.aws), sentSessions(PARTITIONS.aws)];
  const rows: readonly Named[] = [...CALLS, ...IAM_CALL_NAMES.map((name) => ({ source: 'iam', name }))];
  const begun = CALLS.filter(beginsSession);

  /** What is sent for these rows, and who by. */
  const sentFor = (given: readonly Named[], by: JsonObject): readonly Sent[] =>
    given.map(({ source, name, event, reads = false }) => ({
      source: `aws.${source}`,
      detailType: TYPES[event ?? 'call'],
      detail: { eventSource: `${source}.amazonaws.com`, eventName: name, readOnly: reads, userIdentity: by },
    }));

  test('send sessions that begin to the one queue, and everything else that the table names to the other', async () => {
    const picked = await pickedBy(rules, sentFor(rows, { type: 'AssumedRole', principalId: 'AROAEXAMPLE:ada' }));
    const mayWait = new Set(begun.map(operationOf));
    const wrong = rows.filter(
      (row, index) => String(picked[index]) !== (mayWait.has(operationOf(row)) ? 'sessions' : 'calls'),
    );
    expect(wrong).toEqual([]);
  });

  test('send sessions of agents to the queue of calls as well', async () => {
    const picked = await pickedBy(rules, sentFor(begun, { type: 'AssumedRole', ...MCP }));
    expect(new Set(picked.map(String))).toEqual(new Set(['calls,sessions']));
  });
});

/** All records of a corpus: those of log files, and those that the tests of detection rules have in YAML. */
async function* recordsIn(corpus: string): AsyncIterable<JsonValue> {
  const folder = join(CORPORA, corpus);
  for await (const each of recordsOf([folder])) if (each.kind === 'record') yield each.record;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yml'))) {
    const { Tests } = ruleShape.parse(parse(readFileSync(join(folder, file), 'utf8')));
    for (const { Log } of Tests) yield Log;
  }
}

const ruleShape = z.looseObject({ Tests: z.array(z.looseObject({ Log: z.json() })).default([]) });

/** The records of a corpus that Ambit reads as calls, or would if they were whole, as EventBridge delivers them. */
async function watchedRecords(corpus: string): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for await (const each of recordsIn(corpus)) {
    const record = recordIn(each);
    const eventSource = record?.['eventSource'];
    if (record === undefined || typeof eventSource !== 'string') continue;
    const label = eventSource.split('.')[0] ?? '';
    sent.push({ source: `aws.${label}`, detailType: 'AWS API Call via CloudTrail', detail: record });
  }
  return sent;
}

function recordIn(json: JsonValue): JsonObject | undefined {
  const reading = readCall(json);
  if (reading.kind === 'unrelated') return undefined;
  const record = deliveryOf(json)?.record;
  return typeof member(record ?? {}, 'eventName') === 'string' ? record : undefined;
}

describeCorpora(`recorded calls (${found ? 'corpora' : 'skipped: the corpora are not beside the checkout'})`, () => {
  test.each(['stratus', 'streamalert', 'eventbridge-envelopes', 'panther-rule-tests', 'traildiscover'])(
    'of %s that Ambit reads are each picked by one rule',
    async (corpus) => {
      const sent = await watchedRecords(corpus);
      expect(sent.length).toBeGreaterThan(0);
      expect(await wronglyPicked(watchRules(PARTITIONS.aws), sent)).toEqual([]);
    },
  );
});
