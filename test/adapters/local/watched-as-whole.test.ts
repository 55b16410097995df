import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idsOf, logOf, record, watched, whole } from './seen-records.ts';
import { ownFolder } from './own-folder.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const describeCorpora = existsSync(CORPORA) ? describe : describe.skip;

const folder = ownFolder();
const { write } = folder;

/** What of a list is not in another, found by its text: the lists have thousands of records. */
function missingIn(seen: readonly unknown[], all: readonly unknown[]): readonly unknown[] {
  const texts = new Set(seen.map((each) => JSON.stringify(each)));
  return all.filter((each) => !texts.has(JSON.stringify(each)));
}

describe('what breaks off', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => record('CreateUser', `r${index}`));

  test('gives the records before, and a problem: gzip', async () => {
    const packed = gzipSync(logOf(...many));
    const path = write('x.json.gz', packed.subarray(0, packed.length - 1000));
    const seen = await watched([path]);
    expect(idsOf(seen).length).toBeGreaterThan(5000);
    expect(seen.problems).toEqual((await whole([path])).problems);
    expect(seen.problems).toMatchObject([{ code: 'BROKEN_GZIP', file: path }]);
    expect(await watched([path])).toEqual(seen);
  });

  test('gives the records before, and a problem: JSON', async () => {
    const path = write('x.json', logOf(...many).slice(0, -10));
    const seen = await watched([path]);
    expect(idsOf(seen)).toHaveLength(many.length - 1);
    expect(seen.problems).toEqual((await whole([path])).problems);
    expect(seen.problems).toMatchObject([{ code: 'BROKEN_JSON', file: path, line: 1 }]);
  });

  test('gives the records before, and a problem: JSON that is gzip to its end', async () => {
    const path = write('x.json.gz', gzipSync(logOf(...many.slice(0, 200)).slice(0, -10)));
    const rest = write('z.json', logOf(record('CreateUser', 'rest')));
    const seen = await watched([path, rest]);
    expect(idsOf(seen)).toHaveLength(200);
    expect(idsOf(seen).at(-1)).toBe('rest');
    expect(seen.problems).toMatchObject([{ code: 'BROKEN_JSON', file: path, line: 1 }]);
  });

  test('gives the records before, and a problem: gzip with other bytes behind it', async () => {
    const path = write('x.json.gz', Buffer.concat([gzipSync(logOf(...many)), Buffer.from('other bytes')]));
    const seen = await watched([path]);
    expect(idsOf(seen).length).toBeGreaterThan(9000);
    expect(seen.problems).toMatchObject([{ code: 'BROKEN_GZIP', file: path }]);
  });

  const good = logOf(record('CreateUser', 'good'));
  const FILES: readonly (readonly [string, string | Uint8Array])[] = [
    ['an empty file', ''],
    ['an empty gzip file', gzipSync('')],
    ['white space', ' \n '],
    ['no list', '{"Records":7}'],
    ['a list without an end', '{"Records":['],
    ['an empty list', '{"Records":[]}'],
    ['an empty list, then more', '{"Records":[]} x'],
    ['a list with a comma too many', '{"Records":[{"eventName":"a"},]}'],
    ['a list that begins with a comma', '{"Records":[,{"eventName":"a"}]}'],
    ['text', '# Records\nnone\n'],
    ['a gzip file cut off in its header', gzipSync(good).subarray(0, 5)],
    ['a gzip file with other bytes', Buffer.concat([gzipSync(good).subarray(0, 12), Buffer.alloc(40, 255)])],
    ['a gzip file without its sum', gzipSync(good).subarray(0, -6)],
    [
      'a byte that is no UTF-8 outside of texts',
      Buffer.concat([Buffer.from('{"Records":[\xff', 'latin1'), Buffer.from(']}')]),
    ],
    ['an escape that is none', good.replace('good', '\\x')],
    ['a control character', good.replace('good', '\u0001')],
    ['two log files in one', `${good}${good}`],
  ];

  test.each(FILES)('is the same problem as for the whole parser, and the rest goes on: %s', async (_what, content) => {
    const path = write('x.json', content);
    const rest = write('z.json', good);
    const seen = await watched([path, rest]);
    const all = await whole([path, rest]);
    expect(seen.problems).toEqual(all.problems);
    expect(idsOf(seen)).toEqual(expect.arrayContaining(idsOf(all)));
  });
});

describe('a packed file of more than a few records', () => {
  const many = Array.from({ length: 3000 }, (_, index) => record('CreateUser', `r${index}`));

  test.each<[string, string]>([
    ['JSON lines', many.map((each) => JSON.stringify(each)).join('\n')],
    ['a log file that is no JSON at its end', logOf(...many).slice(0, -30)],
    ['a log file with more behind it', `${logOf(...many)} x`],
  ])('is read like a small one: %s', async (_what, content) => {
    const path = write('x.json.gz', gzipSync(content));
    const [seen, all] = [await watched([path]), await whole([path])];
    expect(seen.problems).toEqual(all.problems);
    expect(idsOf(seen).length).toBeGreaterThanOrEqual(many.length - 1);
    expect(missingIn(seen.matter, all.matter)).toEqual([]);
  });
});

describe('what is no log file is read as it always was', () => {
  const two = [record('CreateUser', 'a'), record('ListRoles', 'b'), record('DeleteUser', 'c')];
  const lines = two.map((each) => JSON.stringify(each)).join('\n');

  test.each<[string, string | Uint8Array]>([
    ['JSON lines', lines],
    ['JSON lines with a broken one', `${lines}\n{"eventName":\n${lines}`],
    ['a log file a line', `${logOf(...two)}\n${logOf(...two)}\n`],
    ['a list', JSON.stringify(two)],
    ['a single record', JSON.stringify(two[0])],
    [
      'answers of LookupEvents',
      JSON.stringify({ Events: two.map((each) => ({ CloudTrailEvent: JSON.stringify(each) })) }),
    ],
    ['a log file with more members before', JSON.stringify({ next: 1, Records: two })],
    ['a log file with more members behind', JSON.stringify({ Records: two, next: 1 })],
    [
      'a record that has a list of records',
      JSON.stringify({ Records: two, eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' }),
    ],
    ['two lists under one name', `{"Records":[${lines.replaceAll('\n', ',')}],"Records":[${JSON.stringify(two[2])}]}`],
    ['a log file within a log file', logOf({ Records: two }, record('CreateUser', 'd'))],
    ['a log file with what is no record', logOf('text', null, 7, {}, [two[0]], record('CreateUser', 'd'))],
    ['a log file with a byte order mark', `\uFEFF${logOf(...two)}`],
    ['a log file over many lines', JSON.stringify({ Records: two }, undefined, 2)],
  ])('%s', async (_what, content) => {
    const path = write('x.json', content);
    const [seen, all] = [await watched([path]), await whole([path])];
    expect(seen.problems).toEqual(all.problems);
    expect(missingIn(seen.matter, all.matter)).toEqual([]);
  });
});

describe('the same as the whole parser', () => {
  const values = fc.jsonValue({ maxDepth: 3 });
  const records = fc.array(
    fc.oneof(
      fc
        .record({
          name: fc.constantFrom('CreateUser', 'GetUser', 'ListRoles', 'Détach'),
          id: fc.string(),
          more: values,
        })
        .map(({ name, id, more }) =>
          record(name, id, { requestParameters: more, responseElements: { eventName: 'CreateUser', more } }),
        ),
      values,
    ),
    { maxLength: 6 },
  );
  const damage = fc.option(fc.tuple(fc.nat(), fc.constantFrom('', '"', '}', ']', ',', '\n', '\\', '\u0000')), {
    freq: 2,
    nil: undefined,
  });

  test('on log files with anything in them, whole or damaged', async () => {
    const written = fc.sample(fc.tuple(records, damage, fc.constantFrom(undefined, 1), fc.boolean()), 300);
    for (const [index, [list, harm, indent, packs]] of written.entries()) {
      const text = JSON.stringify({ Records: list }, undefined, indent);
      const at = harm === undefined ? text.length : harm[0] % text.length;
      const harmed = harm === undefined ? text : `${text.slice(0, at)}${harm[1]}${text.slice(at + 1)}`;
      write(`${String(index).padStart(4, '0')}.json`, packs ? gzipSync(harmed) : harmed);
    }
    const [seen, all] = [await watched([folder.path()]), await whole([folder.path()])];
    expect(seen.problems).toEqual(all.problems);
    expect(missingIn(seen.matter, all.matter)).toEqual([]);
    expect(all.problems.length).toBeGreaterThan(20);
    expect(seen.skipped).toBeGreaterThan(20);
  });
});

describeCorpora('the same as the whole parser (skipped where the corpora are not beside the checkout)', () => {
  test('on recorded logs', async () => {
    const [seen, all] = [await watched([CORPORA]), await whole([CORPORA])];
    expect(seen.problems).toEqual(all.problems);
    expect(seen.matter).toEqual(all.matter);
    expect(seen.read).toBe(all.read);
  });
});
