import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clock for all processes of a test, which goes on as usual and can be moved ahead. */
export interface Clock {
  /** For the environment of Python servers (see moved_clock.py) and of Node processes that preload moved-clock.mjs. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it says, in milliseconds. */
  now(): number;
  /** Moves it ahead. Processes follow within a twentieth of a second; this one does not. */
  moveAhead(by: { readonly seconds: number }): void;
  /** Sets it back to the time of the machine. */
  reset(): void;
  remove(): void;
}

/** Makes a clock that shows the time of the machine. */
export function makeClock(): Clock {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-clock-'));
  const file = join(folder, 'seconds-ahead');
  let ahead = 0;
  const write = (seconds: number) => {
    ahead = seconds;
    writeFileSync(file, `${seconds}`);
  };
  write(0);
  return {
    environment: { AMBIT_TEST_CLOCK: file },
    now: () => Date.now() + ahead * 1000,
    moveAhead: ({ seconds }) => write(ahead + seconds),
    reset: () => write(0),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
