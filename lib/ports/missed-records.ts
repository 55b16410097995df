import type { Instant } from '../core/instant.ts';
import type { JsonValue } from '../core/json.ts';

/** One account in one Region, e.g. `111122223333` in `us-east-1`. */
export interface TrailPlace {
  readonly account: string;
  readonly region: string;
}

/** Where reading goes on: after a cursor that a stretch came with, or where there is none at an instant. */
export type TrailStart = { readonly after: string } | { readonly since: Instant };

/** Records that were read together. */
export interface TrailStretch {
  /** As CloudTrail wrote them, in no order. What cannot be read is handed on as something that is no record. */
  readonly records: readonly JsonValue[];
  /** Where to go on once these are handled and all before them; text, at most 2,000 characters. */
  readonly cursor: string;
}

/**
 * What CloudTrail recorded, whether or not an event told of it, so that what no event told can be fed in. Records of calls
 * that only read may be left out.
 */
export interface MissedRecords {
  /**
   * Every record of a place from the start to `until`, each at least once. CloudTrail records late: `until` lies a quarter of
   * an hour back, or what comes later is lost. The last cursor reaches `until`, also where nothing was recorded.
   */
  recorded(place: TrailPlace, from: TrailStart, until: Instant): AsyncIterable<TrailStretch>;
}
