import { isJsonObject, type JsonValue } from '../json.ts';
import { CREATING_CALLS } from './creating-calls.ts';
import { DESTROYING_CALLS } from './destroying-calls.ts';
import { valuesAt } from './environment-resources.ts';
import type { EnvironmentRow } from './environment-rules.ts';
import { member } from './member.ts';
import { UNGUARDING_CALLS } from './unguarding-calls.ts';

/** Every API operation that is read as a change of an environment; each pair of source and name once. */
export const ENVIRONMENT_CALLS: readonly EnvironmentRow[] = [
  ...DESTROYING_CALLS,
  ...CREATING_CALLS,
  ...UNGUARDING_CALLS,
];

const BY_CALL: ReadonlyMap<string, EnvironmentRow> = new Map(
  ENVIRONMENT_CALLS.map((row) => [`${row.source}:${row.name}`, row]),
);

/**
 * The row for a record of this source (`ec2`) and operation, or undefined where the call changes no environment. Where
 * the effect hangs on a parameter and the record has no parameters at all, the effect is assumed.
 */
export function environmentRowOf(source: string, name: string, record: JsonValue): EnvironmentRow | undefined {
  const row = BY_CALL.get(`${source}:${name}`);
  if (row?.when === undefined || !isJsonObject(member(record, 'requestParameters'))) return row;
  const { at, is } = row.when;
  const hasEffect = valuesAt(record, at).some((value) => isValue(value, is));
  return hasEffect ? row : undefined;
}

/** CloudTrail writes truth values as such or as text. */
function isValue(value: JsonValue, wanted: string | boolean): boolean {
  return typeof value !== 'object' && String(value).toLowerCase() === String(wanted).toLowerCase();
}
