import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { KnownPolicies, type KnownPolicy } from '../../../../lib/core/governance/sharing/known-policies.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { OWN, policy, STRANGER } from './shared-resources.ts';

const BUCKET = 'arn:aws:s3:::logs';
const FUNCTION = `arn:aws:lambda:us-east-1:${OWN}:function:f`;
const first = policy({ principal: '*', action: 's3:GetObject', resource: `${BUCKET}/*` });
const second = policy({ principal: '*', action: 's3:PutObject', resource: `${BUCKET}/*` });

type Step = readonly [service: string, name: string, asked: JsonObject];

/** The policy of a resource after these calls. */
function after(resource: string, ...steps: readonly Step[]): KnownPolicy | undefined {
  const known = new KnownPolicies();
  for (const [service, eventName, requestParameters] of steps) {
    const reading = readCall(recordOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }));
    if (reading.kind !== 'call') throw new Error(`${eventName} was read as ${reading.kind}`);
    for (const change of changesOf(reading.call)) {
      if (change.kind === 'resource-policy') known.follow(reading.call, change);
    }
  }
  return known.of(OWN, resource);
}

const put = (bucketPolicy: JsonObject): Step => ['s3', 'PutBucketPolicy', { bucketName: 'logs', bucketPolicy }];
const remove: Step = ['s3', 'DeleteBucketPolicy', { bucketName: 'logs' }];
const acl: Step = ['s3', 'PutBucketAcl', { bucketName: 'logs', 'x-amz-acl': 'public-read' }];
const left: Step = ['s3', 'PutBucketPolicy', { bucketName: 'logs' }];
const add = (statementId: string): Step => [
  'lambda',
  'AddPermission20150331v2',
  { functionName: 'f', statementId, action: 'lambda:InvokeFunction', principal: STRANGER },
];
const removeStatement = (statementId: string): Step => [
  'lambda',
  'RemovePermission20150331v2',
  { functionName: 'f', statementId },
];

describe('the policy of a resource', () => {
  test('is the one that was set last', () => {
    expect(after(BUCKET, put(first), put(second))).toEqual({ policy: second, extent: 'whole' });
  });

  test('is empty once it was removed', () => {
    expect(after(BUCKET, put(first), remove)).toMatchObject({ policy: { Statement: [] }, extent: 'whole' });
  });

  test('is left alone by an access list', () => {
    expect(after(BUCKET, put(first), acl)).toEqual({ policy: first, extent: 'whole' });
  });

  test('is not known after a record that left it out', () => {
    expect(after(BUCKET, put(first), left)).toBeUndefined();
  });

  test('is not known where nothing set it', () => {
    expect(after(BUCKET)).toBeUndefined();
  });

  test('has what was added to it, and may have more', () => {
    const known = after(FUNCTION, add('a'), add('b'));
    expect(known).toMatchObject({ extent: 'part', policy: { Statement: [{ Sid: 'a' }, { Sid: 'b' }] } });
  });

  test('has not what was taken away again', () => {
    expect(after(FUNCTION, add('a'), add('b'), removeStatement('a'))).toMatchObject({
      extent: 'part',
      policy: { Statement: [{ Sid: 'b' }] },
    });
  });

  test('of one account is not that of another with the same name', () => {
    const known = new KnownPolicies();
    expect(known.of(STRANGER, BUCKET)).toBeUndefined();
  });
});
