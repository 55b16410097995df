import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import type { TrailPlace } from '../../../lib/ports/missed-records.ts';

/** CloudTrail's event history of all places: the newest first, pages of 50, both bounds included. */
export class FakeEventHistory {
  readonly #events = new Map<string, Event[]>();

  add({ account, region }: TrailPlace, events: readonly Event[]): void {
    const key = `${account} ${region}`;
    this.#events.set(key, [...(this.#events.get(key) ?? []), ...events]);
  }

  /** A client of one place, and its mock. */
  clientOf({ account, region }: TrailPlace) {
    const client = new CloudTrailClient({ region });
    const mock = mockClient(client);
    mock.on(LookupEventsCommand).callsFake(async (input: LookupEventsCommand['input']) => {
      const [start, end] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
      const found = (this.#events.get(`${account} ${region}`) ?? [])
        .map((event) => ({ event, at: event.EventTime?.getTime() ?? 0 }))
        .filter(({ at }) => at >= start && at <= end)
        .sort((one, two) => two.at - one.at);
      const from = Number(input.NextToken ?? 0);
      const Events = found.slice(from, from + 50).map(({ event }) => event);
      return { Events, NextToken: found.length > from + 50 ? String(from + 50) : undefined };
    });
    return { client, mock };
  }
}
