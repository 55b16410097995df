import type { IncomingHttpHeaders } from 'node:http';
import { isJsonObject, jsonForm, type JsonObject } from '../../../lib/core/json.ts';
import { parametersOf, withNamesOfRecords } from './parameters.ts';

/** One call of an AWS API, as it came in. */
export interface Call {
  /** As in records: `iam.amazonaws.com`. */
  readonly eventSource: string;
  /** As in records: `PutRolePolicy`. */
  readonly eventName: string;
  /** The names and values that records have: first letters lowered, numbers as numbers. */
  readonly parameters: JsonObject;
  /** Of the credentials that signed it. */
  readonly accessKeyId: string;
  readonly region: string;
  readonly userAgent: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const SCOPE = /Credential=(?<key>[^/]+)\/\d+\/(?<region>[^/]+)\/(?<service>[^/]+)\//;

/**
 * Reads a signed call of a service with the query protocol (IAM, STS) or the JSON protocol (Organizations, Identity
 * Center, CloudTrail).
 * @throws Error if it is neither
 */
export function callOf(headers: IncomingHttpHeaders, body: string): Call {
  const scope = SCOPE.exec(headers.authorization ?? '')?.groups;
  if (scope === undefined) throw new Error(`a call without a signature: ${body.slice(0, 200)}`);
  const { key = '', region = '', service = '' } = scope;
  return {
    eventSource: `${service}.amazonaws.com`,
    ...namedIn(headers, body),
    accessKeyId: key,
    region,
    userAgent: headers['user-agent'] ?? '',
    headers,
    body,
  };
}

function namedIn(headers: IncomingHttpHeaders, body: string): Pick<Call, 'eventName' | 'parameters'> {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const parameters = withNamesOfRecords(jsonForm(JSON.parse(body === '' ? '{}' : body)));
    if (!isJsonObject(parameters)) throw new Error(`the body of ${target} is no object`);
    return { eventName: target.slice(target.lastIndexOf('.') + 1), parameters };
  }
  const form = new URLSearchParams(body);
  const eventName = form.get('Action');
  if (eventName === null) throw new Error(`a call without an action: ${body.slice(0, 200)}`);
  return { eventName, parameters: parametersOf(form) };
}

/** Calls that tell and change nothing; `readOnly` in records. AssumeRole and its kin read, too, as AWS sees it. */
const READS = /^(?:Get(?!SessionToken|FederationToken)|List|Describe|Lookup|Simulate|Generate|AssumeRole)/;

/** Whether AWS calls it read-only. */
export function isReadOnly({ eventName }: Call): boolean {
  return READS.test(eventName);
}

/** Read-only calls that are recorded nevertheless: they give credentials. */
export function isRecorded(call: Call): boolean {
  return !isReadOnly(call) || call.eventName.startsWith('AssumeRole');
}
