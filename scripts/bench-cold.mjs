/** `npm run bench:cold`: runs bench/cold with the Python of the emulators of AWS. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from './python-with.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const python = pythonWith(join(root, 'test', 'aws', 'requirements.txt'));
if (!python.found) {
  process.stderr.write(`the emulators of AWS cannot run: ${python.reason}\n`);
  process.exit(1);
}
const run = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', join(root, 'bench', 'cold', 'main.ts')],
  {
    stdio: 'inherit',
    env: { ...process.env, AMBIT_AWS_PYTHON: python.path },
  },
);
process.exit(run.status ?? 70);
