import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** The clock of the machine. */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }
}
