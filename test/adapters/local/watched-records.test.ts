import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { watchedRecordsOf } from '../../../lib/adapters/local/watched-records.ts';
import { WATCHED_INTEREST } from '../../../lib/core/activity/scan/watched-interest.ts';
import { idsOf, logOf, nameAt, record, watched, whole } from './seen-records.ts';
import { ownFolder } from './own-folder.ts';

const folder = ownFolder();
const { write } = folder;

describe('a reader that passes over what no row names', () => {
  test('gives the records that matter, counts the others, and does not parse them', async () => {
    const path = write(
      'x.json.gz',
      gzipSync(logOf(record('GetRole', 'a'), record('CreateUser', 'b'), record('ListRoles', 'c'))),
    );
    const seen = await watched([path]);
    expect(idsOf(seen)).toEqual(['b']);
    expect(seen).toMatchObject({ read: 3, skipped: 2, problems: [] });
  });

  test('reads the files of several Regions in the order in which they were written', async () => {
    write(nameAt('20251201T0010Z'), gzipSync(logOf(record('CreateUser', 'b'))));
    write(nameAt('20251201T0005Z', 'us-west-2'), gzipSync(logOf(record('CreateUser', 'a'))));
    write(nameAt('20251201T0015Z', 'eu-west-1'), gzipSync(logOf(record('CreateUser', 'c'))));
    expect(idsOf(await watched([folder.path()]))).toEqual(['a', 'b', 'c']);
  });

  test('keeps the order of many files, whoever is done first', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `r${index}`);
    for (const [index, id] of names.entries()) {
      const reads = Array.from({ length: index % 7 === 0 ? 500 : 1 }, () => record('ListRoles', 'x'));
      write(`${String(index).padStart(4, '0')}.json`, logOf(...reads, record('CreateUser', id)));
    }
    expect(idsOf(await watched([folder.path()]))).toEqual(names);
  });

  test('reads a file of a hundred thousand records on one line without holding it', async () => {
    const reads = Array.from({ length: 1000 }, (_, index) => JSON.stringify(record('ListRoles', `r${index}`))).join(
      ',',
    );
    const records = Array.from(
      { length: 100 },
      (_, index) => `${reads},${JSON.stringify(record('CreateUser', `u${index}`))}`,
    );
    const path = write('x.json.gz', gzipSync(`{"Records":[${records.join(',')}]}`));
    const seen = await watched([path]);
    expect(seen).toMatchObject({ read: 100_100, skipped: 100_000, problems: [] });
    expect(idsOf(seen)).toHaveLength(100);
  });

  test('reads a record of many megabytes between others', async () => {
    const huge = record('CreateUser', 'huge', { requestParameters: { text: 'x"\\'.repeat(2_000_000) } });
    const path = write('x.json.gz', gzipSync(logOf(record('CreateUser', 'a'), huge, record('CreateUser', 'c'))));
    expect(idsOf(await watched([path]))).toEqual(['a', 'huge', 'c']);
  });

  test('reads what stdin has', async () => {
    async function* stdin() {
      yield new TextEncoder().encode(logOf(record('CreateUser', 'a'), record('ListRoles', 'b')));
    }
    const seen = await watched(['-'], stdin());
    expect(seen).toMatchObject({ read: 2, problems: [] });
    expect(idsOf(seen)).toEqual(['a']);
  });

  test('reads what comes through a pipe once, whatever it is', async () => {
    const path = join(folder.path(), 'pipe');
    execFileSync('mkfifo', [path]);
    const lines = [record('CreateUser', 'a'), record('ListRoles', 'b'), record('CreateUser', 'c')];
    const written = writeFile(path, lines.map((each) => JSON.stringify(each)).join('\n'));
    const seen = await watched([path]);
    await written;
    expect(seen).toMatchObject({ read: 3, problems: [] });
    expect(idsOf(seen)).toEqual(['a', 'c']);
  });

  test('ends its threads where nobody reads on', async () => {
    for (let index = 0; index < 100; index += 1) write(`${index}.json`, logOf(record('CreateUser', 'a')));
    for (let round = 0; round < 3; round += 1) {
      for await (const each of watchedRecordsOf([folder.path()], { interest: WATCHED_INTEREST, threads: 3 })) {
        expect(each.kind).toBe('records');
        break;
      }
    }
  });
});

describe('a folder', () => {
  test('that is empty, a path that is not there and a file that nobody may read are problems', async () => {
    const secret = write('z.json', logOf(record('CreateUser', 'a')));
    chmodSync(secret, 0);
    mkdirSync(join(folder.path(), 'empty'));
    const paths = [join(folder.path(), 'empty'), join(folder.path(), 'nowhere.json'), secret];
    const seen = await watched(paths);
    expect(seen.problems).toEqual((await whole(paths)).problems);
    expect(seen.problems.length).toBeGreaterThanOrEqual(2);
  });

  test('that holds a pipe is read without waiting for it', async () => {
    execFileSync('mkfifo', [join(folder.path(), 'pipe')]);
    write('x.json', logOf(record('CreateUser', 'a')));
    const seen = await watched([folder.path()]);
    expect(idsOf(seen)).toEqual(['a']);
    expect(seen.problems).toMatchObject([{ code: 'UNREADABLE_FILE', file: join(folder.path(), 'pipe') }]);
  });

  test('is followed through links, once, and links that lead nowhere are problems', async () => {
    write('one/a.json', logOf(record('CreateUser', 'a')));
    symlinkSync(folder.path(), join(folder.path(), 'one', 'loop'));
    symlinkSync(join(folder.path(), 'nowhere'), join(folder.path(), 'one', 'broken.json'));
    symlinkSync(join(folder.path(), 'one', 'a.json'), join(folder.path(), 'b.json'));
    const seen = await watched([folder.path()]);
    expect(idsOf(seen)).toEqual(['a', 'a']);
    expect(seen.problems).toMatchObject([{ code: 'UNREADABLE_FILE', file: join(folder.path(), 'one', 'broken.json') }]);
  });
});
