import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** The parts of a record of which CloudTrail leaves out what is too large. */
const LEFT_OUT_WHOLE = ['requestParameters', 'responseElements'] as const;

/**
 * A record in which what CloudTrail left out is null, as where there was nothing: it writes
 * `{"omitted":true,"originalSize":…,"reason":…}` in place of more than 100 KB, which must not pass for parameters.
 * Source: CloudTrail user guide, "CloudTrail record contents".
 */
export function withoutOmitted(record: JsonObject): JsonObject {
  const omitted = LEFT_OUT_WHOLE.filter((name) => isOmitted(record[name]));
  if (omitted.length === 0) return record;
  return { ...record, ...Object.fromEntries(omitted.map((name) => [name, null])) };
}

function isOmitted(value: JsonValue | undefined): boolean {
  if (!isJsonObject(value)) return false;
  const { omitted, originalSize: _, reason: __, ...others } = value;
  return (omitted === true || omitted === 'true') && Object.keys(others).length === 0;
}
