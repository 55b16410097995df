import type { ReadingProgress } from '../../lib/wiring/read-watched-records.ts';

/** How far a replay is; `elapsed` in milliseconds since it began to read. */
export interface ReplayProgress extends ReadingProgress {
  readonly records: number;
  readonly elapsed: number;
}

const MEGABYTE = 1_000_000;
const WIDTH = 20;

/** `[########            ] 40 % of 105 MB, 402,115 records, 12 s left`. */
export function progressLine({ read, of, records, elapsed }: ReplayProgress): string {
  const share = of === 0 ? 1 : read / of;
  const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH);
  const left = share === 0 ? '' : `, ${durationOf((elapsed * (1 - share)) / share)} left`;
  const size = (of / MEGABYTE).toLocaleString('en', { maximumFractionDigits: 1 });
  return `[${bar}] ${Math.floor(share * 100)} % of ${size} MB, ${records.toLocaleString('en')} records${left}`;
}

function durationOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
