import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

test('the runbook has a line for each alarm', () => {
  const conditions = readFileSync(join(root, 'infra/alarms/conditions.ts'), 'utf8');
  const names = [...conditions.matchAll(/(?:name: |arrived\()'([a-z-]+)'/g)].map(([, name]) => name);
  const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
