import type { JsonObject } from '../../lib/core/json.ts';
import type { Change } from './change.ts';
import { ACCOUNT, type Principal } from './company.ts';
import { idOf } from './good-changes.ts';

/** What people and pipelines make calls with. */
export type Tool = 'terraform' | 'console';

/** What a record tells of a call. */
export interface Told {
  readonly id: string;
  readonly at: number;
  readonly change: Change;
  readonly tool: Tool;
  readonly by: Principal;
}

/** The CloudTrail record of a call. */
export function recordOf({ id, at, change, tool, by }: Told): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: by.kind === 'engineer' ? userOf(by) : sessionOf(by),
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: change.name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: AGENT_OF[tool],
    requestParameters: change.parameters,
    responseElements: change.response ?? null,
    requestID: `request-${id}`,
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
  };
}

const AGENT_OF: Readonly<Record<Tool, string>> = {
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.32.2',
  console: 'console.amazonaws.com',
};

function userOf(by: Principal): JsonObject {
  return { type: 'IAMUser', principalId: idOf(by), arn: by.arn, accountId: ACCOUNT, userName: by.name };
}

function sessionOf(by: Principal): JsonObject {
  const issuer = { type: 'Role', principalId: idOf(by), arn: by.arn, accountId: ACCOUNT, userName: by.name };
  return {
    type: 'AssumedRole',
    principalId: `${idOf(by)}:run`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${by.name}/run`,
    accountId: ACCOUNT,
    sessionContext: { sessionIssuer: issuer },
  };
}
