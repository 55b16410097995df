import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { textAt } from './member.ts';
import { withoutOmitted } from './omitted.ts';

/** A CloudTrail record, without what it says that it left out, and the EventBridge envelope it came in, if it did. */
export interface Delivery {
  readonly record: JsonObject;
  readonly envelope: JsonObject | undefined;
  /** Whether an EventBridge archive replayed it. */
  readonly replayed: boolean;
}

/**
 * Detail types of CloudTrail: `AWS API Call via CloudTrail`, `AWS Console Sign In via CloudTrail`, and in China
 * possibly `Amazon API Call via CloudTrail`.
 */
const VIA_CLOUDTRAIL = /^(?:AWS|Amazon) .+ via CloudTrail$/;

/** The record in a JSON value, with or without an envelope; undefined where it holds none. */
export function deliveryOf(json: JsonValue): Delivery | undefined {
  if (!isJsonObject(json)) return undefined;
  if (namesACall(json)) return { record: withoutOmitted(json), envelope: undefined, replayed: false };
  const { detail } = json;
  if (!isJsonObject(detail) || !namesACall(detail)) return undefined;
  const replay = json['replay-name'];
  return { record: withoutOmitted(detail), envelope: json, replayed: replay !== undefined && replay !== null };
}

/** Whether a JSON value is an EventBridge event that does not come from CloudTrail, such as a GuardDuty finding. */
export function isOtherEvent(json: JsonValue): boolean {
  if (!isJsonObject(json) || namesACall(json)) return false;
  const detailType = textAt(json, 'detail-type');
  return detailType !== undefined && 'detail' in json && !VIA_CLOUDTRAIL.test(detailType);
}

/** Whether a JSON value is a CloudTrail insight: a record of a rate of calls and of no call by itself. */
export function isInsight(json: JsonValue): boolean {
  return isJsonObject(json) && !namesACall(json) && textAt(json, 'eventType') === 'AwsCloudTrailInsight';
}

function namesACall(json: JsonObject): boolean {
  return textAt(json, 'eventName') !== undefined || textAt(json, 'eventSource') !== undefined;
}
