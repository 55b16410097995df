/**
 * `npm run bench:cold`: how long the functions take until they are ready and until on-call has made its first decision,
 * beside a function that has the same clients of AWS and nothing else. Each start is a process of its own; starts take turns.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunctions } from '../../infra/bundle.ts';
import { describeSize } from '../../infra/bundle-sizes.ts';
import { readStandards } from '../../infra/standards.ts';
import { medianOf, percentile } from '../statistics.ts';
import { startColdAws } from './aws.ts';
import { ownCpu } from './own-cpu.ts';

const ROUNDS = 15;
const GRANTS = 24;
const ROOT = join(import.meta.dirname, '..', '..');
const AIM = 1.5;
const LONGEST = 60_000;

/** What one start prints. */
interface Start {
  readonly ready: number;
  readonly handled: readonly { readonly wall: number; readonly cpu: number }[];
}

async function bench(): Promise<number> {
  const standards = await readStandards(undefined);
  if (!standards.ok) return fail(standards.error.join('; '));
  const maps = mkdtempSync(join(tmpdir(), 'ambit-maps-'));
  const files = new Map([['governance.json', standards.value.json]]);
  const lambdas = await bundleFunctions({ entries: join(ROOT, 'lambdas'), files, maps });
  const entries = wholeEntries();
  const functions = await bundleFunctions({ entries, files, maps });
  const clients = await bundleFunctions({ entries: join(import.meta.dirname, 'clients'), files: new Map(), maps });
  const aws = await startColdAws(GRANTS);
  try {
    for (const size of lambdas.sizes) say(describeSize(size));
    const starts = await startAll({ functions: functions.folder, clients: clients.folder, aws });
    report(starts);
    say(`own CPU of a warm decision, without AWS's clients: ${(await ownCpu()).toFixed(2)} ms (aim 5)`);
  } finally {
    await aws.moto.stop();
    for (const folder of [maps, entries, lambdas.folder, functions.folder, clients.folder])
      rmSync(folder, { recursive: true });
  }
  return 0;
}

/**
 * Entries that have all of a function imported when they are: those of Lambda load it beside their start, so that their own
 * import says nothing.
 */
function wholeEntries(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-entries-'));
  for (const name of NAMES) {
    const words = name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    const open = `open${words.join('')}`;
    const module = JSON.stringify(join(ROOT, 'lib', 'wiring', 'deployed', `${name}.ts`));
    writeFileSync(
      join(folder, `${name}.ts`),
      `import { ${open} } from ${module};\nexport const handler = ${open}();\n`,
    );
  }
  return folder;
}

interface Starting {
  readonly functions: string;
  readonly clients: string;
  readonly aws: Awaited<ReturnType<typeof startColdAws>>;
}

const NAMES = ['on-call', 'on-deadline', 'sweep', 'gate', 'api', 'restore', 'reconcile'] as const;

/** All starts, by what was started. Only the first start of on-call handles all events: the others would find them handled. */
async function startAll({ functions, clients, aws }: Starting): Promise<ReadonlyMap<string, readonly Start[]>> {
  const starts = new Map<string, Start[]>();
  const note = (name: string, start: Start) => starts.set(name, [...(starts.get(name) ?? []), start]);
  const folder = mkdtempSync(join(tmpdir(), 'ambit-events-'));
  for (let round = 0; round < ROUNDS; round += 1) {
    note('the same clients', await start(join(clients, 'on-call.mjs'), aws.environment));
    for (const name of NAMES) note(name, await start(join(functions, `${name}.mjs`), environmentIn(functions, aws)));
    const event = aws.events[round];
    const events = join(folder, `${round}.json`);
    writeFileSync(events, JSON.stringify(round === ROUNDS - 1 ? aws.events.slice(round) : [event]));
    note('first decision', await start(join(functions, 'on-call.mjs'), environmentIn(functions, aws), events));
  }
  rmSync(folder, { recursive: true });
  return starts;
}

function environmentIn(folder: string, { environment }: Starting['aws']): Readonly<Record<string, string>> {
  return { ...environment, LAMBDA_TASK_ROOT: folder };
}

async function start(file: string, environment: Readonly<Record<string, string>>, events?: string): Promise<Start> {
  const args = [join(import.meta.dirname, 'start.mjs'), file, ...(events === undefined ? [] : [events])];
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const { stderr } = await promisify(execFile)(process.execPath, args, { env, timeout: LONGEST });
  // written by start.mjs
  const parse: (text: string) => Start = JSON.parse;
  return parse(stderr.trimEnd().split('\n').at(-1) ?? '');
}

function report(starts: ReadonlyMap<string, readonly Start[]>): void {
  const clients = medianOf((starts.get('the same clients') ?? []).map(({ ready }) => ready));
  for (const [name, each] of starts) {
    const ready = each.map((one) => one.ready).toSorted((a, b) => a - b);
    const line = `${name.padEnd(18)} ready in ${medianOf(ready).toFixed(0)} ms (least ${percentile(ready, 0).toFixed(0)})`;
    say(`${line}, ${(medianOf(ready) / clients).toFixed(2)} times the clients alone (aim ${AIM})`);
  }
  const first = (starts.get('first decision') ?? []).map((each) => each.ready + (each.handled[0]?.wall ?? 0));
  const warm = (starts.get('first decision') ?? []).flatMap(({ handled }) => handled.slice(1));
  say(`ready and first decision: ${medianOf(first).toFixed(0)} ms, the answers of an AWS on this machine included`);
  say(
    `warm decision: ${medianOf(warm.map(({ wall }) => wall)).toFixed(1)} ms, of it ${medianOf(warm.map(({ cpu }) => cpu)).toFixed(1)} ms CPU, AWS's clients included`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}

process.exitCode = await bench();
