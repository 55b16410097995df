import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type RecordOrProblem, recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { ownFolder } from './own-folder.ts';

const folder = ownFolder();
const { write } = folder;

async function read(paths: readonly string[], largest?: number): Promise<readonly RecordOrProblem[]> {
  const found: RecordOrProblem[] = [];
  for await (const each of recordsOf(paths, largest)) found.push(each);
  return found;
}

const record = (id: string) => ({ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventID: id });
const idsOf = (read: readonly RecordOrProblem[]) =>
  read
    .flatMap((each) => (each.kind === 'record' ? [JSON.stringify(each.record)] : []))
    .map((text) => /"eventID":"(\w+)"/.exec(text)?.[1]);
const problemsOf = (read: readonly RecordOrProblem[]) =>
  read.flatMap((each) => (each.kind === 'problem' ? [each.problem] : []));

const two = [record('a'), record('b')];
const lines = two.map((each) => JSON.stringify(each)).join('\n');

const FORMS: readonly (readonly [string, string])[] = [
  ['log.json', JSON.stringify({ Records: two })],
  ['pretty.json', JSON.stringify({ Records: two }, null, 2)],
  ['list.json', JSON.stringify(two, null, 1)],
  ['after-blank-lines.json', `\n\n${JSON.stringify({ Records: two }, null, 2)}`],
  ['marked.json', `\uFEFF${JSON.stringify(two)}`],
  ['lines.jsonl', lines],
  ['lines.ndjson', `${lines}\n`],
  ['lines.json', lines],
  ['lines.log', lines.replaceAll('\n', '\r\n\r\n')],
  ['no-extension', lines],
  ['sample.json.cloudtrail', JSON.stringify(two, null, 4)],
];

describe('a file of records', () => {
  test.each(FORMS)('can be %s', async (name, content) => {
    expect(idsOf(await read([write(name, content)]))).toEqual(['a', 'b']);
  });

  test.each(FORMS)('can be %s, compressed, with or without the name', async (name, content) => {
    const compressed = gzipSync(content);
    expect(idsOf(await read([write(`${name}.gz`, compressed), write(name, compressed)]))).toEqual(['a', 'b', 'a', 'b']);
  });

  test('can be several gzip members in a row', async () => {
    const path = write('x.jsonl.gz', Buffer.concat(two.map((each) => gzipSync(`${JSON.stringify(each)}\n`))));
    expect(idsOf(await read([path]))).toEqual(['a', 'b']);
  });

  test('of JSON lines tells the line of each record', async () => {
    expect(await read([write('x.jsonl', lines)])).toMatchObject([{ line: 1 }, { line: 2 }]);
  });

  test('hands on what is no record', async () => {
    const path = write('x.json', JSON.stringify([record('a'), { no: 'record' }]));
    expect(await read([path])).toMatchObject([{ kind: 'record' }, { kind: 'record', record: { no: 'record' } }]);
  });
});

describe('a folder', () => {
  test('is read with all below it, sorted, without hidden files and digests', async () => {
    const base = 'AWSLogs/111122223333';
    write(`${base}/CloudTrail/us-east-1/2026/03/05/b.json.gz`, gzipSync(JSON.stringify({ Records: [record('b')] })));
    write(`${base}/CloudTrail/us-east-1/2026/03/04/a.json.gz`, gzipSync(JSON.stringify({ Records: [record('a')] })));
    write(`${base}/CloudTrail-Digest/us-east-1/d.json.gz`, gzipSync('{"digest":1}'));
    write('.DS_Store', 'x');
    symlinkSync(folder.path(), join(folder.path(), 'AWSLogs', 'loop'));
    const found = await read([folder.path()]);
    expect(idsOf(found)).toEqual(['a', 'b']);
    expect(problemsOf(found)).toEqual([]);
  });

  test('without a file is a problem', async () => {
    expect(problemsOf(await read([folder.path()]))).toMatchObject([{ code: 'UNREADABLE_FILE', file: folder.path() }]);
  });
});

describe('what cannot be read is one problem, and the rest goes on', () => {
  const good = () => write('z-good.json', JSON.stringify(record('good')));

  test.each<[string, string, string | Uint8Array, string, number | undefined]>([
    ['broken JSON', 'x.json', '{"Records":[{"eventName":', 'BROKEN_JSON', undefined],
    ['JSON broken in its third line', 'x.json', '{\n "Records": [\n  {"eventName" 7},\n', 'BROKEN_JSON', 3],
    ['text', 'readme.md', '# Records\nnone\n', 'BROKEN_JSON', undefined],
    ['an empty file', 'x.json', '', 'EMPTY', undefined],
    ['a gzip file cut off', 'x.json.gz', gzipSync(JSON.stringify(two)).subarray(0, 40), 'BROKEN_GZIP', undefined],
    ['a gzip file cut off in its header', 'x.json.gz', gzipSync('{}').subarray(0, 5), 'BROKEN_GZIP', undefined],
    [
      'a damaged gzip file',
      'x.json.gz',
      Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.alloc(20, 255)]),
      'BROKEN_GZIP',
      undefined,
    ],
  ])('%s', async (_, name, content, code, line) => {
    const path = write(name, content);
    const found = await read([path, good()]);
    expect(problemsOf(found)).toMatchObject([{ code, file: path, ...(line === undefined ? {} : { line }) }]);
    expect(idsOf(found)).toEqual(['good']);
  });

  test('a path that is not there', async () => {
    const path = join(folder.path(), 'nowhere.json');
    const found = await read([path, good()]);
    expect(problemsOf(found)).toMatchObject([{ code: 'UNREADABLE_FILE', file: path }]);
    expect(idsOf(found)).toEqual(['good']);
  });

  test.each(['x.jsonl', 'x.json'])('a broken line of %s, at any place', async (name) => {
    for (const place of [0, 1, 2]) {
      const texts = two.map((each) => JSON.stringify(each)).toSpliced(place, 0, '{"eventName":');
      const found = await read([write(name, texts.join('\n'))]);
      expect(problemsOf(found)).toMatchObject([{ code: 'BROKEN_JSON', line: place + 1 }]);
      expect(idsOf(found)).toEqual(['a', 'b']);
    }
  });

  test('a gzip file of JSON lines cut off: the lines before it are read', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => JSON.stringify(record(`r${index}`))).join('\n');
    const compressed = gzipSync(many);
    const found = await read([write('x.jsonl.gz', compressed.subarray(0, compressed.length - 100))]);
    expect(idsOf(found).length).toBeGreaterThan(1000);
    expect(problemsOf(found)).toMatchObject([{ code: 'BROKEN_GZIP' }]);
  });

  test.each([
    ['one value', 'x.json', JSON.stringify({ Records: [{ eventName: 'x'.repeat(500) }] })],
    [
      'one value over many lines',
      'x.json',
      JSON.stringify({ Records: Array.from({ length: 50 }, () => 'x') }, null, 2),
    ],
  ])('%s over the limit', async (_, name, content) => {
    const found = await read([write(name, content), good()], 200);
    expect(problemsOf(found)).toMatchObject([{ code: 'TOO_LARGE' }]);
    expect(idsOf(found)).toEqual(['good']);
  });

  test('a line over the limit between others', async () => {
    const found = await read([write('x.jsonl', `{"eventID":"a"}\n"${'x'.repeat(500)}"\n{"eventID":"b"}`)], 200);
    expect(problemsOf(found)).toMatchObject([{ code: 'TOO_LARGE', line: 2 }]);
    expect(idsOf(found)).toEqual(['a', 'b']);
  });
});

describe('reading', () => {
  test('that stops early closes the file', async () => {
    const path = write(
      'x.jsonl',
      Array.from({ length: 50_000 }, (_, index) => JSON.stringify(record(`r${index}`))).join('\n'),
    );
    for (let round = 0; round < 50; round += 1) {
      for await (const each of recordsOf([path])) {
        expect(each.kind).toBe('record');
        break;
      }
    }
    rmSync(path);
    expect(problemsOf(await read([path]))).toHaveLength(1);
  });
});
