import type { JsonObject, JsonValue } from '../json.ts';
import { didYouMean } from '../suggest.ts';
import { formOf, isList } from './parse-texts.ts';
import { placeOf, quote, type Report } from './problem.ts';

/** A string, or undefined where there is none or where it is something else (reported). */
export function readText(value: JsonValue | undefined, place: string, report: Report): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  report(place, formOf(value), 'a string');
  return undefined;
}

/** The members of a list, each with its place. Anything but a list is reported and has no members. */
export function readList(value: JsonValue, place: string, report: Report): readonly (readonly [JsonValue, string])[] {
  if (isList(value)) return value.map((each, index) => [each, `${place}[${index}]`] as const);
  report(place || 'document', formOf(value), 'a list');
  return [];
}

/** Reports every member of an object that is not among the known ones; nothing is ever skipped in silence. */
export function refuseUnknown(object: JsonObject, known: readonly string[], place: string, report: Report): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const expected = `one of ${known.join(', ')}${didYouMean(name, known)}`;
    report(placeOf(place, name), `unknown element ${quote(name)}`, expected);
  }
}
