import type { Cursors } from '../../ports/cursors.ts';
import { keyAttributes, type Table, textOf } from './table.ts';

/** Places of readers in the table: partition `CURSORS`, sort key the reader's name. */
export class DynamoCursors implements Cursors {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async place(name: string): Promise<string | undefined> {
    const item = await this.#table.get(keyOfReader(name));
    return item === undefined ? undefined : textOf(item, 'place');
  }

  async keep(name: string, place: string): Promise<void> {
    await this.#table.put({ ...keyAttributes(keyOfReader(name)), place: { S: place } });
  }
}

function keyOfReader(name: string) {
  return { pk: 'CURSORS', sk: name };
}
