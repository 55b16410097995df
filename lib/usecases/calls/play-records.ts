import type { Call, Reading } from '../../core/activity/call.ts';
import { readCall } from '../../core/activity/read-call.ts';
import type { JsonValue } from '../../core/json.ts';
import type { HandleDeps } from './handle-call.ts';
import { type HandledReading, handleReading } from './handle-reading.ts';
import { orderCalls } from '../replay/order-calls.ts';
import { tellApart } from '../replay/tell-apart.ts';

/** An account that stands for AWS: calls that are played happen in it, each once. */
export interface Stage {
  /** Whether a call names something that is not there (yet). */
  lacks(call: Call): boolean;
  /** Makes what the call says happen, once for each call id, also when told again after a crash. */
  play(call: Call): Promise<unknown>;
}

/** What handling live calls needs, and the stage on which the records happen. */
export interface PlayDeps extends HandleDeps {
  readonly stage: Stage;
}

/** The records to play, and when each is due. */
export interface PlayInput {
  readonly records: AsyncIterable<JsonValue>;
  /** Waits before each call: paced traffic, or at once. */
  readonly next: (call: Call) => Promise<void>;
}

/** One record that was played, and what came of it. */
export interface Played {
  readonly reading: Reading;
  readonly outcome: HandledReading;
}

/** How many calls are kept back to be sorted. */
const WINDOW = 5000;

/**
 * Plays records as live traffic: each call happens in the account at its turn, as if it were made now, and is then
 * handled. Killed anywhere and started again with the same records, it goes on: what happened does not happen twice.
 */
export async function* playRecords({ records, next }: PlayInput, deps: PlayDeps): AsyncIterable<Played> {
  const others = new OtherReadings();
  const apart = tellApart();

  async function* calls(): AsyncIterable<Call> {
    for await (const record of records) {
      const reading = readCall(record);
      if (reading.kind !== 'call') {
        others.add(reading);
        continue;
      }
      const { call } = apart(reading.call);
      others.follow(call);
      yield call;
    }
  }

  async function* handleOthers(readings: readonly Reading[]): AsyncIterable<Played> {
    for (const reading of readings) yield { reading, outcome: await handleReading(reading, deps) };
  }

  for await (const { call } of orderCalls(calls(), { window: WINDOW, lacks: (each) => deps.stage.lacks(each) })) {
    yield* handleOthers(others.takeFirst());
    await next(call);
    const live = { ...call, time: deps.clock.now() };
    await deps.stage.play(live);
    const reading = { kind: 'call', call: live } as const;
    yield { reading, outcome: await handleReading(reading, deps) };
    yield* handleOthers(others.takeAfter(call));
  }
  yield* handleOthers(others.takeFirst());
}

/** Readings that are no calls: each is told after the call that it came after. */
class OtherReadings {
  #first: Reading[] = [];
  readonly #after = new Map<Call, Reading[]>();
  #current: Reading[] = this.#first;

  add(reading: Reading): void {
    this.#current.push(reading);
  }

  follow(call: Call): void {
    this.#current = [];
    this.#after.set(call, this.#current);
  }

  /** Those that came before every call. */
  takeFirst(): readonly Reading[] {
    return this.#first.splice(0);
  }

  takeAfter(call: Call): readonly Reading[] {
    const readings = this.#after.get(call) ?? [];
    this.#after.delete(call);
    return readings.splice(0);
  }
}
