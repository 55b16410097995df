/** A moment, as milliseconds since 1970-01-01T00:00:00Z. Core is always given the present one: it has no clock. */
export type Instant = number;

/** An instant as ISO 8601 in UTC, as JSON output and the ledger write it. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** The instant that an ISO 8601 text names, or undefined where it names none. */
export function fromIso(text: string): Instant | undefined {
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The last moment at which a call can have been made whose record names this one: CloudTrail writes whole seconds. */
export function endOfSecond(written: Instant): Instant {
  return written + 999;
}
