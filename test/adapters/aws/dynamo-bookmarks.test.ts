import { describe, expect, test } from '@jest/globals';
import { DynamoBookmarks } from '../../../lib/adapters/aws/dynamo-bookmarks.ts';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { caseBookContract } from '../../contract/case-book.contract.ts';
import { cursorsContract } from '../../contract/cursors.contract.ts';
import { MemoryTable } from './memory-table.ts';

cursorsContract('bookmarks in a table in memory', (work) => work(new DynamoBookmarks(new MemoryTable().table())));
caseBookContract('a table in memory', (work) => {
  const table = new MemoryTable().table();
  const ledger = new DynamoLedger(table, { now: () => Date.now() });
  return work({ ledger, bookmarks: new DynamoBookmarks(table) });
});

describe('a bookmark of many words', () => {
  const long = Array.from({ length: 200_000 }, () => Math.random().toString(36)).join();

  test('comes back whole', async () => {
    const bookmarks = new DynamoBookmarks(new MemoryTable().table());
    await bookmarks.keep('case-book', long);
    await bookmarks.keep('case-book', `${long}!`);
    expect(await bookmarks.place('case-book')).toBe(`${long}!`);
  });

  test('is none where a part of it is gone or damaged, so that it stops nobody', async () => {
    const memory = new MemoryTable();
    const bookmarks = new DynamoBookmarks(memory.table());
    await bookmarks.keep('case-book', long);
    const [part] = [...memory.items.keys()].filter((key) => key.includes('PART#'));
    const item = memory.items.get(part ?? '');
    if (part === undefined || item === undefined) throw new Error('the text was to have parts');
    item['packed'] = { B: new Uint8Array([1, 2, 3]) };
    expect(await bookmarks.place('case-book')).toBeUndefined();
    memory.items.delete(part);
    expect(await bookmarks.place('case-book')).toBeUndefined();
  });
});
