import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';

const WITHIN_MS = 120_000;

/**
 * A folder that is made once in a run of the tests, whichever process needs it first; the others wait for it. Beyond
 * `npm run test:aws` there is no run, and it is made each time.
 */
export async function onceInARun(name: string, make: (folder: string) => void): Promise<string> {
  const run = process.env['AMBIT_AWS_RUN'] ?? mkdtempSync(join(tmpdir(), 'ambit-aws-'));
  const folder = join(run, name);
  const ready = `${folder}.ready`;
  if (isFirst(folder)) {
    make(folder);
    writeFileSync(ready, '');
  }
  await eventually(() => (existsSync(ready) ? 'ready' : undefined), WITHIN_MS);
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
