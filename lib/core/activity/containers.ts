import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isJsonList } from './member.ts';

/** Containers nest a few levels at most; deeper input is handed on as it is, so that hostile nesting ends. */
const DEEPEST = 16;

/** Members whose list holds records or further containers. */
const LISTS = [
  'Records', // a log file in S3; the Lambda event of SQS and SNS
  'Events', // LookupEvents
  'Messages', // ReceiveMessage of SQS
  'logEvents', // a CloudWatch Logs subscription
] as const;

/** Members that hold one record or container, as JSON or as JSON text. */
const WRAPPERS = [
  'CloudTrailEvent', // one event of LookupEvents
  'body', // SQS, as Lambda gets it
  'Body', // SQS, as ReceiveMessage gives it
  'Sns', // SNS, as Lambda gets it
  'Message', // SNS, as SQS and HTTP get it
  'message', // one line of CloudWatch Logs
  'data', // log pipelines such as StreamAlert
] as const;

/**
 * The CloudTrail records, or EventBridge envelopes around one, that a JSON value holds: one record, a list, a log file
 * `{"Records": []}`, the answer of LookupEvents, messages of SQS, SNS and CloudWatch Logs, in any nesting. What is no
 * record is handed on as it is, so that it is counted as unreadable and never dropped.
 */
export function recordsIn(json: JsonValue): readonly JsonValue[] {
  const found: JsonValue[] = [];
  collect(json, 0, found);
  return found;
}

function collect(json: JsonValue, depth: number, found: JsonValue[]): void {
  const inner = depth < DEEPEST ? contentOf(json) : undefined;
  if (inner === undefined) {
    found.push(json);
    return;
  }
  for (const each of inner) collect(each, depth + 1, found);
}

/** What a container holds; undefined for what is no container. */
function contentOf(json: JsonValue): readonly JsonValue[] | undefined {
  if (isJsonList(json)) return json;
  if (!isJsonObject(json) || isRecord(json)) return undefined;
  for (const name of LISTS) {
    const list = own(json, name);
    if (isJsonList(list)) return list;
  }
  for (const name of WRAPPERS) {
    const content = unwrapped(own(json, name));
    if (content !== undefined) return [content];
  }
  return undefined;
}

/** A record or an envelope, whose members are its own and no container's. */
function isRecord(json: JsonObject): boolean {
  const source = own(json, 'eventSource');
  // messages of SQS, as Lambda gets them, name their queue's kind where a record names an AWS service
  if (typeof source === 'string' && source.startsWith('aws:')) return false;
  return ['eventName', 'eventSource', 'detail-type', 'detail'].some((name) => Object.hasOwn(json, name));
}

function own(json: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

/** An object or a list, or the one that a text spells in JSON. */
function unwrapped(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return parsed(value);
  return typeof value === 'object' && value !== null ? value : undefined;
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function parsed(text: string): JsonValue | undefined {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // no JSON: the container around it is handed on as it is, and counted
    return undefined;
  }
}
