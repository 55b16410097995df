import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import type { Actor } from './actor.ts';
import type { Outcome } from './answer.ts';
import { isReadOnly, type Call } from './call.ts';

/** Parameters and elements above this size are left out of records. Source: CloudTrail user guide, "record contents". */
const MOST_BYTES = 100 * 1024;

/** A call with who made it, when (milliseconds), and what came of it. */
export interface Made {
  readonly call: Call;
  readonly actor: Actor;
  readonly at: number;
  readonly outcome: Outcome;
}

/** A CloudTrail record, with the members by which tests ask for it. */
export interface CallRecord extends JsonObject {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly readOnly: boolean;
}

/** The CloudTrail record of a call. Source: CloudTrail user guide, "CloudTrail record contents". */
export function recordOf({ call, actor, at, outcome }: Made): CallRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { ...actor.userIdentity, accessKeyId: call.accessKeyId },
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: call.eventSource,
    eventName: call.eventName,
    awsRegion: call.region,
    sourceIPAddress: '192.0.2.10',
    userAgent: call.userAgent.slice(0, 1024),
    ...toldBy(call, outcome),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: isReadOnly(call),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: actor.accountId,
    eventCategory: 'Management',
  };
}

/** What a record says of parameters and result: nothing of either where IAM denied it, and no elements where it failed. */
function toldBy(call: Call, outcome: Outcome): JsonObject {
  if (outcome.kind === 'done') {
    const parameters = Object.keys(call.parameters).length === 0 ? null : withoutSecrets(call.parameters);
    return { ...ifSmall('requestParameters', parameters), ...ifSmall('responseElements', outcome.elements) };
  }
  const isDenied = outcome.code.startsWith('AccessDenied');
  return {
    errorCode: outcome.code,
    errorMessage: outcome.message.slice(0, 1024),
    ...ifSmall('requestParameters', isDenied ? null : withoutSecrets(call.parameters)),
    responseElements: null,
  };
}

function ifSmall(name: string, value: JsonValue): JsonObject {
  return Buffer.byteLength(JSON.stringify(value)) > MOST_BYTES ? {} : { [name]: value };
}

function withoutSecrets(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !/password$/i.test(name)));
}

/** The same record as CloudTrail writes it when parameters and elements are too large. */
export function withoutDocuments(record: CallRecord): CallRecord {
  const { requestParameters: _, ...rest } = record;
  return { ...rest, ...(isJsonObject(record['responseElements']) ? { responseElements: null } : {}) };
}
