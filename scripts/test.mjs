/**
 * `npm test`: jest with the flags that ESM-only packages need; arguments are passed on to jest. The last line says how
 * many tests passed, failed and were skipped: jest's own summary goes to another stream and may come at any time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ambit-test-'));
const closingLine = join(folder, 'closing-line');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, AMBIT_CLOSING_LINE: closingLine } },
);
try {
  process.stdout.write(readFileSync(closingLine, 'utf8'));
} catch {
  process.stderr.write('jest ended before it had run the tests: its message is above\n');
}
rmSync(folder, { recursive: true, force: true });
process.exit(run.status ?? 70);
