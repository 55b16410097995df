import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.cache', 'ambit-python');
const IS_NEW_ENOUGH = 'import sys; assert sys.version_info >= (3, 10); print(sys.version)';

/**
 * A Python that has the packages of a requirements file, in a virtual environment of its own that is made once for
 * each wording of the file and each Python.
 * @param {string} requirements path of the file
 * @returns {{ found: true, path: string } | { found: false, reason: string }}
 */
export function pythonWith(requirements) {
  const base = basePython();
  if (base === undefined) return { found: false, reason: 'there is no Python 3.10 or newer; install one with venv' };
  const wanted = createHash('sha256').update(base.version).update(readFileSync(requirements)).digest('hex');
  const home = join(cache, wanted.slice(0, 16));
  const path = join(home, 'bin', 'python');
  if (existsSync(path)) return { found: true, path };
  process.stderr.write('installing the emulators of AWS, once (about half a minute)\n');
  const problem = make({ home, base: base.name, requirements });
  return problem === undefined ? { found: true, path } : { found: false, reason: problem };
}

function basePython() {
  for (const name of ['python3', 'python']) {
    const asked = spawnSync(name, ['-c', IS_NEW_ENOUGH], { encoding: 'utf8' });
    if (asked.status === 0) return { name, version: asked.stdout };
  }
  return undefined;
}

/** Makes it beside its place and moves it there at the end: two runs at once, or one that was killed, leave no half. */
function make({ home, base, requirements }) {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  const python = join(draft, 'bin', 'python');
  const install = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', requirements];
  try {
    if (!succeeds(base, ['-m', 'venv', draft])) return `${base} -m venv failed: its message is above`;
    if (!succeeds(python, install)) return 'pip install failed: its message is above; check the network';
    if (!existsSync(home)) renameSync(draft, home);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}
