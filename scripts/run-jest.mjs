import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from './scratch-folder.mjs';

/** What workers of jest are started with as well. */
const PRELOADED = ['./compile-once.mjs', './plain-globals.mjs'].flatMap((file) => [
  '--import',
  new URL(file, import.meta.url).href,
]);
/** Where the processes that tests start find what others have compiled before. */
const COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/**
 * How many tests passed, failed and were skipped.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Runs jest with the flags that ESM-only packages need. The counts come by a file: jest's own summary goes to another
 * stream and may come at any time. A run that ended before its tests counts as one that failed.
 * @param {readonly string[]} args arguments of jest
 * @param {Record<string, string>} environment added to this process's
 * @returns {{ counts: Counts, status: number }}
 */
export function runJest(args, environment = {}) {
  const folder = scratchFolder();
  const countsFile = join(folder, 'counts.json');
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const own = { TMPDIR: folder, NODE_COMPILE_CACHE: COMPILE_CACHE, AMBIT_TEST_COUNTS: countsFile };
  const run = spawnSync(
    process.execPath,
    [...PRELOADED, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args],
    { stdio: 'inherit', env: { ...process.env, ...own, ...environment } },
  );
  const counts = countsOf(countsFile);
  rmSync(folder, { recursive: true, force: true });
  if (counts !== undefined) return { counts, status: run.status ?? 70 };
  process.stderr.write('jest ended before it had run the tests: its message is above\n');
  return { counts: { passed: 0, failed: 1, skipped: 0 }, status: run.status || 70 };
}

/**
 * Several runs as one: it fails with the first that does.
 * @param {readonly ReturnType<typeof runJest>[]} runs
 * @returns {ReturnType<typeof runJest>}
 */
export function addedUp(runs) {
  const sum = (kind) => runs.reduce((total, { counts }) => total + counts[kind], 0);
  return {
    counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    status: runs.find(({ status }) => status !== 0)?.status ?? 0,
  };
}

/** The last line that a run of tests prints. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

function countsOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
