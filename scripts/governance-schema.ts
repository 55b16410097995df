/** Writes docs/ambit.schema.json, the JSON Schema of `ambit.yaml`. Run `node scripts/governance-schema.ts` after changing the schema. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { governanceJsonSchema } from '../lib/core/governance/standards/governance-json-schema.ts';

const target = join(import.meta.dirname, '..', 'docs', 'ambit.schema.json');
writeFileSync(target, `${JSON.stringify(governanceJsonSchema(), null, 2)}\n`);
