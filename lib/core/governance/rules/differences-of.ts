import { isJsonObject, isSameJson, type JsonObject, type JsonValue } from '../../json.ts';
import type { StandardsSource } from '../standards/digest-of-standards.ts';

/** One place in which a standards file says something else than another one. */
export interface Difference {
  /** `waiver.maxDays`, `classes.agent.standard`; a policy document of its own: `file agent.json.Statement`. */
  readonly place: string;
  /** What it said; absent: nothing. Of a list without names only what is no longer in its place. */
  readonly before?: JsonValue;
  /** What it says now; absent: nothing. */
  readonly after?: JsonValue;
}

/** By these members the parts of a list are known, so that one more of them moves none of the others. */
const NAMES = ['name', 'id', 'Sid'];

/** All places in which a standards file, with its policy documents, differs from the one before: what people read before they sign. */
export function differencesOf(before: StandardsSource, after: StandardsSource): readonly Difference[] {
  const files = [...new Set([...before.files.keys(), ...after.files.keys()])];
  return [
    ...differencesAt('', before.json, after.json),
    ...files.flatMap((name) => differencesAt(`file ${name}`, before.files.get(name), after.files.get(name))),
  ];
}

function differencesAt(place: string, before: JsonValue | undefined, after: JsonValue | undefined): Difference[] {
  if (isSameJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) return memberDifferences(place, before, after);
  if (isList(before) && isList(after)) return listDifferences(place, before, after);
  return [differenceAt(place, before, after)];
}

function memberDifferences(place: string, before: JsonObject, after: JsonObject): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differencesAt(below(place, name), memberOf(before, name), memberOf(after, name)));
}

function listDifferences(place: string, before: readonly JsonValue[], after: readonly JsonValue[]): Difference[] {
  const [named, namedAfter] = [byName(before), byName(after)];
  if (named === undefined || namedAfter === undefined) return itemDifferences(place, before, after);
  const names = [...new Set([...named.keys(), ...namedAfter.keys()])];
  const kept = [...named.keys()].filter((name) => namedAfter.has(name));
  const keptAfter = [...namedAfter.keys()].filter((name) => named.has(name));
  return [
    ...names.flatMap((name) => differencesAt(below(place, name), named.get(name), namedAfter.get(name))),
    ...(isSameJson(kept, keptAfter) ? [] : [differenceAt(`${place} (order)`, kept, keptAfter)]),
  ];
}

/** What is alike at the start and at the end is left out. */
function itemDifferences(place: string, before: readonly JsonValue[], after: readonly JsonValue[]): Difference[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  const [one, other] = [removed[0], added[0]];
  const isOneChanged = removed.length === 1 && added.length === 1 && isJsonObject(one) && isJsonObject(other);
  if (isOneChanged) return differencesAt(below(place, String(start)), one, other);
  return [differenceAt(place, removed.length === 0 ? undefined : removed, added.length === 0 ? undefined : added)];
}

/** The parts of a list by their names; undefined where one has none, or two have the same. */
function byName(list: readonly JsonValue[]): ReadonlyMap<string, JsonValue> | undefined {
  const keyed = NAMES.map((key) => new Map(list.flatMap((item) => namedBy(key, item))));
  return keyed.find(({ size }) => size === list.length);
}

function namedBy(key: string, item: JsonValue): readonly (readonly [string, JsonValue])[] {
  const name = isJsonObject(item) ? memberOf(item, key) : undefined;
  return typeof name === 'string' ? [[name, item]] : [];
}

function differenceAt(place: string, before: JsonValue | undefined, after: JsonValue | undefined): Difference {
  return {
    place: place === '' ? 'the whole file' : place,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function below(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
