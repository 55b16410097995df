import type { Table } from '../../adapters/aws/table.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** Keepsakes in the table; what reads them is loaded with the first one. */
export function openKeepsakes(table: Table): Keepsakes {
  const keepsakes = whenFirstUsed(async () => {
    const { DynamoKeepsakes } = await import('../../adapters/aws/dynamo-keepsakes.ts');
    return new DynamoKeepsakes(table);
  });
  return {
    last: async (name) => (await keepsakes()).last(name),
    keep: async (name, keepsake) => (await keepsakes()).keep(name, keepsake),
  };
}
