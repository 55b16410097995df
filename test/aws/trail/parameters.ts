import { isJsonList } from '../../../lib/core/activity/member.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** Parameters of the query protocol that records have as numbers and as booleans; forms have texts only. */
const NUMBERS = new Set(['maxSessionDuration', 'durationSeconds', 'credentialAgeDays', 'templateMinorVersion']);
const BOOLEANS = new Set(['setAsDefault', 'passwordResetRequired']);
const LISTS = new Set(['tags', 'tagKeys', 'policyArns', 'clientIDList', 'thumbprintList']);
const OF_THE_PROTOCOL = new Set(['Action', 'Version']);

/** What a form is read into before lists are told from structures. */
interface Branch {
  readonly [name: string]: Branch | string;
}

/**
 * The parameters of a call in the query protocol as records have them.
 * `Tags.member.1.Key=team` is `{"tags": [{"key": "team"}]}`, and `Tags=` the empty list.
 */
export function parametersOf(form: URLSearchParams): JsonObject {
  const root: Record<string, Branch | string> = {};
  for (const [path, value] of form) {
    if (!OF_THE_PROTOCOL.has(path)) plant(root, path.split('.'), value);
  }
  return Object.fromEntries(Object.entries(root).map(([name, at]) => [lowered(name), valueOf(lowered(name), at)]));
}

function plant(at: Record<string, Branch | string>, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    at[name] = value;
    return;
  }
  const before = at[name];
  const branch: Record<string, Branch | string> = typeof before === 'object' ? { ...before } : {};
  plant(branch, rest, value);
  at[name] = branch;
}

function valueOf(name: string, at: Branch | string): JsonValue {
  if (typeof at === 'string') {
    if (NUMBERS.has(name)) return Number(at);
    if (at === '' && LISTS.has(name)) return [];
    return BOOLEANS.has(name) ? at === 'true' : at;
  }
  const { member } = at;
  if (typeof member === 'object') return Object.values(member).map((item) => valueOf('', item));
  return Object.fromEntries(
    Object.entries(at).map(([inner, value]) => [lowered(inner), valueOf(lowered(inner), value)]),
  );
}

/** The same value with the names that records have: first letters lowered, at every depth. */
export function withNamesOfRecords(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonList(value)) return value.map((item) => withNamesOfRecords(item));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [lowered(name), withNamesOfRecords(inner)]));
}

function lowered(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
