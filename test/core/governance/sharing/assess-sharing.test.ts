import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { findingsOf } from './findings-of.ts';
import { SHARED_AS_IT_MAY_BE } from './shared-as-it-may-be.ts';
import { SHARED_TOO_MUCH } from './shared-too-much.ts';
import { COPIES_SHARED_AS_THEY_MAY_BE, COPIES_SHARED_TOO_MUCH } from './shared-copies.ts';
import { policy, STRANGER } from './shared-resources.ts';

describe('a resource is shared with those with whom nothing is to be shared', () => {
  test.each([...SHARED_TOO_MUCH, ...COPIES_SHARED_TOO_MUCH])('$service $name: $about', (shared) => {
    const [finding, ...others] = findingsOf(shared);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'excess-sharing',
      verdict: 'exceeds',
      severity: shared.severity,
      response: { kind: 'alert' },
      witness: {
        principal: expect.stringMatching(shared.who),
        action: expect.stringMatching(shared.action),
        resource: expect.stringMatching(shared.resource),
      },
    });
  });
});

describe('nothing is said of a resource that is shared', () => {
  test.each([...SHARED_AS_IT_MAY_BE, ...COPIES_SHARED_AS_THEY_MAY_BE])('$service $name: $about', (shared) => {
    expect(findingsOf(shared)).toEqual([]);
  });
});

describe('what a resource offered before', () => {
  const open = policy({ principal: { AWS: STRANGER }, action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*' });
  const put = (document: JsonValue) => ({
    service: 's3',
    name: 'PutBucketPolicy',
    asked: { bucketName: 'logs', bucketPolicy: document },
  });

  test('is no excess when it is put again', () => {
    expect(findingsOf(put(open), { before: open })).toEqual([]);
  });

  test('is no excess when it is narrowed', () => {
    const narrowed = policy({
      principal: { AWS: STRANGER },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::logs/a/*',
    });
    expect(findingsOf(put(narrowed), { before: open })).toEqual([]);
  });

  test('does not excuse what is added to it', () => {
    const wider = policy(
      { principal: { AWS: STRANGER }, action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*' },
      { principal: { AWS: STRANGER }, action: 's3:DeleteObject', resource: 'arn:aws:s3:::logs/*' },
    );
    const [finding] = findingsOf(put(wider), { before: open });
    expect(finding?.excess.map(({ actions }) => actions)).toEqual([['s3:DeleteObject']]);
    expect(finding?.reasons.map(({ rule }) => rule)).not.toContain('before-unknown');
  });

  test('is said to be unknown where it is', () => {
    const [finding] = findingsOf(put(open));
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('before-unknown');
  });
});

describe('what cannot be compared', () => {
  const put = (bucketPolicy: JsonValue) =>
    findingsOf({ service: 's3', name: 'PutBucketPolicy', asked: { bucketName: 'logs', bucketPolicy } });

  test('a policy that is not well formed is undetermined, and grave', () => {
    expect(put({ Statement: [{ Effect: 'Allow', Principal: '*' }] })).toMatchObject([
      { kind: 'excess-sharing', verdict: 'undetermined', severity: 'high', witness: null },
    ]);
  });

  test('a record without the policy is told of as a change that is not assessed', () => {
    const left = findingsOf({ service: 's3', name: 'PutBucketPolicy', asked: { bucketName: 'logs' } });
    expect(left).toMatchObject([
      { kind: 'unassessed-change', verdict: 'undetermined', resources: ['arn:aws:s3:::logs'] },
    ]);
  });
});

test('how it is taken back is a command whose words cannot break out of it', () => {
  const asked = { functionName: 'f', statementId: "x'; rm -rf /; '", action: 'lambda:InvokeFunction', principal: '*' };
  const [finding] = findingsOf({ service: 'lambda', name: 'AddPermission20150331v2', asked });
  const undo = finding?.reasons.find(({ rule }) => rule === 'undo')?.detail;
  expect(undo).toBe(
    String.raw`it is taken back by: aws lambda remove-permission --function-name arn:aws:lambda:us-east-1:111122223333:function:f --statement-id 'x'\''; rm -rf /; '\''' --region us-east-1`,
  );
});
