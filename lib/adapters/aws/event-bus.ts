import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { JsonObject } from '../../core/json.ts';
import type { Pause } from '../../ports/pause.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { pauseBefore } from './table.ts';

const MOST_TRIES = 5;
/** What an entry may be refused for that passes (EventBridge API reference, "PutEventsResultEntry"). */
const PASSING: readonly string[] = ['InternalException', 'InternalFailure', 'ThrottlingException'];

/** Ambit's event bus. Events have the source `ambit`. */
export class EventBus {
  readonly #client: EventBridgeClient;
  readonly #name: string;
  readonly #pause: Pause;

  constructor({ client, name, pause }: { client: EventBridgeClient; name: string; pause: Pause }) {
    this.#client = client;
    this.#name = name;
    this.#pause = pause;
  }

  /** Puts one event. PutEvents answers 200 for what it did not take: that is tried again, and in the end a `StoreFault` REFUSED. */
  async put(detailType: string, detail: JsonObject): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const { FailedEntryCount, Entries } = await this.#client.send(
        new PutEventsCommand({
          Entries: [
            { EventBusName: this.#name, Source: 'ambit', DetailType: detailType, Detail: JSON.stringify(detail) },
          ],
        }),
      );
      if ((FailedEntryCount ?? 0) === 0) return;
      const [entry] = Entries ?? [];
      if (tries === MOST_TRIES || !PASSING.includes(entry?.ErrorCode ?? '')) throw this.#refused(detailType, entry);
      await this.#pause(pauseBefore(tries));
    }
  }

  #refused(detailType: string, { ErrorCode, ErrorMessage }: PutEventsResultEntry = {}): StoreFault {
    const why = `${ErrorCode ?? 'no code'}: ${ErrorMessage ?? 'no message'}`;
    return new StoreFault('REFUSED', `bus "${this.#name}" did not take the event "${detailType}" (${why})`);
  }
}
