import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { recordsInStream } from '../../../lib/adapters/aws/record-stream.ts';
import { recordNamed } from '../../contract/missed-records.contract.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(text: string, size = 7): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const record of recordsInStream(inPieces(text, size))) found.push(record);
  return found;
}

describe('the records in a stream', () => {
  test('are those of the file, however it is cut and written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.dictionary(
            fc.string({ unit: 'binary' }),
            fc.json().map((text): unknown => JSON.parse(text)),
          ),
        ),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 2),
        async (records, size, indent) => {
          const text = JSON.stringify({ Records: records }, undefined, indent);
          const whole: unknown = JSON.parse(text);
          expect({ Records: await read(text, size) }).toEqual(whole);
        },
      ),
    ));

  test.each([
    ['is cut off in a record', '{"Records":[{"a":1},{"b":', 'it ends in the middle'],
    ['is cut off after a record', '{"Records":[{"a":1},', 'it ends in the middle'],
    ['is cut off in a text', '{"Records":[{"a":"', 'it ends in the middle'],
    ['is empty', '', 'it has no list of records'],
    ['is a list', '[{"a":1}]', 'it has no list of records'],
    ['has no list', '{"Records":{"a":1}}', 'it has no list of records'],
    ['has a record that is no JSON', '{"Records":[{a:1}]}', 'a record is no JSON'],
  ])('are a broken file where it %s', async (_what, text, said) => {
    await expect(read(text)).rejects.toThrow(said);
  });

  test('come before what is broken behind them', async () => {
    const records = recordsInStream(inPieces(`{"Records":[${JSON.stringify(recordNamed('good'))},{"b":`, 1000));
    expect((await records.next()).value).toEqual(recordNamed('good'));
    await expect(records.next()).rejects.toThrow('it ends in the middle');
  });

  test('are refused where one has no end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('{"Records":[{"a":"');
      for (;;) yield new Uint8Array(1_000_000).fill(97);
    }
    await expect(recordsInStream(endless()).next()).rejects.toThrow('a record has more than 4000000 characters');
  });
});
