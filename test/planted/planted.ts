import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { PlantedBug } from './bugs.ts';

const ROOT = join(import.meta.dirname, '../..');
/** How many runs are tried before a bug counts as not caught, as a multiple of those in the suite. */
const RUNS = '10';
/** What the runs of test/model need. */
const COPIED = ['lib', 'test/model', 'test/core', 'test/planted', 'jest.config.mjs', 'package.json'];

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ message: z.string() })),
});

/** What came of the runs with a bug, and how many it took. `broken`: they could not even begin. */
export type Verdict =
  | { readonly kind: 'caught'; readonly by: string; readonly runs: number }
  | { readonly kind: 'not-caught' }
  | { readonly kind: 'broken'; readonly message: string };

/** The text with the bug in it; throws where its place is not there any more, or is not the only one. */
export function planted({ name, file, from, to }: PlantedBug, text: string): string {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`"${name}": ${file} has its text ${places} times; write it as it is there now`);
  return text.replace(from, () => to);
}

/** Gives work a copy of the repository, as far as the runs need it, and takes it away afterwards. */
export function withCopy<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-planted-'));
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plants a bug in a copy, runs the tests of test/model there, and takes the bug out again. Undefined: the copy as it is. */
export function verdictOn(bug: PlantedBug | undefined, folder: string): Verdict {
  if (bug === undefined) return run(folder);
  const file = join(folder, bug.file);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, planted(bug, text));
  try {
    return run(folder);
  } finally {
    writeFileSync(file, text);
  }
}

function run(folder: string): Verdict {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const file = join(folder, 'report.json');
  rmSync(file, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = ['--config', join(folder, 'test/planted/jest.config.mjs'), '--json', '--outputFile', file];
  const env = { AMBIT_RUNS: RUNS, ...process.env };
  const { stderr } = spawnSync(process.execPath, [...flags, jest, ...args], { cwd: folder, encoding: 'utf8', env });
  const { numPassedTests, numFailedTests, testResults } = report.parse(readJson(file, stderr));
  const message = testResults.map((result) => result.message).join('\n');
  if (numFailedTests > 0) return { kind: 'caught', by: causeIn(message), runs: runsIn(message) };
  return numPassedTests > 0 ? { kind: 'not-caught' } : { kind: 'broken', message };
}

/** How many runs it took, by the report of the counterexample; 0: it was no run that failed. */
function runsIn(message: string): number {
  return Number(/failed after (\d+) tests/.exec(message)?.[1] ?? 0);
}

/** The objection of the model: what follows the report of the counterexample. */
function causeIn(message: string): string {
  const [, cause = message] = message.split('Cause:');
  return cause.trim().split('\n')[0] ?? '';
}

function readJson(path: string, stderr: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`jest ended without a report: ${stderr}`, { cause });
  }
}
