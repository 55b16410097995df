/**
 * `npm run fuzz -- [--minutes 10] [--seed 1]`: hostile policies against `compare`, for so long. What throws, takes more than
 * two seconds of processor time, gives no answer in twenty, or is called within against `decide` is printed with its seed,
 * and the exit code is 1.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { randomFrom } from '../core/access/random-requests.ts';
import { hostilePair } from './hostile-sources.ts';

const MOST_MILLISECONDS = 2000;
/** Hangs are looked for so often; an answer says itself how long it took. */
const LOOK_EVERY = 100;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = z.coerce.number().positive().default(10).parse(values.minutes);
const firstSeed = z.coerce.number().int().default(1).parse(values.seed);

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), seed: z.number() }),
  z.object({ kind: z.literal('answer'), seed: z.number(), outcome: z.string(), milliseconds: z.number() }),
]);

const counts = new Map<string, number>();
const failures: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'ambit-fuzz-'));
let slowest = { seed: firstSeed, milliseconds: 0 };
let current: { readonly seed: number; readonly since: number } | undefined;
const end = performance.now() + minutes * 60_000;

let worker = begin(firstSeed);
const watch = setInterval(look, LOOK_EVERY);

function begin(first: number): Worker {
  const started = new Worker(join(import.meta.dirname, 'ask.ts'), { workerData: { first } });
  started.on('message', (received: unknown) => note(message.parse(received)));
  started.on('error', (error: unknown) => {
    fail(current?.seed ?? first, `the thread ended: ${String(error)}`);
    worker = begin((current?.seed ?? first) + 1);
  });
  return started;
}

function note(received: z.infer<typeof message>): void {
  if (received.kind === 'start') {
    current = { seed: received.seed, since: performance.now() };
    return;
  }
  const { seed, outcome, milliseconds } = received;
  current = undefined;
  if (outcome.startsWith('wrong')) fail(seed, outcome);
  else counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (milliseconds > slowest.milliseconds) slowest = { seed, milliseconds };
  if (milliseconds > MOST_MILLISECONDS) fail(seed, `it took ${Math.round(milliseconds)} ms`);
}

function look(): void {
  if (current !== undefined && performance.now() - current.since > 10 * MOST_MILLISECONDS) {
    const { seed } = current;
    fail(seed, `no answer in ${(10 * MOST_MILLISECONDS) / 1000} s`);
    current = undefined;
    void worker.terminate();
    worker = begin(seed + 1);
  }
  if (performance.now() > end) finish();
}

function fail(seed: number, what: string): void {
  const file = join(folder, `${seed}.json`);
  writeFileSync(file, JSON.stringify(hostilePair(randomFrom(seed))));
  failures.push(`seed ${seed}: ${what}; ${file}`);
  process.stdout.write(`${failures.at(-1) ?? ''}\n`);
}

function finish(): void {
  clearInterval(watch);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0) + failures.length;
  const verdicts = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  process.stdout.write(
    `${total} questions in ${minutes} minutes from seed ${firstSeed}: ${verdicts}, ${failures.length} failures; ` +
      `the slowest took ${Math.round(slowest.milliseconds)} ms (seed ${slowest.seed})\n`,
  );
  process.exit(failures.length === 0 ? 0 : 1);
}
