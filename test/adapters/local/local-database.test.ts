import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { LocalCursors } from '../../../lib/adapters/local/local-cursors.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';
import { LocalSnapshots } from '../../../lib/adapters/local/local-snapshots.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { inDatabase, inFolder } from './folders.ts';

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
