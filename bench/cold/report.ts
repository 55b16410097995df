import type { FunctionSize } from '../../infra/bundle-sizes.ts';
import { medianOf } from '../statistics.ts';
import { CLIENTS, type Start, type Took } from './starts.ts';

/** So many times the clients alone a function may take until it is ready, and so many milliseconds of its own a decision. */
const AIM = { ready: 1.5, own: 5 } as const;

interface Sizes {
  readonly clients: FunctionSize | undefined;
  readonly sizes: readonly FunctionSize[];
}

/** A table of all that was started: KiB, and milliseconds until it is ready, as such and as multiples of the clients alone. */
export function startsAs(starts: ReadonlyMap<string, readonly Start[]>, { clients, sizes }: Sizes): string {
  const medians = (name: string): Took => mediansOf((starts.get(name) ?? []).map(({ ready }) => ready));
  const alone = medians(CLIENTS);
  const rows = [...starts.keys()].map((name) => {
    const { wall, cpu } = medians(name);
    const size = name === CLIENTS ? clients : sizes.find((each) => each.name === name);
    const parts = [size?.code ?? 0, size?.catalogue ?? 0, size?.all ?? 0].map((bytes) => (bytes / 1024).toFixed(0));
    const times = [wall, cpu].map((each) => each.toFixed(0));
    return [name, ...parts, ...times, (wall / alone.wall).toFixed(2), (cpu / alone.cpu).toFixed(2)];
  });
  const heads = ['', 'KiB at start', 'of catalogue', 'KiB in all', 'ready ms', 'CPU ms', '× wall', '× CPU'];
  return `${table([heads, ...rows])}\naim: ready within ${AIM.ready} times the clients alone`;
}

/** What starts of on-call were that decided. */
export interface Deciding {
  /** One decision each. */
  readonly first: readonly Start[];
  /** The same once, with what it loaded counted. */
  readonly counted: Start;
  /** Many decisions of one process. */
  readonly warm: Start;
  /** Milliseconds of CPU of a warm decision without AWS's clients. */
  readonly own: number;
}

/** What a decision takes. Throws where an event was not handled: then nothing was measured. */
export function decisionsAs({ first, counted, warm, own }: Deciding): string {
  for (const start of [...first, counted, warm]) for (const { answer } of start.handled) checkAnswer(answer);
  const ready = mediansOf(first.map((start) => start.ready));
  const decision = mediansOf(first.flatMap(({ handled }) => handled));
  const later = mediansOf(warm.handled.slice(warm.handled.length / 2));
  const inAll = mediansOf(first.map(whole));
  const row = (name: string, { wall, cpu }: Took) => [name, wall.toFixed(0), cpu.toFixed(0)];
  return [
    '',
    table([
      ['on-call', 'ms', 'CPU ms'],
      row('ready', ready),
      row('first decision', decision),
      row('both', inAll),
      row(`warm decision (of ${warm.handled.length}, the later half)`, later),
    ]),
    'the answers of an AWS on this machine are in the time, not in the CPU',
    `loaded when the first decision is made: ${(counted.bytes / 1024).toFixed(0)} KiB`,
    `own CPU of a warm decision, without AWS's clients: ${own.toFixed(1)} ms (aim ${AIM.own})`,
  ].join('\n');
}

function checkAnswer(answer: unknown): void {
  const text = JSON.stringify(answer);
  if (text !== JSON.stringify({ batchItemFailures: [] })) throw new Error(`an event was not handled: ${text}`);
}

function whole({ ready, handled }: Start): Took {
  const all = [ready, ...handled];
  return { wall: sum(all.map(({ wall }) => wall)), cpu: sum(all.map(({ cpu }) => cpu)) };
}

function mediansOf(times: readonly Took[]): Took {
  return { wall: medianOf(times.map(({ wall }) => wall)), cpu: medianOf(times.map(({ cpu }) => cpu)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lineOf = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return rows.map(lineOf).join('\n');
}
