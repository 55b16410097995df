import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';

/** Gives work a folder of its own, and removes it afterwards. */
export async function inFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-test-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives work an open database in a folder of its own. */
export function inDatabase(work: (database: LocalDatabase) => Promise<void> | void): Promise<void> {
  return inFolder(async (folder) => {
    const database = LocalDatabase.open(join(folder, 'state'));
    try {
      await work(database);
    } finally {
      database.close();
    }
  });
}
