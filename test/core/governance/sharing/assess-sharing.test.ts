import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { findingsOf } from './findings-of.ts';
import { SHARED_AS_IT_MAY_BE } from './shared-as-it-may-be.ts';
import { MORE_SHARED_TOO_MUCH } from './more-shared-too-much.ts';
import { BUCKETS_SHARED_TOO_MUCH } from './buckets-shared-too-much.ts';
import { COPIES_SHARED_AS_THEY_MAY_BE, COPIES_SHARED_TOO_MUCH } from './shared-copies.ts';
import { bucket, objects, queue, queueArn } from './requests.ts';
import { policy, STRANGER } from './shared-resources.ts';

describe('a resource is shared with those with whom nothing is to be shared', () => {
  test.each([...BUCKETS_SHARED_TOO_MUCH, ...MORE_SHARED_TOO_MUCH, ...COPIES_SHARED_TOO_MUCH])(
    '$service $name: $about',
    (shared) => {
      const [finding, ...others] = findingsOf(shared);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        kind: 'excess-sharing',
        verdict: 'exceeds',
        severity: shared.severity,
        response: { kind: isStatementOfFunction(shared) ? 'hold' : 'alert' },
        witness: {
          principal: expect.stringMatching(shared.who),
          action: expect.stringMatching(shared.action),
          resource: expect.stringMatching(shared.resource),
        },
      });
    },
  );
});

/** A statement of a function is taken away by itself, whatever its policy said before. */
function isStatementOfFunction({ service, name }: { readonly service: string; readonly name: string }): boolean {
  return service === 'lambda' && name.startsWith('AddPermission');
}

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

describe('an account that a policy names by its id', () => {
  const named = bucket(policy({ principal: { AWS: STRANGER }, action: 's3:GetObject', resource: objects }));

  test('may be let in where it is known to be of an organization that may be', () => {
    expect(findingsOf(named, { members: [STRANGER] })).toEqual([]);
    expect(findingsOf(named, { members: ['123123123123'] })).toMatchObject([{ kind: 'excess-sharing' }]);
  });
});

describe('a bucket whose account nothing says, as the source of what a service does,', () => {
  const from = (...buckets: readonly string[]) => ({
    principal: { Service: 's3.amazonaws.com' },
    action: 'sqs:SendMessage',
    resource: queueArn,
    condition: { ArnLike: { 'aws:SourceArn': buckets } },
  });
  const own = 'arn:aws:s3:::uploads';

  test('may be a stranger’s: undetermined, with what to add', () => {
    const [finding, ...others] = findingsOf(queue(policy(from(own))));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'excess-sharing', verdict: 'undetermined', severity: 'low' });
    const { detail } = finding?.reasons.find(({ rule }) => rule === 'source-account-unknown') ?? {};
    expect(detail).toBe(`nothing says whose ${own} is: its ARN has no account; add a condition on aws:SourceAccount`);
  });

  test('is its own where its policy was set there before', () => {
    expect(findingsOf(queue(policy(from(own))), { ownBuckets: [own] })).toEqual([]);
    const both = findingsOf(queue(policy(from(own, 'arn:aws:s3:::other'))), { ownBuckets: [own] });
    expect(both).toMatchObject([{ verdict: 'undetermined' }]);
  });

  test('makes no doubt of what strangers get besides', () => {
    const stranger = { principal: { AWS: STRANGER }, action: 'sqs:ReceiveMessage', resource: queueArn };
    expect(findingsOf(queue(policy(from(own), stranger)))).toMatchObject([{ verdict: 'exceeds', severity: 'high' }]);
  });
});

describe('what a policy denied', () => {
  const tls = {
    Sid: 'Tls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const locked = {
    Version: '2012-10-17',
    Statement: [tls, { ...tls, Sid: 'Delete', Action: 's3:Delete*', Condition: {} }],
  };
  const put = (document: JsonValue) => ({
    service: 's3',
    name: 'PutBucketPolicy',
    asked: { bucketName: 'logs', bucketPolicy: document },
  });
  const remove = { service: 's3', name: 'DeleteBucketPolicy', asked: { bucketName: 'logs' } };

  test('and does not deny any more is a guard that is gone: exactly that', () => {
    const [finding, ...others] = findingsOf(put({ ...locked, Statement: [tls] }), { before: locked });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'guardrail-removed', verdict: 'exceeds', severity: 'medium' });
    expect(finding?.witness?.action).toMatch(/^s3:Delete/);
  });

  test('and denies in other words is none', () => {
    const reworded = { ...locked, Statement: [{ ...tls, Sid: 'Both', Action: 's3:*' }, locked.Statement[1] ?? tls] };
    expect(findingsOf(put(reworded), { before: locked })).toEqual([]);
  });

  test('is gone with the policy', () => {
    expect(findingsOf(remove, { before: locked })).toMatchObject([{ kind: 'guardrail-removed', verdict: 'exceeds' }]);
  });

  test('is nothing where the policy only allowed: its removal gives nobody anything', () => {
    const open = policy({ principal: { AWS: STRANGER }, action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*' });
    expect(findingsOf(remove, { before: open })).toEqual([]);
  });

  test('is gone with an attribute that is emptied', () => {
    const queueUrl = `https://sqs.us-east-1.amazonaws.com/111122223333/jobs`;
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*' };
    const emptied = { service: 'sqs', name: 'SetQueueAttributes', asked: { queueUrl, attributes: { Policy: '' } } };
    const before = { Version: '2012-10-17', Statement: [deny] };
    expect(findingsOf(emptied, { before })).toMatchObject([{ kind: 'guardrail-removed' }]);
    expect(findingsOf(emptied)).toMatchObject([{ kind: 'unassessed-change' }]);
  });

  test('is not known where the policy was not seen: its removal is told of', () => {
    expect(findingsOf(remove)).toMatchObject([{ kind: 'unassessed-change' }]);
  });
});

describe('what is sent on', () => {
  const topicArn = 'arn:aws:sns:us-east-1:111122223333:alarms';
  const subscribe = (endpoint: string) => ({ service: 'sns', name: 'Subscribe', asked: { topicArn, endpoint } });

  test('to a queue of its own account: nothing is said', () => {
    expect(findingsOf(subscribe('arn:aws:sqs:us-east-1:111122223333:jobs'))).toEqual([]);
  });

  test.each(['arn:aws:sqs:us-east-1:999988887777:jobs', 'https://example.com/hook', 'someone@example.com'])(
    'to %s: it is told of',
    (endpoint) => {
      expect(findingsOf(subscribe(endpoint))).toMatchObject([{ kind: 'unassessed-change' }]);
    },
  );
});

describe('what cannot be compared', () => {
  const put = (bucketPolicy: JsonValue) =>
    findingsOf({ service: 's3', name: 'PutBucketPolicy', asked: { bucketName: 'logs', bucketPolicy } });

  test('a policy that is not well formed is undetermined, and grave', () => {
    expect(put({ Statement: [{ Effect: 'Allow', Principal: '*' }] })).toMatchObject([
      { kind: 'excess-sharing', verdict: 'undetermined', severity: 'high', witness: null },
    ]);
  });

  test('a text pattern that a path of a stranger may fit is not taken for an account', () => {
    const roles = { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:111122223333:role/*' } };
    expect(
      put(policy({ principal: '*', action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*', condition: roles })),
    ).toMatchObject([{ kind: 'excess-sharing', verdict: 'undetermined' }]);
  });

  test('a grant of an ACL that does not say whom it is for is told of', () => {
    const Grant = [{ Grantee: { 'xsi:type': 'Group' }, Permission: 'WRITE' }];
    const asked = { bucketName: 'logs', AccessControlPolicy: { AccessControlList: { Grant } } };
    expect(findingsOf({ service: 's3', name: 'PutBucketAcl', asked })).toMatchObject([{ kind: 'unassessed-change' }]);
  });

  test.each(['constructor', '__proto__', 'public-write'])('a canned ACL that is not known (%s) is told of', (name) => {
    const asked = { bucketName: 'logs', 'x-amz-acl': [name] };
    expect(findingsOf({ service: 's3', name: 'PutBucketAcl', asked })).toMatchObject([{ kind: 'unassessed-change' }]);
  });

  test('what an ACL permits by a name that is not known counts as everything', () => {
    const Grant = [{ Grantee: { ID: 'c'.repeat(64) }, Permission: 'constructor' }];
    const asked = { bucketName: 'logs', AccessControlPolicy: { AccessControlList: { Grant } } };
    expect(findingsOf({ service: 's3', name: 'PutBucketAcl', asked })).toMatchObject([
      { kind: 'excess-sharing', verdict: 'exceeds' },
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
