import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PartitionName, PARTITIONS } from '../../../infra/partitions.ts';
import { type WatchRule, watchRules } from '../../../infra/watch-rules.ts';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { deliveryOf } from '../../../lib/core/activity/delivery.ts';
import { IAM_CALL_NAMES } from '../../../lib/core/activity/calls/iam.ts';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import { member } from '../../../lib/core/activity/member.ts';
import type { Reading } from '../../../lib/core/activity/call.ts';
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

/** The names of the rules that pick each of the events. */
async function pickedBy(rules: readonly WatchRule[], sent: readonly Sent[]): Promise<readonly (readonly string[])[]> {
  const patterns = rules.map(({ pattern }) => JSON.stringify(pattern));
  const results = await testEventPatterns(ministack, patterns, sent.map(eventOf));
  return results.map((matches) => rules.filter((_, index) => matches[index] === true).map(({ name }) => name));
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

/** Those of the events that not exactly one rule picks, and how many do. */
async function wronglyPicked(rules: readonly WatchRule[], sent: readonly Sent[]): Promise<readonly string[]> {
  const picked = await pickedBy(rules, sent);
  return sent.flatMap(({ source, detail }, index) => {
    const names = picked[index] ?? [];
    return names.length === 1 ? [] : [`${source} ${JSON.stringify(detail['eventName'])}: ${names.join(', ')}`];
  });
}

/** Versions that Lambda and CloudFront write behind the names of their calls. */
const VERSIONS: Readonly<Record<string, string>> = { lambda: '20150331v2', cloudfront: '2020_05_31' };

/** Sessions that only read are not asked for: there are too many of them. */
const PICKED_CALLS = CALLS.filter(({ reads, kind }) => reads === undefined || kind !== 'session');

const ROWS = [
  ...IAM_CALL_NAMES.map((name) => ({ source: 'iam', name })),
  ...PICKED_CALLS,
  ...PICKED_CALLS.flatMap(({ source, name }) => {
    const version = VERSIONS[source];
    return version === undefined ? [] : [{ source, name: `${name}${version}` }];
  }),
];

const PLACES: readonly (readonly [PartitionName, string, string])[] = [
  ['aws', 'AWS API Call via CloudTrail', 'amazonaws.com'],
  ['aws-cn', 'AWS API Call via CloudTrail', 'amazonaws.com'],
  ['aws-cn', 'Amazon API Call via CloudTrail', 'amazonaws.com.cn'],
];

describe('the rules that watch', () => {
  test.each(PLACES)(
    'in %s pick every call of the tables, sent as "%s" from %s',
    async (partition, detailType, domain) => {
      const sent = ROWS.map(({ source, name }) => ({
        source: `aws.${source}`,
        detailType,
        detail: { eventSource: `${source}.${domain}`, eventName: name },
      }));
      expect(sent.length).toBeGreaterThan(850);
      expect(await wronglyPicked(watchRules(PARTITIONS[partition]), sent)).toEqual([]);
    },
  );

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
      ['sts', 'AssumeRole'],
    ];
    const sent = calls.map(([service, eventName = '']) => ({
      source: `aws.${service}`,
      detailType: 'AWS API Call via CloudTrail',
      detail: { eventSource: `${service}.amazonaws.com`, eventName },
    }));
    expect(await pickedBy(watchRules(PARTITIONS.aws), sent)).toEqual([[], [], [], []]);
  });
});

/** The records of a corpus that Ambit reads as calls, or would if they were whole, as EventBridge delivers them. */
async function watchedRecords(corpus: string): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for await (const each of recordsOf([join(CORPORA, corpus)])) {
    const record = each.kind === 'record' ? recordIn(each.record) : undefined;
    const eventSource = record?.['eventSource'];
    if (record === undefined || typeof eventSource !== 'string') continue;
    const label = eventSource.split('.')[0] ?? '';
    sent.push({ source: `aws.${label}`, detailType: 'AWS API Call via CloudTrail', detail: record });
  }
  return sent;
}

function recordIn(json: JsonValue): JsonObject | undefined {
  const reading = readCall(json);
  if (reading.kind === 'unrelated' || isUnasked(reading)) return undefined;
  const record = deliveryOf(json)?.record;
  return typeof member(record ?? {}, 'eventName') === 'string' ? record : undefined;
}

function isUnasked(reading: Reading): boolean {
  if (reading.kind !== 'call' || reading.call.change.kind !== 'session') return false;
  const { source, name } = reading.call;
  return !PICKED_CALLS.some((row) => `${row.source}.amazonaws.com` === source && row.name === name);
}

describeCorpora(`recorded calls (${found ? 'corpora' : 'skipped: the corpora are not beside the checkout'})`, () => {
  test.each(['stratus', 'streamalert', 'eventbridge-envelopes', 'traildiscover'])(
    'of %s that Ambit reads are each picked by one rule',
    async (corpus) => {
      const sent = await watchedRecords(corpus);
      expect(sent.length).toBeGreaterThan(0);
      expect(await wronglyPicked(watchRules(PARTITIONS.aws), sent)).toEqual([]);
    },
  );
});
