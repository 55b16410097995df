import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ColdAws } from './aws.ts';

/** Milliseconds: of the clock, and of the process's CPU. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/** What one start prints. */
export interface Start {
  readonly ready: Took;
  readonly handled: readonly (Took & { readonly answer: unknown })[];
  /** Of all modules that were loaded; 0: they were not counted. */
  readonly bytes: number;
}

/** What is started: folders of bundles that have all of a function imported when they are, and an AWS. */
export interface Starting {
  readonly functions: string;
  readonly clients: string;
  readonly aws: ColdAws;
}

/** The functions that are started. */
export const NAMES = ['on-call', 'on-deadline', 'sweep', 'gate', 'api', 'restore', 'reconcile'] as const;
/** The name of the starts that load and make a function's AWS clients and nothing else. */
export const CLIENTS = 'clients alone';

/** All starts, by what was started; they take turns, so that what else the machine does meets all of them. */
export async function startAll(rounds: number, starting: Starting): Promise<ReadonlyMap<string, readonly Start[]>> {
  const { functions, clients, aws } = starting;
  const starts = new Map<string, Start[]>();
  const note = (name: string, start: Start) => starts.set(name, [...(starts.get(name) ?? []), start]);
  for (let round = 0; round < rounds; round += 1) {
    note(CLIENTS, await start(join(clients, 'on-call.mjs'), aws.environment));
    for (const name of NAMES) note(name, await start(join(functions, `${name}.mjs`), environmentIn(starting)));
  }
  return starts;
}

/** Starts of on-call that handle events; each event must be one that no start has handled before. */
export async function startDeciding(
  events: readonly unknown[],
  starting: Starting,
  ...more: readonly string[]
): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-events-'));
  const file = join(folder, 'events.json');
  writeFileSync(file, JSON.stringify(events));
  try {
    return await start(join(starting.functions, 'on-call.mjs'), environmentIn(starting), file, ...more);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function environmentIn({ functions, aws }: Starting): Readonly<Record<string, string>> {
  return { ...aws.environment, LAMBDA_TASK_ROOT: functions };
}

const LONGEST = 120_000;

async function start(
  file: string,
  environment: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Start> {
  const args = [join(import.meta.dirname, 'start.mjs'), file, ...more];
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const { stderr } = await promisify(execFile)(process.execPath, args, { env, timeout: LONGEST, maxBuffer: 1 << 26 });
  // written by start.mjs
  const parse: (text: string) => Start = JSON.parse;
  return parse(stderr.trimEnd().split('\n').at(-1) ?? '');
}
