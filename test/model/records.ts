import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { ACCOUNT, roleArn } from './account.ts';

/** Who makes calls, and in a session of which role. */
export const ACTORS = [
  { human: 'rita', role: 'engineer' },
  { human: 'sam', role: 'office' },
  { human: 'dave', role: 'office' },
] as const;

/** A human, or the code of a role, in a session of a role. */
export interface Actor {
  readonly human: string;
  readonly role: string;
}

/** A CloudTrail record of a call, as the session of a person, or the code of the role itself, makes it. */
export function recordOf(
  call: { readonly id: string; readonly name: string; readonly parameters: JsonObject; readonly response?: JsonValue },
  by: Actor,
  time: number,
): JsonObject {
  const roleId = `AROA${by.role.toUpperCase()}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId}:${by.human}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${by.role}/${by.human}`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId,
          arn: roleArn(by.role),
          accountId: ACCOUNT,
          userName: by.role,
        },
      },
    },
    eventTime: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: call.name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'console.amazonaws.com',
    requestParameters: call.parameters,
    responseElements: call.response ?? null,
    requestID: `request-${call.id}`,
    eventID: call.id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
  };
}
