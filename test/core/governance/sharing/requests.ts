import type { JsonObject } from '../../../../lib/core/json.ts';
import { OWN, text } from './shared-resources.ts';

export const bucket = (bucketPolicy: JsonObject) => ({
  service: 's3',
  name: 'PutBucketPolicy',
  asked: { bucketName: 'logs', bucketPolicy },
});
export const objects = 'arn:aws:s3:::logs/*';
export const queueArn = `arn:aws:sqs:us-east-1:${OWN}:jobs`;
export const topicArn = `arn:aws:sns:us-east-1:${OWN}:alarms`;
export const queueUrl = `https://sqs.us-east-1.amazonaws.com/${OWN}/jobs`;
export const queue = (document: JsonObject) => ({
  service: 'sqs',
  name: 'SetQueueAttributes',
  asked: { queueUrl, attributes: { Policy: text(document) } },
});
export const topic = (document: JsonObject) => ({
  service: 'sns',
  name: 'SetTopicAttributes',
  asked: { topicArn, attributeName: 'Policy', attributeValue: text(document) },
});
export const key = (document: JsonObject) => ({
  service: 'kms',
  name: 'PutKeyPolicy',
  asked: { keyId: 'k-1', policyName: 'default', policy: text(document) },
});
export const lambda = (members: JsonObject) => ({
  service: 'lambda',
  name: 'AddPermission20150331v2',
  asked: { functionName: 'f', statementId: 's', action: 'lambda:InvokeFunction', ...members },
});
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
export const grant = (members: JsonObject) => ({
  service: 'kms',
  name: 'CreateGrant',
  asked: { keyId: 'k-1', operations: ['Decrypt'], ...members },
});
export const root = { AWS: `arn:aws:iam::${OWN}:root` };
export const keyDefault = { principal: root, action: 'kms:*' };
