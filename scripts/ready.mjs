/**
 * Runs before `npm start` and `npm test`: installs what is missing and checks the Node version.
 * Plain JavaScript for old Nodes: it must be able to say which Node to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundledNode = join(root, 'node_modules', '.bin', 'node');

if (!installIsCurrent()) install();
if (!existsSync(bundledNode) && !newEnough(process.versions.node)) {
  stop(
    `ambit needs Node ${NEEDED.join('.')} or newer, this is ${process.versions.node}: install Node 24 from https://nodejs.org and run the command again`,
  );
}

function install() {
  process.stderr.write('installing packages, once (about half a minute)\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run =
    npm === undefined
      ? spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) stop('npm ci failed: its message is above; check the network and run the command again');
}

/** npm writes node_modules/.package-lock.json at the end of an install: what it lists is what is there. */
function installIsCurrent() {
  try {
    const installed = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional === true || installed[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(70);
}
