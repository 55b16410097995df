import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Target } from './target.ts';

const ROOT = join(import.meta.dirname, '../..');
const CORE = join(import.meta.dirname, 'node_modules/@stryker-mutator/core');
/** How often properties run, of what they do in the suite: every change that nothing notices costs all of them. */
const RUNS = '0.2';

type Place = z.infer<typeof place>;

const place = z.object({ line: z.number(), column: z.number() });
const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.enum(['Killed', 'Timeout', 'RuntimeError', 'CompileError', 'Survived', 'NoCoverage']),
          replacement: z.string(),
          location: z.object({ start: place, end: place }),
        }),
      ),
    }),
  ),
});

/** One change to a file, and whether the tests notice it. */
export interface Mutant {
  /**
   * `too slow`: the tests did not end, which they would have noticed; `impossible`: the changed file cannot even be loaded, so it says
   * nothing about the tests.
   */
  readonly fate: (typeof FATES)[keyof typeof FATES];
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

const FATES = {
  Killed: 'noticed',
  Timeout: 'too slow',
  RuntimeError: 'impossible',
  CompileError: 'impossible',
  Survived: 'not noticed',
  NoCoverage: 'not reached',
} as const;

/** Changes a file in one place after the other and runs the tests that judge it. */
export function mutantsOf({ file, judges }: Target): readonly Mutant[] {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-mutation-'));
  try {
    // Stryker works on a copy in this folder: tests look for collections beside it, and Node for packages above it
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    symlinkSync(join(ROOT, '../shared'), join(folder, 'shared'));
    runStryker(folder, {
      AMBIT_MUTATED: `lib/${file}`,
      AMBIT_JUDGES: judges.join(),
      AMBIT_MUTATION_FOLDER: folder,
    });
    return readMutants(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runStryker(folder: string, given: Readonly<Record<string, string>>): void {
  const args = [join(CORE, 'bin/stryker.js'), 'run', join(import.meta.dirname, 'stryker.config.mjs')];
  const run = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, AMBIT_RUNS: RUNS, ...given },
  });
  if (run.status !== 0 || !existsSync(join(folder, 'report.json'))) {
    throw new Error('Stryker ended before it had tried every change: its message is above');
  }
}

function readMutants(path: string): readonly Mutant[] {
  const { files } = report.parse(readJson(path));
  return Object.values(files).flatMap(({ source, mutants }) =>
    mutants.map(({ status, replacement, location: { start, end } }) => ({
      fate: FATES[status],
      line: start.line,
      from: textBetween(source.split('\n'), start, end),
      to: replacement,
    })),
  );
}

/** Places as Stryker counts them: lines and columns from 1, the end not included. */
function textBetween(lines: readonly string[], start: Place, end: Place): string {
  const taken = lines.slice(start.line - 1, end.line);
  const last = taken.length - 1;
  return taken
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n');
}

const manifest = z.object({ version: z.string() });
const wanted = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Installs Stryker where it is missing: Ambit itself does not depend on it. */
export function installStryker(): void {
  if (isInstalled()) return;
  process.stderr.write('installing Stryker, once (62 MB)\n');
  const npm = process.env['npm_execpath'];
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command ?? 'npm', args, {
    cwd: import.meta.dirname,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (run.status === 0 && isInstalled()) return;
  process.stderr.write('npm ci failed in test/mutation: its message is above; check the network and run it again\n');
  process.exit(70);
}

function isInstalled(): boolean {
  const { dependencies } = wanted.parse(readJson(join(import.meta.dirname, 'package.json')));
  return Object.entries(dependencies).every(([name, version]) => {
    const path = join(import.meta.dirname, 'node_modules', name, 'package.json');
    return existsSync(path) && manifest.parse(readJson(path)).version === version;
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
