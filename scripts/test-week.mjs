/** `npm run test:week`: runs test/week, whose databases wait for no disk where files can be kept in memory. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from './scratch-folder.mjs';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'test', 'week', 'main.ts');
const folder = scratchFolder();
const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TMPDIR: folder },
});
rmSync(folder, { recursive: true, force: true });
process.exit(run.status ?? 70);
