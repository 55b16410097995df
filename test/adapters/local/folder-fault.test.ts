import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalSigner } from '../../../lib/adapters/local/local-signer.ts';
import { withStoreFaults } from '../../../lib/adapters/local/folder-fault.ts';
import { inFolder } from './folders.ts';

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
