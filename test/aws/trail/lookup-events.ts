import { isJsonObject, type JsonObject } from '../../../lib/core/json.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { CallRecord } from './record.ts';

const LONGEST_PAGE = 50;

/**
 * Answers CloudTrail's LookupEvents from the records of one account: newest first, by pages of at most 50.
 * Of the attributes only `ReadOnly` and `EventName` are known.
 */
export function lookUp({ parameters, region }: Call, records: readonly CallRecord[]): Answer {
  const matching = records
    .filter(
      (record) => record.awsRegion === region && isWithin(record, parameters) && hasAttributes(record, parameters),
    )
    .toReversed();
  const start = Number(parameters['nextToken'] ?? 0);
  const end = start + Math.min(Number(parameters['maxResults'] ?? LONGEST_PAGE), LONGEST_PAGE);
  const body = {
    Events: matching.slice(start, end).map((record) => ({
      EventId: record.eventID,
      EventName: record.eventName,
      ReadOnly: `${record.readOnly}`,
      EventTime: Date.parse(record.eventTime) / 1000,
      EventSource: record.eventSource,
      Resources: [],
      CloudTrailEvent: JSON.stringify(record),
    })),
    ...(end < matching.length ? { NextToken: `${end}` } : {}),
  };
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

/** Times of a request are seconds since 1970. */
function isWithin(record: CallRecord, { startTime, endTime }: JsonObject): boolean {
  const at = Date.parse(record.eventTime) / 1000;
  return at >= Number(startTime ?? 0) && at <= Number(endTime ?? Number.POSITIVE_INFINITY);
}

function hasAttributes(record: CallRecord, { lookupAttributes }: JsonObject): boolean {
  if (!Array.isArray(lookupAttributes)) return true;
  return lookupAttributes.every((attribute: JsonObject[string]) => {
    if (!isJsonObject(attribute)) return false;
    const { attributeKey, attributeValue } = attribute;
    if (attributeKey === 'ReadOnly') return `${record.readOnly}` === attributeValue;
    if (attributeKey === 'EventName') return record.eventName === attributeValue;
    throw new Error(`the stand-in cannot look up by ${JSON.stringify(attribute)}`);
  });
}
