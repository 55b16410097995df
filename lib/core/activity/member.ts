import { isJsonObject, type JsonValue } from '../json.ts';

/**
 * The member of a JSON object under this name, or undefined where the value is no object or has no such member. The
 * exact name wins; else letter case is ignored, because CloudTrail's spelling (`ARN` or `arn`, `aWSServiceName`) is
 * not documented for every call.
 */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const folded = name.toLowerCase();
  // no other length becomes ASCII letters of this one
  const spelling = Object.keys(value).find((key) => key.length === name.length && key.toLowerCase() === folded);
  return spelling === undefined ? undefined : value[spelling];
}

/** What a path of member names leads to: `sessionContext.sessionIssuer.arn`. */
export function memberAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let place = value;
  for (const name of namesIn(path)) place = member(place, name);
  return place;
}

/** Paths taken apart: each stands in the code, and is followed for every record. */
const known = new Map<string, readonly string[]>();

function namesIn(path: string): readonly string[] {
  const names = known.get(path) ?? path.split('.');
  known.set(path, names);
  return names;
}

/** The text a path leads to, or undefined where there is none or it is empty. */
export function textAt(value: JsonValue | undefined, path: string): string | undefined {
  const found = memberAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** An account id, which edited records write as a number at times. */
export function accountAt(value: JsonValue | undefined, path: string): string | undefined {
  const found = memberAt(value, path);
  return typeof found === 'number' ? String(found) : textAt(value, path);
}

/** No call of AWS has so many levels; whoever follows more step by step runs out of stack. */
export const DEEPEST_RECORD = 200;

/** Whether a JSON value has more levels than this. */
export function isDeeperThan(levels: number, value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(levels - 1, each));
}

/** Whether a JSON value is a list. */
export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a JSON value is a list of texts. */
export function isTextList(value: JsonValue | undefined): value is readonly string[] {
  return isJsonList(value) && value.every((each) => typeof each === 'string');
}
