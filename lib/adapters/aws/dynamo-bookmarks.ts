import type { Cursors } from '../../ports/cursors.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { StoredTexts } from './stored-texts.ts';
import type { Table } from './table.ts';

/**
 * Places that take many words, in the table: partition `CASES`. One that is damaged is none: who reads it can do without, and
 * must not be stopped by it.
 */
export class DynamoBookmarks implements Cursors {
  readonly #texts: StoredTexts;

  constructor(table: Table) {
    this.#texts = new StoredTexts(table);
  }

  async place(name: string): Promise<string | undefined> {
    try {
      const read = await this.#texts.read(keyOfReader(name));
      return read.ok ? read.value.text : undefined;
    } catch (fault) {
      if (fault instanceof StoreFault && fault.code === 'CORRUPT') return undefined;
      throw fault;
    }
  }

  async keep(name: string, place: string): Promise<void> {
    await this.#texts.write(keyOfReader(name), place);
  }
}

function keyOfReader(name: string) {
  return { pk: 'CASES', sk: `MARK#${name}` };
}
