import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { fromIso, type Instant, toIso } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { MissedRecords, TrailPlace, TrailStart, TrailStretch } from '../../ports/missed-records.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Pause } from '../../ports/pause.ts';
import type { CallBudget } from './call-budget.ts';
import { tokenPages } from './token-pages.ts';

/** CloudTrail's event history of each account and Region, and what paces the lookups. */
export interface TrailLookupDeps {
  readonly cloudTrail: (place: TrailPlace) => CloudTrailClient;
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly pause: Pause;
}

/** So much is read before a cursor is given: at 100 events a second it still is a matter of minutes. */
const STRETCH = 10 * 60_000;
/** Events come into the history up to this late; so much of what was read before is read again. */
const LATE = 15 * 60_000;
const SECOND = 1_000;
/** Two a second for each account and Region. Source: CloudTrail API reference, "LookupEvents". */
const APART = 500;

/**
 * The records of CloudTrail's event history, which every account has for 90 days, without a trail. It lists the newest
 * first, so that it is read in stretches of 10 minutes: a cursor is the end
 * of one.
 */
export class TrailLookup implements MissedRecords {
  readonly #deps: TrailLookupDeps;
  readonly #askedAt = new Map<string, Instant>();

  constructor(deps: TrailLookupDeps) {
    this.#deps = deps;
  }

  async *recorded(place: TrailPlace, from: TrailStart, until: Instant): AsyncGenerator<TrailStretch> {
    let done = 'after' in from ? instantOf(from.after) : from.since;
    let start = done - LATE;
    while (done < until) {
      const end = Math.min(until, done + STRETCH);
      for await (const records of this.#pages(place, start, end)) yield { records, cursor: toIso(done) };
      done = end;
      // whether a bound is within the stretch is not said
      start = end - SECOND;
      yield { records: [], cursor: toIso(done) };
    }
  }

  async *#pages(place: TrailPlace, start: Instant, end: Instant): AsyncGenerator<readonly JsonValue[]> {
    const client = this.#deps.cloudTrail(place);
    const failed = `the event history of the account ${place.account} in ${place.region} could not be read`;
    const about = {
      LookupAttributes: [{ AttributeKey: 'ReadOnly' as const, AttributeValue: 'false' }],
      StartTime: new Date(start),
      EndTime: new Date(end),
    };
    const pages = tokenPages(async (NextToken) => {
      await this.#takeTurn(place);
      const command = new LookupEventsCommand({ ...about, NextToken });
      return this.#deps.budget.spendOn(failed, (options) => client.send(command, options));
    });
    for await (const { Events = [] } of pages) yield Events.map(recordOf);
  }

  /** Waits until the next request to a place is due. */
  async #takeTurn({ account, region }: TrailPlace): Promise<void> {
    const key = `${account} ${region}`;
    const now = this.#deps.clock.now();
    const due = Math.max(now, (this.#askedAt.get(key) ?? 0) + APART);
    this.#askedAt.set(key, due);
    if (due > now) await this.#deps.pause(due - now);
  }
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** The record of an event; where it cannot be read, what there is of the event, which is no record. */
function recordOf({ CloudTrailEvent: text, EventId, EventName }: Event): JsonValue {
  const named = { unreadableEvent: EventId ?? '', called: EventName ?? '' };
  if (text === undefined) return { ...named, problem: 'the event history has no record of it' };
  try {
    return parseJson(text);
  } catch {
    // handed on as something that is no record, which is then reported
    return { ...named, problem: 'its record is no JSON' };
  }
}

function instantOf(cursor: string): Instant {
  const instant = fromIso(cursor);
  if (instant === undefined) throw new Error(`"${cursor}" is no cursor of the event history`);
  return instant;
}
