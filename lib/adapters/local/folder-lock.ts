import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFault } from '../../ports/store-fault.ts';
import { withStoreFaults } from './folder-fault.ts';

/**
 * Keeps a folder for one process. It is the operating system's lock on an empty SQLite file, held by an open exclusive
 * transaction: it goes when the process goes, however that ends, so no lock is ever left behind.
 */
export class FolderLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Takes the lock; a `StoreFault` IN_USE where another process has it, NOT_OURS where something else has its name. */
  static take(folder: string): FolderLock {
    return withStoreFaults(folder, () => {
      const file = join(folder, 'lock');
      // not when it is there: to close any handle of a file gives up this process's locks on it (POSIX fcntl)
      if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
      if (statSync(file).size > 0) {
        throw new StoreFault('NOT_OURS', `"${file}" is no lock of ambit, whose locks are empty; remove it`);
      }
      const database = new DatabaseSync(file, { timeout: 0 });
      try {
        // without a journal file: the lock must be had on a full disk too
        database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      } catch (fault) {
        database.close();
        throw fault;
      }
      return new FolderLock(database);
    });
  }

  /** Gives the lock up; doing so twice is allowed. */
  release(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
