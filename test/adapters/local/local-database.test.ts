import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { LocalCursors } from '../../../lib/adapters/local/local-cursors.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';
import { LocalSigner } from '../../../lib/adapters/local/local-signer.ts';
import { LocalSnapshots } from '../../../lib/adapters/local/local-snapshots.ts';
import { withStoreFaults } from '../../../lib/adapters/local/folder-fault.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { inDatabase, inFolder } from './folders.ts';

/** Root may write everywhere, so root does it as user 65534. */
function asNobody(work: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('the folder', () => {
  test('is made where it is missing, for its owner only', () =>
    inFolder((parent) => {
      const folder = join(parent, 'deep', '.ambit');
      LocalDatabase.open(folder).close();
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, 'ambit.db')).mode & 0o077).toBe(0);
    }));

  test('keeps everything across restarts', () =>
    inFolder(async (folder) => {
      const first = LocalDatabase.open(folder);
      await new LocalLedger(first).append([FACTS.raised()]);
      await new LocalCursors(first).keep('events', '17');
      first.close();
      const second = LocalDatabase.open(folder);
      expect(await new LocalLedger(second).findings()).toEqual([FINDING.id]);
      expect(await new LocalCursors(second).place('events')).toBe('17');
      expect(await new LocalCursors(second).place('others')).toBeUndefined();
      second.close();
    }));

  test('can be read while another writes to it, but not written', () =>
    inFolder(async (folder) => {
      const writer = LocalDatabase.open(folder);
      const reader = LocalDatabase.openToRead(folder);
      await new LocalLedger(writer).append([FACTS.raised()]);
      expect(await new LocalLedger(reader).findings()).toEqual([FINDING.id]);
      await expect(new LocalLedger(reader).append([FACTS.raised()])).rejects.toMatchObject({ code: 'READ_ONLY' });
      reader.close();
      writer.close();
    }));

  test('can be read when nobody writes to it', () =>
    inFolder(async (folder) => {
      const writer = LocalDatabase.open(folder);
      await new LocalLedger(writer).append([FACTS.raised()]);
      writer.close();
      const readers = [LocalDatabase.openToRead(folder), LocalDatabase.openToRead(folder)];
      for (const reader of readers) expect(await new LocalLedger(reader).findings()).toEqual([FINDING.id]);
      for (const reader of readers) reader.close();
    }));

  test('of an older version is brought to the present one by who writes, not by who reads', () =>
    inFolder(async (folder) => {
      const writer = LocalDatabase.open(folder);
      await new LocalLedger(writer).append([FACTS.raised()]);
      writer.close();
      const older = new DatabaseSync(join(folder, 'ambit.db'));
      older.exec('PRAGMA user_version = 0');
      const tables = older.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'entry'`).all();
      for (const { name } of tables) older.exec(`DROP TABLE ${String(name)}`);
      older.exec('DROP TRIGGER entry_is_never_removed; DROP TABLE entry');
      older.close();
      expect(() => LocalDatabase.openToRead(folder)).toThrow(/older ambit/);
      const present = LocalDatabase.open(folder);
      expect(present.rows('PRAGMA user_version')).toEqual([{ user_version: expect.any(Number) }]);
      expect((await new LocalLedger(present).append([FACTS.raised()])).ok).toBe(true);
      present.close();
      LocalDatabase.openToRead(folder).close();
    }));

  test('that is not there is not made by who only reads', () =>
    inFolder((parent) => {
      const folder = join(parent, 'missing');
      expect(() => LocalDatabase.openToRead(folder)).toThrow(/holds no ambit database/);
      expect(existsSync(folder)).toBe(false);
    }));
});

describe('a file that cannot be used is named with the reason', () => {
  function fileWith(folder: string, sql: string): void {
    const other = new DatabaseSync(join(folder, 'ambit.db'));
    other.exec(sql);
    other.close();
  }
  const cases: readonly (readonly [string, (folder: string) => void, { code: string; message: RegExp }])[] = [
    [
      'no database',
      (folder) => writeFileSync(join(folder, 'ambit.db'), 'hello '.repeat(1000)),
      { code: 'CORRUPT', message: /ambit\.db" is damaged.*not a database/ },
    ],
    [
      'another program’s',
      (folder) => fileWith(folder, 'CREATE TABLE notes (text)'),
      { code: 'NOT_OURS', message: /another program/ },
    ],
    [
      'a newer ambit’s',
      (folder) => {
        LocalDatabase.open(folder).close();
        fileWith(folder, 'PRAGMA user_version = 99');
      },
      { code: 'NOT_OURS', message: /newer ambit \(schema 99, this one knows \d+\); update ambit/ },
    ],
    [
      'emptied, where something was signed',
      (folder) => {
        LocalDatabase.open(folder).close();
        LocalSigner.open(folder);
        truncateSync(join(folder, 'ambit.db'));
      },
      { code: 'CORRUPT', message: /ambit\.db" is gone or empty, but ".*signing-key\.pub\.pem" is there; restore it/ },
    ],
    ['a folder', (folder) => mkdirSync(join(folder, 'ambit.db')), { code: 'DISK_FAULT', message: /ambit\.db"/ }],
  ];
  test.each(cases)('%s', (_, spoil, fault) =>
    inFolder((folder) => {
      spoil(folder);
      const before = statSync(join(folder, 'ambit.db')).size;
      for (let attempt = 0; attempt < 2; attempt += 1) {
        expect(() => LocalDatabase.open(folder)).toThrow(
          expect.objectContaining({
            name: 'StoreFault',
            code: fault.code,
            message: expect.stringMatching(fault.message),
          }),
        );
      }
      expect(statSync(join(folder, 'ambit.db')).size).toBe(before);
    }),
  );

  test('gone, where something was signed: it is not begun anew', () =>
    inFolder((folder) => {
      LocalDatabase.open(folder).close();
      LocalSigner.open(folder);
      rmSync(join(folder, 'ambit.db'));
      const lost = expect.objectContaining({ code: 'CORRUPT', message: expect.stringMatching(/is gone or empty/) });
      expect(() => LocalDatabase.open(folder)).toThrow(lost);
      expect(() => LocalDatabase.openToRead(folder)).toThrow(lost);
      expect(existsSync(join(folder, 'ambit.db'))).toBe(false);
    }));

  test('empty, to who reads: as if there were none yet, unless something was signed', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'ambit.db'), '');
      expect(() => LocalDatabase.openToRead(folder)).toThrow(/holds no ambit database; .* run ambit up there first/);
      LocalSigner.open(folder);
      expect(() => LocalDatabase.openToRead(folder)).toThrow(/is gone or empty/);
    }));

  test.each<[string, (lock: string) => void]>([
    ['that another program left', (lock) => writeFileSync(lock, 'pid 1234 on elsewhere')],
    ['that is a link to the database', (lock) => symlinkSync('ambit.db', lock)],
  ])('a lock %s, not the database beside it', (_, spoil) =>
    inFolder((folder) => {
      LocalDatabase.open(folder).close();
      rmSync(join(folder, 'lock'));
      spoil(join(folder, 'lock'));
      const fault = { code: 'NOT_OURS', message: expect.stringMatching(/lock" is no lock of ambit.*remove it$/) };
      expect(() => LocalDatabase.open(folder)).toThrow(expect.objectContaining(fault));
      rmSync(join(folder, 'lock'));
      LocalDatabase.open(folder).close();
    }),
  );

  test('a path through a file', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'file'), '');
      expect(() => LocalDatabase.open(join(folder, 'file', 'state'))).toThrow(
        expect.objectContaining({ code: 'NO_FOLDER' }),
      );
      expect(() => LocalDatabase.open(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'NO_FOLDER' }));
      expect(() => LocalDatabase.open(join(folder, 'file', 'in', 'it'))).toThrow(
        expect.objectContaining({ code: 'NO_FOLDER' }),
      );
    }));

  test('a folder where the system takes none', () => {
    expect(() => LocalDatabase.open('/proc/ambit/state')).toThrow(/^"\/proc\/ambit\/state" /);
  });

  test('a folder that may not be written', () =>
    inFolder((folder) => {
      chmodSync(folder, 0o555);
      const attempt = () => asNobody(() => LocalDatabase.open(folder));
      expect(attempt).toThrow(expect.objectContaining({ name: 'StoreFault', code: 'READ_ONLY' }));
      expect(readdirSync(folder)).toEqual([]);
    }));

  test.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EROFS', 'READ_ONLY'],
    ['EACCES', 'READ_ONLY'],
    ['EIO', 'DISK_FAULT'],
  ])('%s of the system is %s', (system, code) => {
    const fault = Object.assign(new Error('the system says no'), { code: system });
    const work = () => {
      throw fault;
    };
    expect(() => withStoreFaults('here', work)).toThrow(expect.objectContaining({ code, cause: fault }));
  });

  test('a fault that is not the disk’s stays what it is', () => {
    const bug = new TypeError('a bug');
    const work = () => {
      throw bug;
    };
    expect(() => withStoreFaults('here', work)).toThrow(bug);
  });
});

describe('a full disk', () => {
  test('refuses the append that does not fit, whole, keeps what was acknowledged, and goes on when there is room', () =>
    inDatabase(async (database) => {
      const ledger = new LocalLedger(database);
      const [pages] = database.rows('PRAGMA page_count');
      database.rows(`PRAGMA max_page_count = ${Number(pages?.['page_count']) + 2}`);
      let acknowledged = 0;
      const fill = async () => {
        for (; acknowledged < 10_000; acknowledged += 1) await ledger.append([FACTS.raised(), FACTS.holdIntended()]);
      };
      await expect(fill()).rejects.toMatchObject({
        name: 'StoreFault',
        code: 'DISK_FULL',
        message: expect.stringMatching(/disk is full/),
      });
      expect(await ledger.about(FINDING.id)).toHaveLength(2 * acknowledged);
      database.rows('PRAGMA max_page_count = 100000');
      await ledger.append([FACTS.holdConfirmed()]);
      expect(await ledger.about(FINDING.id)).toHaveLength(2 * acknowledged + 1);
    }));
});

describe('a transaction', () => {
  test('is all or nothing, also inside another', () =>
    inDatabase(async (database) => {
      const write = (place: string) => database.run('INSERT OR REPLACE INTO cursor VALUES (?, ?)', 'events', place);
      const broken = () =>
        database.transaction(() => {
          write('1');
          database.transaction(() => write('2'));
          throw new Error('in the middle');
        });
      expect(broken).toThrow('in the middle');
      expect(await new LocalCursors(database).place('events')).toBeUndefined();
      expect(database.transaction(() => database.transaction(() => 7))).toBe(7);
    }));
});

describe('what lies in the file', () => {
  test('no statement of SQL changes or removes an entry', () =>
    inDatabase(async (database) => {
      await new LocalLedger(database).append([FACTS.raised()]);
      expect(() => database.run(`UPDATE entry SET subject = 'x'`)).toThrow(/append-only/);
      expect(() => database.run('DELETE FROM entry')).toThrow(/append-only/);
    }));

  test('a snapshot that cannot be read is a fault, never "no snapshot"', () =>
    inDatabase(async (database) => {
      for (const text of ['{', '{"account":7}']) {
        database.run('INSERT OR REPLACE INTO snapshot VALUES (?, ?)', 'arn', text);
        await expect(new LocalSnapshots(database).last('arn')).rejects.toMatchObject({ code: 'CORRUPT' });
      }
    }));

  test('a damaged page is named, not read over', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'ambit.db');
      const first = LocalDatabase.open(folder);
      await new LocalLedger(first).append(Array.from({ length: 200 }, () => FACTS.raised()));
      first.close();
      const bytes = readFileSync(file);
      bytes.fill(0xff, 4096, bytes.length);
      writeFileSync(file, bytes);
      const reading = async () => {
        const second = LocalDatabase.open(folder);
        try {
          await new LocalLedger(second).about(FINDING.id);
        } finally {
          second.close();
        }
      };
      await expect(reading()).rejects.toMatchObject({ name: 'StoreFault', code: 'CORRUPT' });
    }));
});
