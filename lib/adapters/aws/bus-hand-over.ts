import type { HandOver } from '../../ports/hand-over.ts';
import type { EventBus } from './event-bus.ts';

/** Hands decided findings over by an event: a rule of the bus gives it to the function that may restore. */
export class BusHandOver implements HandOver {
  readonly #bus: EventBus;

  constructor(bus: EventBus) {
    this.#bus = bus;
  }

  async decided(findingId: string): Promise<void> {
    await this.#bus.put('Ambit Finding Decided', { findingId });
  }
}
