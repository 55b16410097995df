import type { JsonObject } from '../../../../lib/core/json.ts';
import { OWN, text } from './shared-resources.ts';

/** What is in a bucket, */
export const objects = 'arn:aws:s3:::logs/*';
/** a queue, */
export const queueArn = `arn:aws:sqs:us-east-1:${OWN}:jobs`;
/** a topic, */
export const topicArn = `arn:aws:sns:us-east-1:${OWN}:alarms`;
/** and the queue as requests name it. */
export const queueUrl = `https://sqs.us-east-1.amazonaws.com/${OWN}/jobs`;

/** The request that writes the policy of a bucket; */
export const bucket = (bucketPolicy: JsonObject) => ({
  service: 's3',
  name: 'PutBucketPolicy',
  asked: { bucketName: 'logs', bucketPolicy },
});
/** of a queue; */
export const queue = (document: JsonObject) => ({
  service: 'sqs',
  name: 'SetQueueAttributes',
  asked: { queueUrl, attributes: { Policy: text(document) } },
});
/** of a topic; */
export const topic = (document: JsonObject) => ({
  service: 'sns',
  name: 'SetTopicAttributes',
  asked: { topicArn, attributeName: 'Policy', attributeValue: text(document) },
});
/** of a key. */
export const key = (document: JsonObject) => ({
  service: 'kms',
  name: 'PutKeyPolicy',
  asked: { keyId: 'k-1', policyName: 'default', policy: text(document) },
});
/** The request that adds a statement to a function's policy. */
export const lambda = (members: JsonObject) => ({
  service: 'lambda',
  name: 'AddPermission20150331v2',
  asked: { functionName: 'f', statementId: 's', action: 'lambda:InvokeFunction', ...members },
});
/** The request that grants a permission by the access list of a bucket. */
export const acl = (grantee: JsonObject, Permission: string) => ({
  service: 's3',
  name: 'PutBucketAcl',
  asked: {
    bucketName: 'logs',
    AccessControlPolicy: {
      Owner: { ID: 'a'.repeat(64) },
      AccessControlList: { Grant: [{ Grantee: grantee, Permission }] },
    },
  },
});
/** The request that makes a grant of a key. */
export const grant = (members: JsonObject) => ({
  service: 'kms',
  name: 'CreateGrant',
  asked: { keyId: 'k-1', operations: ['Decrypt'], ...members },
});
/** Everybody in the account. */
export const root = { AWS: `arn:aws:iam::${OWN}:root` };
/** What the policy of a new key says. */
export const keyDefault = { principal: root, action: 'kms:*' };
