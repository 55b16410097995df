import { digestOfText } from '../../core/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Keepsake, Keepsakes } from '../../ports/keepsakes.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { StoredTexts } from './stored-texts.ts';
import type { Key, Table } from './table.ts';

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** Keepsakes in the table: partition `KEPT#<digest of the name>`. */
export class DynamoKeepsakes implements Keepsakes {
  readonly #texts: StoredTexts;

  constructor(table: Table) {
    this.#texts = new StoredTexts(table);
  }

  async last(name: string): Promise<Keepsake | undefined> {
    const text = await this.#texts.read(keyOf(name));
    if (!text.ok && text.error === 'none') return undefined;
    const kept = text.ok ? keepsakeOf(text.value.text) : undefined;
    if (kept !== undefined) return kept;
    // a fault, never "never seen": it would look as if nothing had been there
    throw new StoreFault('CORRUPT', `the keepsake "${name}" is damaged; delete the items of "${keyOf(name).pk}"`);
  }

  async keep(name: string, { value, seenAt }: Keepsake): Promise<void> {
    await this.#texts.write(keyOf(name), JSON.stringify({ value, seenAt }), { attributes: { name: { S: name } } });
  }
}

function keyOf(name: string): Key {
  return { pk: `KEPT#${digestOfText(name.toWellFormed()).slice('sha256:'.length)}`, sk: 'VALUE' };
}

function keepsakeOf(text: string): Keepsake | undefined {
  const { value, seenAt } = objectOf(text) ?? {};
  return value === undefined || typeof seenAt !== 'number' ? undefined : { value, seenAt };
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const parsed = parseJson(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    // whatever is wrong with it, it is not the text of a keepsake
    return undefined;
  }
}
