import type { JsonValue } from '../json.ts';
import type { Report } from './problem.ts';

/** Reads one string or a list of strings. An empty list is kept: it matches nothing. */
export function parseTexts(value: JsonValue, place: string, report: Report): readonly string[] {
  return members(value).flatMap(([member, suffix]) => {
    if (typeof member === 'string') return [member];
    report(`${place}${suffix}`, formOf(member), 'a string');
    return [];
  });
}

/**
 * Reads the value or values of a condition key: strings, and numbers and booleans as JSON writes them.
 * A number that JSON cannot hold exactly is a problem: it would be compared as another one.
 */
export function parseScalars(value: JsonValue, place: string, report: Report): readonly string[] {
  return members(value).flatMap(([member, suffix]) => {
    if (typeof member === 'string') return [member];
    if (typeof member === 'boolean') return [String(member)];
    if (typeof member === 'number' && isExact(member)) return [String(member)];
    const got = typeof member === 'number' ? `the number ${member}, which is not exact` : formOf(member);
    report(`${place}${suffix}`, got, 'a string, a number or true or false');
    return [];
  });
}

/** The form of a JSON value in words. */
export function formOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a string' : `${typeof value} ${String(value)}`;
}

function members(value: JsonValue): readonly (readonly [JsonValue, string])[] {
  if (!isList(value)) return [[value, '']];
  return value.map((member, index) => [member, `[${index}]`] as const);
}

/** Whether a JSON value is a list (`Array.isArray` alone loses the type of a readonly list). */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
