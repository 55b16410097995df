import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from './python-with.mjs';
import { addedUp, runJest } from './run-jest.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs the tests against emulators of AWS, which Python runs. Where there is no Python, each file of tests counts as
 * skipped, or as failed if AMBIT_REQUIRE_AWS is 1.
 * @param {readonly string[]} args arguments of jest
 * @returns {ReturnType<typeof runJest>}
 */
export function runAwsTests(args) {
  const python = pythonWith(join(root, 'test', 'aws', 'requirements.txt'));
  if (python.found) return runWith(python.path, args);
  const files = readdirSync(join(root, 'test', 'aws'), { recursive: true }).filter((path) => path.endsWith('.aws.ts'));
  const isRequired = process.env.AMBIT_REQUIRE_AWS === '1';
  const outcome = isRequired ? 'FAILED' : 'SKIPPED';
  process.stderr.write(`\n${outcome}: ${files.length} files of tests against emulators of AWS: ${python.reason}\n\n`);
  return isRequired
    ? { counts: { passed: 0, failed: files.length, skipped: 0 }, status: 1 }
    : { counts: { passed: 0, failed: 0, skipped: files.length }, status: 0 };
}

/** It keeps every core busy, and says how long things take. */
const BY_ITSELF = 'test/aws/ambit/burst.aws.ts';

/** What the processes of one run make for each other is in a folder of the run. */
function runWith(python, args) {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-aws-'));
  const environment = { AMBIT_AWS_PYTHON: python, AMBIT_AWS_RUN: folder };
  const run = (...more) => runJest(['--config', 'jest.aws.config.mjs', ...more], environment);
  try {
    if (args.length > 0) return run(...args);
    return addedUp([run('--testPathIgnorePatterns', BY_ITSELF), run(BY_ITSELF)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
