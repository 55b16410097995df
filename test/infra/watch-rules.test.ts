import { describe, expect, test } from '@jest/globals';
import { AGENT_CALLS } from '../../infra/agent-calls.ts';
import { type Partition, PARTITIONS } from '../../infra/partitions.ts';
import { LARGEST_PATTERN } from '../../infra/picking-rule.ts';
import { beginsSession, sentCalls, sentSessions } from '../../infra/session-rule.ts';
import { watchRules } from '../../infra/watch-rules.ts';
import { CALLS } from '../../lib/core/activity/calls/table.ts';

const partitions = Object.values(PARTITIONS).map((partition) => [partition.name, watchRules(partition)] as const);
const SESSIONS = CALLS.filter(beginsSession);

function partitionNamed(name: string): Partition {
  const partition = Object.values(PARTITIONS).find((each) => each.name === name);
  if (partition === undefined) throw new Error(name);
  return partition;
}

describe('a session that begins may wait', () => {
  test.each([
    ['sts', 'AssumeRole', true],
    ['sts', 'GetSessionToken', true],
    ['signin', 'ConsoleLogin', true],
    ['sts', 'AssumeRoot', false],
    // of these one call tells that an agent got a grant
    ['signin', 'CreateOAuth2Token', false],
    ['iam', 'CreateAccessKey', false],
    // the rule of a whole service picks it
    ['sagemaker', 'CreatePresignedDomainUrl', false],
  ])('%s %s: %s', (source, name, mayWait) => {
    const rows = CALLS.filter((row) => row.source === source && row.name === name);
    expect(rows.some(beginsSession)).toBe(mayWait);
  });

  test('and no other call of the table is taken for one', () => {
    const names = new Set(SESSIONS.map((row) => row.name));
    const sources = new Set(SESSIONS.map((row) => row.source));
    const taken = CALLS.filter((row) => names.has(row.name) && sources.has(row.source) && !beginsSession(row));
    expect(taken.map(({ source, name }) => `${source}:${name}`)).toEqual([]);
  });
});

describe.each(partitions)('the rules of %s', (name, rules) => {
  test('are few and fit what EventBridge takes', () => {
    const sizes = rules.map(({ pattern }) => JSON.stringify(pattern).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_PATTERN);
    // of 300 that a bus has, 100 in some Regions, which are the customer's as well
    expect([...rules, AGENT_CALLS].length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(AGENT_CALLS.pattern).length).toBeLessThanOrEqual(LARGEST_PATTERN);
    expect(rules.map((rule) => rule.description.length > 512)).not.toContain(true);
  });

  test('pin the sender, which only AWS can be, beside the source that the record names', () => {
    for (const { pattern } of rules) {
      const services = pattern.source.map((source) => source.replace(/^aws\./, ''));
      expect(pattern.source).toEqual(services.map((service) => `aws.${service}`));
      expect(new Set(pattern.detail.eventSource.map((source) => source.split('.')[0]))).toEqual(new Set(services));
    }
  });

  test('ask each service of the table that the partition has in one rule, so that a call is delivered once', () => {
    const missing = Object.values(PARTITIONS).find((each) => each.name === name)?.missingServices ?? [];
    const asked = rules.filter(({ reads }) => reads === 'left-out').flatMap(({ pattern }) => pattern.source);
    const offered = CALLS.filter(
      (row) => row.reads === undefined && !missing.includes(row.source) && !beginsSession(row),
    );
    const told = offered.map(({ source }) => `aws.${source}`);
    expect([...asked].sort()).toEqual([...new Set(['aws.iam', ...told])].sort());
  });

  test('ask for calls that only read by their names', () => {
    const reading = rules.filter(({ reads, lane }) => reads === 'included' && lane === undefined);
    expect(reading.map(({ pattern }) => pattern.detail.eventName)).toEqual([
      ['GetPasswordData', 'DownloadDefaultKeyPair'],
    ]);
  });

  test('ask for sessions that begin in one rule, with all that only read unless a setting leaves them to agents', () => {
    const partition = partitionNamed(name);
    const apart = rules.filter(({ lane }) => lane === 'sessions');
    expect(apart.map(({ name, reads }) => [name, reads])).toEqual([['sessions', 'included']]);
    const offered = SESSIONS.filter(({ source }) => !partition.missingServices.includes(source));
    expect(new Set(apart[0]?.pattern.detail.eventName)).toEqual(new Set(offered.map((row) => row.name)));
    const turnedDown = watchRules(partition, 'agents');
    expect(turnedDown).toEqual(rules.map((rule) => (rule.lane === undefined ? rule : { ...rule, reads: 'left-out' })));
  });

  test('of the bus fit what EventBridge takes', () => {
    const rules = [sentCalls, sentSessions].map((rule) => rule(partitionNamed(name)));
    for (const { pattern } of rules) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(LARGEST_PATTERN);
  });

  test('take what is no API call under its own detail type', () => {
    const types = (source: string) =>
      rules.find(({ pattern }) => pattern.source.includes(source))?.pattern['detail-type'];
    expect(types('aws.organizations')).toContain('AWS Service Event via CloudTrail');
    expect(types('aws.sso-directory')).toContain('AWS Console Action via CloudTrail');
    expect(types('aws.signin')).toContain('AWS Console Sign In via CloudTrail');
    expect(types('aws.lambda')).not.toContain('AWS Service Event via CloudTrail');
  });

  test('take every call to IAM, also one that no table knows', () => {
    const iam = rules.filter(({ pattern }) => pattern.source.includes('aws.iam'));
    expect(iam.map(({ pattern }) => Object.keys(pattern.detail))).toEqual([['eventSource']]);
  });

  test('take both spellings of the detail type where AWS documents two', () => {
    const wanted = ['AWS API Call via CloudTrail', ...(name === 'aws-cn' ? ['Amazon API Call via CloudTrail'] : [])];
    for (const { pattern } of rules) expect(pattern['detail-type']).toEqual(expect.arrayContaining(wanted));
  });
});
