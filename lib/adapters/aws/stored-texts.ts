import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from '../../core/result.ts';
import { packText, unpackText } from './packed-text.ts';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type Condition,
  type Item,
  type Key,
  keyAttributes,
  numberOf,
  numeral,
  pauseBefore,
  type Table,
  textOf,
} from './table.ts';

/** A text as it was read, with the name of its version. */
export interface StoredText {
  readonly text: string;
  readonly version: string;
}

/** What else is said of a text that is written. */
export interface Writing {
  /** What else its item says. */
  readonly attributes?: Item;
  /** What must be so for it to be written; undefined: it is written in any case. */
  readonly when?: Condition;
}

/** Somebody else replaced the text between two reads; more often than this it is damaged. */
const MOST_LOOKS = 6;

/**
 * Texts in the table, each under a key of its own, packed. What does not fit one item lies in numbered parts beside it, under
 * the name of its version, so that no reader ever sees parts of two. Past 64 MiB a text is a `StoreFault` TOO_LARGE.
 */
export class StoredTexts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** `none`: there is no text; `gone`: a part of it is not there. A `StoreFault` CORRUPT where it cannot be unpacked. */
  async read(key: Key): Promise<Result<StoredText, 'none' | 'gone'>> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      if (looks > 0) await this.#table.wait(pauseBefore(looks));
      const item = await this.#table.get(key);
      if (item === undefined) return err('none');
      const parts = await this.#parts(key, item);
      if (parts !== undefined) return ok({ text: unpackText(parts), version: textOf(item, 'version') ?? '' });
    }
    return err('gone');
  }

  /**
   * Puts a text in the place of another; a crash on the way leaves that one. False: what must be so is not, and nothing was
   * written.
   */
  async write(key: Key, text: string, { attributes = {}, when }: Writing = {}): Promise<boolean> {
    const version = randomUUID();
    const [first, ...more] = packText(text);
    for (const [index, part] of more.entries()) {
      await this.#table.put({ ...keyAttributes(partKey(key, version, index)), ...part });
    }
    const item = {
      ...keyAttributes(key),
      ...attributes,
      version: { S: version },
      more: numeral(more.length),
      ...first,
    };
    const was = await orOvertaken(this.#table.replace(item, when));
    if (was !== 'overtaken') {
      await this.#forgetParts(key, was);
      return true;
    }
    // whose first answer was lost is overtaken by itself when it tries again
    const now = await this.#table.get(key);
    if (now !== undefined && textOf(now, 'version') === version) return true;
    await this.#forgetParts(key, item);
    return false;
  }

  /** False: what must be so is not, and the text is still there. */
  async delete(key: Key, when?: Condition): Promise<boolean> {
    const was = await orOvertaken(this.#table.delete(key, when));
    if (was === 'overtaken') return false;
    await this.#forgetParts(key, was);
    return true;
  }

  /** Undefined where another text has taken the place of this one meanwhile. */
  async #parts(key: Key, item: Item): Promise<readonly Item[] | undefined> {
    const keys = keysOfParts(key, item);
    if (keys.length === 0) return [item];
    const found = await this.#table.getAll(keys);
    if (found.length < keys.length) return undefined;
    return [
      item,
      ...found.toSorted((one, other) => ((textOf(one, 'sk') ?? '') < (textOf(other, 'sk') ?? '') ? -1 : 1)),
    ];
  }

  async #forgetParts(key: Key, item: Item | undefined): Promise<void> {
    for (const part of item === undefined ? [] : keysOfParts(key, item)) await this.#table.delete(part);
  }
}

async function orOvertaken<T>(written: Promise<T>): Promise<T | 'overtaken'> {
  try {
    return await written;
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return 'overtaken';
    throw fault;
  }
}

function partKey({ pk }: Key, version: string, index: number): Key {
  return { pk, sk: `PART#${version}#${String(index).padStart(4, '0')}` };
}

function keysOfParts(key: Key, item: Item): readonly Key[] {
  const version = textOf(item, 'version') ?? '';
  return Array.from({ length: numberOf(item, 'more') ?? 0 }, (_, index) => partKey(key, version, index));
}
