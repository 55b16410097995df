import type { Cursors } from '../../ports/cursors.ts';
import type { LocalDatabase } from './local-database.ts';

/** Places of readers in the embedded database. */
export class LocalCursors implements Cursors {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async place(name: string): Promise<string | undefined> {
    const [row] = this.#database.rows('SELECT place FROM cursor WHERE name = ?', name);
    return row === undefined ? undefined : String(row['place']);
  }

  async keep(name: string, place: string): Promise<void> {
    this.#database.run('INSERT OR REPLACE INTO cursor VALUES (?, ?)', name, place);
  }
}
