import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isJsonList, member } from '../member.ts';
import type { ResourceRule } from './resource-rules.ts';
import { back, type Loss, type WatchedTouches, type When } from './row.ts';

/** What every call of an operation takes away, or those for which one of these is true. */
export function loses(what: string, ...when: readonly When[]): Loss {
  return when.length === 0 ? { what } : { what, when };
}

/** The same, where nobody sees any more what happens next. */
export function blinds(what: string, ...when: readonly When[]): Loss {
  return { ...loses(what, ...when), grave: true };
}

/** What calls of an operation take away if it was there before, which their records do not tell. */
export function mayLose(what: string, ...when: readonly When[]): Loss {
  return { ...loses(what, ...when), untold: true };
}

/** A parameter that has this value. */
export const at = (place: string, is: string | boolean): When => ({ at: place, is });

/** A parameter that is there. */
export const has = (place: string): When => ({ at: place });

/** A request of which this is true, as a whole. */
export function request(isSuch: (asked: JsonObject) => boolean): When {
  return { at: 'in', that: (value) => isJsonObject(value) && isSuch(value) };
}

/** A request that lacks a parameter, or has an empty list or text there. */
export const lacks = (place: string): When =>
  request((asked) => {
    const found = placeIn(asked, place);
    return found === undefined || found === null || found === '' || (isJsonList(found) && found.length === 0);
  });

/** A list of attributes by name that sets this one so: `[{ key: 'deletion_protection.enabled', value: 'false' }]`. */
export const attribute = (list: string, key: string, value: string): When => ({
  at: list,
  that: (each) => textIn(each, 'key') === key && textIn(each, 'value')?.toLowerCase() === value,
});

/** What a path of members leads to; of a list, the list. */
export function placeIn(value: JsonValue | undefined, place: string): JsonValue | undefined {
  let found = value;
  for (const name of place.split('.')) found = member(found, name);
  return found;
}

/** A member's text; numbers and truth values as text. */
export function textIn(value: JsonValue | undefined, name: string): string | undefined {
  const found = member(value, name);
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

/** A list, one element that stands for a list, or nothing. */
export function listIn(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  const found = member(value, name);
  if (found === undefined || found === null) return [];
  return isJsonList(found) ? found : [found];
}

/** A row of calls that take away what these say, and are watched for that alone. */
export const guards = (
  resources: readonly ResourceRule[],
  losses: readonly Loss[],
  ...advice: readonly string[]
): WatchedTouches => ({ resources, losses, ...(advice.length === 0 ? {} : { advice: back(...advice) }) });
