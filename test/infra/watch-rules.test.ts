import { describe, expect, test } from '@jest/globals';
import { PARTITIONS } from '../../infra/partitions.ts';
import { LARGEST_PATTERN } from '../../infra/picking-rule.ts';
import { watchRules } from '../../infra/watch-rules.ts';
import { ENVIRONMENT_CALLS } from '../../lib/core/activity/environment-calls.ts';

const partitions = Object.values(PARTITIONS).map((partition) => [partition.name, watchRules(partition)] as const);

describe.each(partitions)('the rules of %s', (name, rules) => {
  test('are few and fit what EventBridge takes', () => {
    const sizes = rules.map(({ pattern }) => JSON.stringify(pattern).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_PATTERN);
    expect(rules.length).toBeLessThanOrEqual(10);
    expect(rules.map((rule) => rule.description.length > 512)).not.toContain(true);
  });

  test('pin the sender, which only AWS can be, beside the source that the record names', () => {
    for (const { pattern } of rules) {
      const services = pattern.source.map((source) => source.replace(/^aws\./, ''));
      expect(pattern.source).toEqual(services.map((service) => `aws.${service}`));
      expect(new Set(pattern.detail.eventSource.map((source) => source.split('.')[0]))).toEqual(new Set(services));
    }
  });

  test('ask each service of the call tables in one rule, so that a call is delivered once', () => {
    const asked = rules.flatMap(({ pattern }) => pattern.source);
    const tables = ENVIRONMENT_CALLS.map(({ source }) => `aws.${source}`);
    expect([...asked].sort()).toEqual([...new Set(['aws.iam', ...tables])].sort());
  });

  test('take every call to IAM, also one that no table knows', () => {
    const iam = rules.filter(({ pattern }) => pattern.source.includes('aws.iam'));
    expect(iam.map(({ pattern }) => Object.keys(pattern.detail))).toEqual([['eventSource']]);
  });

  test('take both spellings of the detail type where AWS documents two', () => {
    const wanted = ['AWS API Call via CloudTrail', ...(name === 'aws-cn' ? ['Amazon API Call via CloudTrail'] : [])];
    expect(rules.map(({ pattern }) => pattern['detail-type'])).toEqual(rules.map(() => wanted));
  });
});
