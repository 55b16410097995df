import type { JsonValue } from '../../core/json.ts';
import type { Keepsake, Keepsakes } from '../../ports/keepsakes.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import type { LocalDatabase } from './local-database.ts';

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** Keepsakes in the embedded database. */
export class LocalKeepsakes implements Keepsakes {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async last(name: string): Promise<Keepsake | undefined> {
    const [row] = this.#database.rows('SELECT value, seen_at FROM keepsake WHERE name = ?', name);
    if (row === undefined) return undefined;
    try {
      return { value: parseJson(String(row['value'])), seenAt: Number(row['seen_at']) };
    } catch (cause) {
      // a fault, never "never seen": it would look as if nothing had been there
      throw new StoreFault('CORRUPT', `the keepsake "${name}" is damaged; restore the folder from a copy`, { cause });
    }
  }

  async keep(name: string, { value, seenAt }: Keepsake): Promise<void> {
    this.#database.run('INSERT OR REPLACE INTO keepsake VALUES (?, ?, ?)', name, JSON.stringify(value), seenAt);
  }
}
