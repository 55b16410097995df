/**
 * `npm run bench:cold`: how long the functions take until they are ready and until on-call has made its first decision,
 * beside a function that has the same clients of AWS and nothing else. Each start is a process of its own; starts take turns.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../infra/bundle.ts';
import type { FunctionSize } from '../../infra/bundle-sizes.ts';
import { readStandards } from '../../infra/standards.ts';
import { startColdAws } from './aws.ts';
import { ownCpu } from './own-cpu.ts';
import { decisionsAs, startsAs } from './report.ts';
import { NAMES, type Start, startAll, startDeciding, type Starting } from './starts.ts';

const ROUNDS = 15;
/** Decisions of one process: the first half brings it to its speed. */
const WARM = 80;
const ROOT = join(import.meta.dirname, '..', '..');

async function bench(): Promise<number> {
  const standards = await readStandards(undefined);
  if (!standards.ok) return fail(standards.error.join('; '));
  const folders: string[] = [];
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'ambit-cold-'));
    folders.push(made);
    return made;
  };
  const maps = folder();
  const bundled = async (entries: string) => {
    const bundle = await bundleFunctions({
      entries,
      files: new Map([['governance.json', standards.value.json]]),
      maps,
    });
    folders.push(bundle.folder);
    return bundle;
  };
  const { sizes } = await bundled(join(ROOT, 'lambdas'));
  const functions = await bundled(wholeEntries(folder()));
  const clients = await bundled(join(import.meta.dirname, 'clients'));
  const aws = await startColdAws(ROUNDS + 1 + WARM);
  try {
    await measure({ functions: functions.folder, clients: clients.folder, aws }, [...clients.sizes, ...sizes]);
  } finally {
    await aws.moto.stop();
    for (const each of folders) rmSync(each, { recursive: true });
  }
  return 0;
}

async function measure(starting: Starting, [clients, ...sizes]: readonly FunctionSize[]): Promise<void> {
  say(startsAs(await startAll(ROUNDS, starting), { clients, sizes }));
  const { events } = starting.aws;
  const first: Start[] = [];
  for (let round = 0; round < ROUNDS; round += 1) first.push(await startDeciding([events[round]], starting));
  const counted = await startDeciding([events[ROUNDS]], starting, 'count');
  const warm = await startDeciding(events.slice(ROUNDS + 1), starting);
  say(decisionsAs({ first, counted, warm, own: await ownCpu() }));
}

/**
 * Entries that have all of a function imported when they are: those of Lambda load it beside their start, so that their own
 * import says nothing.
 */
function wholeEntries(folder: string): string {
  for (const name of NAMES) {
    const words = name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    const open = `open${words.join('')}`;
    const module = JSON.stringify(join(ROOT, 'lib', 'wiring', 'deployed', `${name}.ts`));
    const text = `import { ${open} } from ${module};\nexport const handler = ${open}();\n`;
    writeFileSync(join(folder, `${name}.ts`), text);
  }
  return folder;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}

process.exitCode = await bench();
