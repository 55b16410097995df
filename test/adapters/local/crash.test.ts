import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { LocalCheckpoints } from '../../../lib/adapters/local/local-checkpoints.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';
import { StoreFault } from '../../../lib/ports/store-fault.ts';
import { inFolder } from './folders.ts';

const WRITER = join(import.meta.dirname, 'append-until-killed.ts');

/** Runs a writer until it has acknowledged so many lines and a little longer, kills it, and gives back all it acknowledged. */
async function killedAfter(
  folder: string,
  lines: number,
  milliseconds: number,
  meanwhile: () => void,
): Promise<readonly string[]> {
  const writer = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(writer, 'close');
  let said = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = said.split('\n').length;
    said += text;
    if (before <= lines && said.split('\n').length > lines) {
      meanwhile();
      setTimeout(() => writer.kill('SIGKILL'), milliseconds);
    }
  });
  await gone;
  // what follows the last line end was not acknowledged whole
  return said.slice(0, said.lastIndexOf('\n')).split('\n');
}

test(
  'kill -9 at any moment loses nothing acknowledged, breaks no chain and leaves no lock',
  () =>
    inFolder(async (folder) => {
      const acknowledged: string[] = [];
      for (const [lines, milliseconds] of [
        [1, 0],
        [3, 1],
        [10, 2],
        [30, 5],
        [2, 9],
      ] as const) {
        let refused: unknown;
        const said = await killedAfter(folder, lines, milliseconds, () => {
          try {
            LocalDatabase.open(folder).close();
          } catch (fault) {
            refused = fault;
          }
        });
        acknowledged.push(...said);
        expect(refused).toMatchObject({ name: 'StoreFault', code: 'IN_USE' });

        const database = LocalDatabase.open(folder);
        const kept: string[] = [];
        for await (const { sequence, hash } of new LocalLedger(database).entries()) kept.push(`${sequence} ${hash}`);
        const report = await new LocalCheckpoints(database).verify(undefined);
        database.close();
        expect(kept).toEqual(expect.arrayContaining(acknowledged));
        // appended three by three: all of them or none
        expect(kept.length % 3).toBe(0);
        expect(report).toMatchObject({ entries: kept.length, fault: undefined });
      }
      expect(acknowledged.length).toBeGreaterThan(40);
    }),
  60_000,
);

test('a second opening in one process is refused as well, and lets go of nothing', () =>
  inFolder((folder) => {
    const database = LocalDatabase.open(folder);
    expect(() => LocalDatabase.open(folder)).toThrow(StoreFault);
    expect(() => LocalDatabase.open(folder)).toThrow(/in use by another ambit process/);
    database.close();
    database.close();
    LocalDatabase.open(folder).close();
  }));
