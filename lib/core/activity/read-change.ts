import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { decodeDocument } from '../policy/decode.ts';
import { type ResourcePlace, resourcesOf, textsAt, valuesAt } from './calls/resource-rules.ts';
import type { CallRow, EnvironmentRow, WatchedRow } from './calls/row.ts';
import { tagsIn } from './calls/tags.ts';
import { lostBy } from './calls/when.ts';
import type { Change, EnvironmentChange, WatchedChange } from './changes.ts';
import { member } from './member.ts';

/** What a row says that a record changed. Whatever the record lacks is left empty: the change is known all the same. */
export function changeOf(row: CallRow, record: JsonObject, place: ResourcePlace): Change {
  const resources = resourcesOf(record, row.resources, place);
  const asking = { resources, asked: askedOf(record), ...assignedBy(row, record) };
  switch (row.kind) {
    case 'environment':
      return { kind: row.kind, effect: row.effect, resources, ...tagsOf(row, record) };
    case 'resource-policy': {
      const document = row.document === undefined ? undefined : documentAt(record, row.document);
      return { kind: row.kind, effect: row.effect, document, grantees: all(record, row.grantees), ...asking };
    }
    case 'role-handed':
    case 'role-used': {
      const named = all(record, row.grantees);
      const grantees = named.length > 0 ? named : [`${row.source}.amazonaws.com`];
      return { kind: row.kind, roles: all(record, row.roles), grantees, ...asking };
    }
    case 'trust':
      return { kind: row.kind, roles: all(record, row.roles), grantees: all(record, row.grantees), ...asking };
    case 'identity-center':
    case 'organization':
    case 'credential':
    case 'session':
    case 'guard':
    case 'tamper':
    case 'gate':
    case 'deployment':
    case 'unknown':
      return { kind: row.kind, ...asking, ...lossesOf(row, record), ...authorsOf(row, record) };
  }
}

function tagsOf(row: EnvironmentRow, record: JsonObject): Pick<EnvironmentChange, 'tags'> {
  const tags = tagsIn(record, row);
  return tags === undefined ? {} : { tags };
}

function assignedBy({ assigned }: CallRow, record: JsonObject): { readonly assigned?: string } {
  const [id] = assigned === undefined ? [] : textsAt(record, assigned);
  return id === undefined ? {} : { assigned: id };
}

function lossesOf({ losses }: WatchedRow, record: JsonObject): Pick<WatchedChange, 'losses'> {
  return losses === undefined ? {} : { losses: lostBy(losses, record) };
}

function authorsOf({ authors }: WatchedRow, record: JsonObject): Pick<WatchedChange, 'authors'> {
  return authors === undefined ? {} : { authors: all(record, authors) };
}

/** The request's parameters; empty where the record has none. */
export function askedOf(record: JsonObject): JsonObject {
  const asked = member(record, 'requestParameters');
  return isJsonObject(asked) ? writable(asked, DEEPEST) : {};
}

/** Nothing that AWS takes is nested so deep. */
const DEEPEST = 100;

/** What can be written down: numbers that JSON has no form for become text, what is nested too deep is cut. */
function writable(value: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writableValue(each, depth - 1)]));
}

function writableValue(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  return isJsonObject(value) ? writable(value, depth) : value.map((each) => writableValue(each, depth - 1));
}

function all(record: JsonObject, places: readonly string[] | undefined): readonly string[] {
  return [...new Set((places ?? []).flatMap((place) => textsAt(record, place)))];
}

/** A policy as JSON, or out of its text, percent-encoded or not; undefined for what is neither. */
function documentAt(record: JsonObject, place: string): JsonValue | undefined {
  const [found] = valuesAt(record, place);
  if (typeof found !== 'string') return found;
  const decoded = decodeDocument(found);
  return decoded.ok ? decoded.value : undefined;
}
