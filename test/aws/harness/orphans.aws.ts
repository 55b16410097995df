import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '../eventually.ts';

/** A process that starts an AWS, says where its parts are, and is killed before it can stop them. */
const HOLDER = `
  const { startCloud } = await import(${JSON.stringify(join(import.meta.dirname, '..', 'cloud.ts'))});
  const { moto, ministack } = await startCloud();
  process.stdout.write(moto.endpoint + ' ' + ministack.endpoint, () => process.kill(process.pid, 'SIGKILL'));
`;

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(endpoint)).status > 0;
  } catch {
    return false;
  }
}

test('emulators end with whoever started them, also when it is killed', async () => {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', HOLDER];
  const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(holder.stdout), once(holder, 'close')]);
  const endpoints = said.split(' ');
  expect(endpoints).toHaveLength(2);
  for (const endpoint of endpoints) {
    await eventually(async () => ((await answers(endpoint)) ? undefined : 'gone'), 10_000);
  }
});
