import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { FolderLock } from './folder-lock.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { withStoreFaults } from './folder-fault.ts';
import { PUBLIC_KEY } from './local-signer.ts';
import { makeFolder } from './make-folder.ts';

/** Where Ambit keeps what it knows, unless it is told otherwise. */
const DEFAULT_FOLDER = '.ambit';

const FILE = 'ambit.db';
const BUSY_TIMEOUT_MS = 2000;

/** A row of a query, by column name. */
export type Row = Record<string, SQLOutputValue>;

/**
 * The embedded database: one SQLite file in a folder of its own (0700), for one writing process at a time.
 * Write-ahead log with a sync at every commit: what a transaction wrote when it returned survives a kill and a loss of power.
 * Every method throws `StoreFault` where the disk or the file is at fault.
 */
export class LocalDatabase {
  readonly folder: string;
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #lock: FolderLock | undefined;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(folder: string, database: DatabaseSync, lock: FolderLock | undefined) {
    this.folder = folder;
    this.#file = join(folder, FILE);
    this.#database = database;
    this.#lock = lock;
  }

  /** Opens the folder to write, makes it where it is missing; refused while another process has it open to write. */
  static open(folder: string = DEFAULT_FOLDER): LocalDatabase {
    const file = join(folder, FILE);
    withStoreFaults(folder, () => makeFolder(folder));
    const lock = FolderLock.take(folder);
    try {
      if (!existsSync(file)) {
        refuseLost(folder);
        withStoreFaults(folder, () => createFile(folder, file));
      }
      const database = withStoreFaults(file, () => connect(folder));
      return new LocalDatabase(folder, database, lock);
    } catch (fault) {
      lock.release();
      throw fault;
    }
  }

  /** Whether a folder has a database. */
  static isIn(folder: string): boolean {
    return existsSync(join(folder, FILE));
  }

  /**
   * Opens the folder to read, also while another process writes to it, or where nobody can write, as on a medium of an auditor;
   * nothing in it is changed.
   */
  static openToRead(folder: string = DEFAULT_FOLDER): LocalDatabase {
    const file = join(folder, FILE);
    if (!existsSync(file)) throw nothingIn(folder);
    const database = connectToRead(folder, file);
    return new LocalDatabase(folder, database, undefined);
  }

  /** Runs work that writes, all or nothing; work inside work is one transaction. */
  transaction<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    return withStoreFaults(this.#file, () => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (fault) {
        // a full disk may have rolled it back already
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw fault;
      }
    });
  }

  /** Runs a statement that returns nothing. */
  run(sql: string, ...values: readonly SQLInputValue[]): void {
    withStoreFaults(this.#file, () => this.#prepared(sql).run(...values));
  }

  /** The rows of a query, all in memory: page through what can be long. */
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return withStoreFaults(this.#file, () => this.#prepared(sql).all(...values));
  }

  /** Closes the file and lets other processes write; closing twice is allowed. */
  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) withStoreFaults(this.#file, () => this.#database.close());
    this.#lock?.release();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Makes an empty file that only its owner can read, and its name durable. */
function createFile(folder: string, file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function connect(folder: string): DatabaseSync {
  const file = join(folder, FILE);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  return closedOnFault(database, () => {
    if (isEmpty(database)) refuseLost(folder);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    checkVersion(database, file);
    migrate(database);
  });
}

/**
 * Beside a file with a write-ahead log SQLite makes notes, also to read it. Where it cannot, and no log is left to be read with the
 * file, the file is taken as it lies (sqlite.org/wal.html, "Read-Only Databases").
 */
function connectToRead(folder: string, file: string): DatabaseSync {
  try {
    return withStoreFaults(file, () => checkedToRead(folder, file));
  } catch (fault) {
    // on a medium that is mounted to be read SQLite says no more than that it cannot open
    const mayBe = fault instanceof StoreFault && ['READ_ONLY', 'DISK_FAULT'].includes(fault.code);
    if (!mayBe || existsSync(`${file}-wal`)) throw fault;
    const asItLies = pathToFileURL(file);
    asItLies.searchParams.set('immutable', '1');
    return withStoreFaults(file, () => checkedToRead(folder, asItLies));
  }
}

function checkedToRead(folder: string, place: string | URL): DatabaseSync {
  const database = new DatabaseSync(place, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  return closedOnFault(database, () => {
    if (isEmpty(database)) throw nothingIn(folder);
    checkVersion(database, join(folder, FILE));
    checkMigrated(database, join(folder, FILE));
  });
}

function closedOnFault(database: DatabaseSync, work: () => void): DatabaseSync {
  try {
    work();
    return database;
  } catch (fault) {
    database.close();
    throw fault;
  }
}

/** Whether nothing was ever written to a file, or all of it was taken out. */
function isEmpty(database: DatabaseSync): boolean {
  return !hasTables(database) && pragma(database, 'application_id') === 0;
}

function hasTables(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}

/** What has signed in a folder had a ledger there: to begin a new one would lose that without a word. */
function refuseLost(folder: string): void {
  const key = join(folder, PUBLIC_KEY);
  if (!existsSync(key)) return;
  const lost = `"${join(folder, FILE)}" is gone or empty, but "${key}" is there`;
  throw new StoreFault('CORRUPT', `${lost}; restore it from a copy, or choose another folder`);
}

function nothingIn(folder: string): StoreFault {
  refuseLost(folder);
  return new StoreFault(
    'NO_FOLDER',
    `"${folder}" holds no ambit database; check the path, or run ambit up there first`,
  );
}

function checkVersion(database: DatabaseSync, file: string): void {
  const version = pragma(database, 'user_version');
  const owner = pragma(database, 'application_id');
  if (hasTables(database) && owner !== APPLICATION_ID) {
    throw new StoreFault('NOT_OURS', `"${file}" is a database of another program; choose another folder`);
  }
  if (version > MIGRATIONS.length) {
    const versions = `schema ${version}, this one knows ${MIGRATIONS.length}`;
    throw new StoreFault('NOT_OURS', `"${file}" was written by a newer ambit (${versions}); update ambit`);
  }
}

/** Who only reads cannot bring the file to the present schema. */
function checkMigrated(database: DatabaseSync, file: string): void {
  if (pragma(database, 'user_version') === MIGRATIONS.length) return;
  throw new StoreFault(
    'NOT_OURS',
    `"${file}" was written by an older ambit; start "ambit up" on it once, then read it`,
  );
}

function migrate(database: DatabaseSync): void {
  const from = pragma(database, 'user_version');
  if (from === MIGRATIONS.length) return;
  database.exec('BEGIN IMMEDIATE');
  for (const migration of MIGRATIONS.slice(from)) database.exec(migration);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name];
  return typeof value === 'number' ? value : 0;
}
