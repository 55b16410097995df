import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** A CloudTrail record of a successful call by an IAM user, with these members instead of the usual ones. */
export function recordOf(members: JsonObject): JsonObject {
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER',
      arn: 'arn:aws:iam::111122223333:user/ops/ada',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'ada',
    },
    eventTime: '2026-03-04T05:06:07Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'AttachUserPolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.31.0 md/Botocore#1.40.0 ua/2.1 os/linux md/command#iam.attach-user-policy',
    requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    responseElements: null,
    requestID: '9f3a2c1e-0000-4000-8000-000000000001',
    eventID: '9f3a2c1e-0000-4000-8000-000000000002',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...members,
  };
}

/** The same object without one member. */
export function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
}

/** An EventBridge envelope around a record. */
export function envelopeOf(detail: JsonValue, members: JsonObject = {}): JsonObject {
  return {
    version: '0',
    id: '11111111-2222-4333-8444-555555555555',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: '111122223333',
    time: '2026-03-04T05:06:09Z',
    region: 'us-east-1',
    resources: [],
    detail,
    ...members,
  };
}
