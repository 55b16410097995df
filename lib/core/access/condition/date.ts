const EPOCH_SECONDS = /^-?\d{1,12}$/;
const ISO_8601 =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

/**
 * Reads a date as policies and requests write it: ISO 8601 (without an offset: UTC) or seconds since 1970.
 * Milliseconds since 1970; undefined: it is no date.
 * Source: IAM user guide, "Date condition operators".
 */
export function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  if (EPOCH_SECONDS.test(trimmed)) return withinCalendar(Number(trimmed) * 1000);
  const found = ISO_8601.exec(trimmed);
  if (found === null) return undefined;
  const [, year, month, day = '01', hour = '00', minute = '00', second = '00', fraction = '0', offset = 'Z'] = found;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const zone = offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone}`);
  return Number.isNaN(instant) ? undefined : withinCalendar(instant);
}

/** Years 0001 to 9999, as ISO 8601 writes them. */
function withinCalendar(instant: number): number | undefined {
  return instant >= -62_135_596_800_000 && instant <= 253_402_300_799_999 ? instant : undefined;
}
