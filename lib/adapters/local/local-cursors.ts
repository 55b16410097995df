import type { LocalDatabase } from './local-database.ts';

/** How far readers of endless input have come, by the reader's name, across restarts. */
export class LocalCursors {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  /** The place that was kept last; undefined: the reader has not begun. */
  async place(name: string): Promise<string | undefined> {
    const [row] = this.#database.rows('SELECT place FROM cursor WHERE name = ?', name);
    return row === undefined ? undefined : String(row['place']);
  }

  /** Keeps a place, durably. */
  async keep(name: string, place: string): Promise<void> {
    this.#database.run('INSERT OR REPLACE INTO cursor VALUES (?, ?)', name, place);
  }
}
