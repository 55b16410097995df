import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PLANTED } from './bugs.ts';
import { planted } from './planted.ts';

const root = join(import.meta.dirname, '../..');

test.each(PLANTED)('the place of a planted bug is there, once: $name', (bug) => {
  const text = readFileSync(join(root, bug.file), 'utf8');
  expect(planted(bug, text)).not.toBe(text);
});

test('a bug whose place is gone, or not the only one, is refused by name', () => {
  const bug = { name: 'a slip', file: 'lib/x.ts', from: 'a', to: 'b' };
  expect(() => planted(bug, 'xyz')).toThrow('"a slip": lib/x.ts has its text 0 times; write it as it is there now');
  expect(() => planted(bug, 'aa')).toThrow('2 times');
});
