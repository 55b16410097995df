import type { JsonObject } from '../../../lib/core/json.ts';
import type { Deliveries } from './worlds.ts';

/** As they happened, each by itself. */
export function inOrder(records: readonly JsonObject[]): Deliveries {
  return records.map((json) => [json]);
}

/** What CloudTrail writes when it completes or corrects a record: a copy under an id of its own. */
export function addendumTo(json: JsonObject): JsonObject {
  return {
    ...json,
    eventID: `addendum-to-${JSON.stringify(json['eventID'])}`,
    userAgent: 'aws-cli/2.31.0',
    addendum: {
      reason: 'UPDATED_DATA',
      updatedFields: 'userAgent',
      originalRequestID: json['requestID'] ?? null,
      originalEventID: json['eventID'] ?? null,
    },
  };
}

/** What CloudTrail writes where more than 100 KB were asked for: spaces fill a policy at will. */
export function padded(json: JsonObject): JsonObject {
  const omitted = { omitted: true, originalSize: 131_072, reason: 'requestParameters too large' };
  return { ...json, requestParameters: omitted };
}

function again(json: JsonObject, times: number): readonly JsonObject[] {
  return Array.from({ length: times }, () => json);
}

/** The ways in which records come, other than once and in order. */
export const DISTURBANCES: Readonly<Record<string, (records: readonly JsonObject[]) => Deliveries>> = {
  'five times each': (records) => records.flatMap((json) => inOrder(again(json, 5))),
  'five times, all in a row': (records) => inOrder(Array.from({ length: 5 }, () => records).flat()),
  'five times each, at once': (records) => [records.flatMap((json) => again(json, 5))],
  'all at once': (records) => [records],
  'in reverse': (records) => inOrder(records.toReversed()),
  'in reverse, five times, at once': (records) => [records.toReversed().flatMap((json) => again(json, 5))],
  'with an addendum each': (records) => records.flatMap((json) => inOrder([json, addendumTo(json)])),
  'with all addenda at the end': (records) => inOrder([...records, ...records.map(addendumTo)]),
};
