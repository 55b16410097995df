/**
 * Preloaded by Node processes of emulators: moves what says which time it is ahead by the seconds that the file
 * AMBIT_TEST_CLOCK says. What measures or waits stays as it is.
 */
import { readFileSync } from 'node:fs';

const FRESH_FOR_MS = 50;
const file = process.env.AMBIT_TEST_CLOCK;

if (file !== undefined) {
  const Machine = Date;
  let ahead = 0;
  let readAt = -Infinity;
  const now = () => {
    const measured = performance.now();
    if (measured - readAt > FRESH_FOR_MS) {
      ahead = Number(readFileSync(file, 'ascii')) * 1000;
      readAt = measured;
    }
    return Machine.now() + ahead;
  };
  globalThis.Date = new Proxy(Machine, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name, target)),
  });
}
