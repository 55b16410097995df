import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { governanceJsonSchema } from '../../../../lib/core/governance/standards/governance-json-schema.ts';

test('the JSON Schema in docs is the one of the parser (node scripts/governance-schema.ts writes it)', () => {
  const stored = readFileSync(path.join(import.meta.dirname, '../../../../docs/ambit.schema.json'), 'utf8');
  expect(JSON.parse(stored)).toEqual(governanceJsonSchema());
});
