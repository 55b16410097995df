import { describe, expect, test } from '@jest/globals';
import { AGENT_CALLS } from '../../infra/agent-calls.ts';
import { PARTITIONS } from '../../infra/partitions.ts';
import { LARGEST_PATTERN } from '../../infra/picking-rule.ts';
import { watchRules } from '../../infra/watch-rules.ts';
import { CALLS } from '../../lib/core/activity/calls/table.ts';

const partitions = Object.values(PARTITIONS).map((partition) => [partition.name, watchRules(partition)] as const);
const READING = CALLS.filter(({ reads }) => reads === true);

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
    const offered = CALLS.filter(({ reads, source }) => reads === undefined && !missing.includes(source));
    const told = offered.map(({ source }) => `aws.${source}`);
    expect([...asked].sort()).toEqual([...new Set(['aws.iam', ...told])].sort());
  });

  test('ask for calls that only read by their names', () => {
    const reading = rules.filter(({ reads }) => reads === 'included');
    expect(reading.map(({ pattern }) => pattern.detail.eventName)).toEqual([
      ['GetPasswordData', 'DownloadDefaultKeyPair'],
    ]);
  });

  test('ask for every session where a setting says so, with one more rule', () => {
    const partition = Object.values(PARTITIONS).find((each) => each.name === name);
    if (partition === undefined) throw new Error(name);
    const all = watchRules(partition, 'all');
    expect(all).toHaveLength(rules.length + 1);
    const sessions = all.filter(({ reads }) => reads === 'included').at(-1);
    const wanted = READING.filter(({ kind }) => kind === 'session').map((row) => row.name);
    expect(new Set(sessions?.pattern.detail.eventName)).toEqual(new Set(wanted));
    expect(JSON.stringify(sessions?.pattern).length).toBeLessThanOrEqual(LARGEST_PATTERN);
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
