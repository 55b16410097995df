/** Any JSON value, as `JSON.parse` returns it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Whether a JSON value is an object (not a list, not null). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are equal, whatever the order of members. */
export function isSameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true;
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((item, place) => isSameJson(item, other[place]));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const names = Object.keys(one);
  const isThere = (name: string): boolean => Object.hasOwn(other, name) && isSameJson(one[name], other[name]);
  return names.length === Object.keys(other).length && names.every(isThere);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * The value that `JSON.parse(JSON.stringify(value))` gives: members without a value are left out. Lone surrogates become U+FFFD,
 * as they do when the text is stored as UTF-8. A TypeError where JSON has no form for it (a map, a function, NaN): that is a fault.
 */
export function jsonForm(value: unknown): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => jsonForm(item));
  if (typeof value === 'object' && isPlain(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name.toWellFormed(), jsonForm(member)]));
  }
  throw new TypeError(`JSON has no form for a ${Object.prototype.toString.call(value)}`);
}

/** Objects of a class are not plain; those that another realm's `JSON.parse` made are. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}
