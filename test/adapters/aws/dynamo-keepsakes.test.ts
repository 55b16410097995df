import { expect, test } from '@jest/globals';
import { DynamoKeepsakes } from '../../../lib/adapters/aws/dynamo-keepsakes.ts';
import { keepsakesContract } from '../../contract/keepsakes.contract.ts';
import { MemoryTable } from './memory-table.ts';

keepsakesContract('a table in memory', (work) => work(new DynamoKeepsakes(new MemoryTable().table())));

test.each(['{', '[]', '{"value":1}'])(
  'a keepsake that is damaged (%s) is a fault that says where it lies',
  async (text) => {
    const memory = new MemoryTable();
    const keepsakes = new DynamoKeepsakes(memory.table());
    await keepsakes.keep('what p-1 says', { value: 'x', seenAt: 1 });
    for (const item of memory.items.values()) item['text'] = { S: text };
    await expect(keepsakes.last('what p-1 says')).rejects.toThrow(
      /^the keepsake "what p-1 says" is damaged; delete the items of "KEPT#[0-9a-f]{64}"$/,
    );
  },
);
