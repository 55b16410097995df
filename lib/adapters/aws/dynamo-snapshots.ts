import { randomUUID } from 'node:crypto';
import type { AccountState } from '../../core/account/state.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import { stateToJson } from '../../core/account/state-json.ts';
import { digestOfText } from '../../core/digest.ts';
import { jsonForm } from '../../core/json.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { packText, unpackText } from './packed-text.ts';
import { StoreFault } from './store-fault.ts';
import { type Item, type Key, keyAttributes, numberOf, numeral, pauseBefore, type Table, textOf } from './table.ts';

/** Somebody else replaced the slice between two reads; more often than this it is damaged. */
const MOST_LOOKS = 6;

/**
 * The last assessed state of each principal in the table: partition `SNAPSHOT#<digest of the ARN>`, with a list of the ARNs
 * of each account in `PRINCIPALS#<account>`. A slice is packed; what does not fit one item lies in numbered parts beside it,
 * under the name of its version, so that no reader ever sees parts of two. Slices past 64 MiB are a `StoreFault` TOO_LARGE.
 */
export class DynamoSnapshots implements Snapshots {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async last(principalArn: string): Promise<AccountState | undefined> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      if (looks > 0) await this.#table.wait(pauseBefore(looks));
      const item = await this.#table.get(sliceKey(principalArn));
      if (item === undefined) return undefined;
      const parts = await this.#parts(principalArn, item);
      if (parts !== undefined) return stateOf(principalArn, unpackText(parts));
    }
    throw damaged(principalArn, 'a part of it is gone');
  }

  async known(account: string): Promise<readonly string[]> {
    const items = await this.#table.list({ pk: principalsOf(account) });
    return items.map((item) => textOf(item, 'principal') ?? '').sort();
  }

  /** A crash on the way leaves the slice as it was, or a name without a slice: never a slice that nobody can find. */
  async keep(principalArn: string, slice: AccountState | undefined): Promise<void> {
    if (slice === undefined) {
      await this.#forgetParts(principalArn, await this.#table.delete(sliceKey(principalArn)));
      if (isPrincipal(principalArn)) await this.#table.delete(nameKey(principalArn));
      return;
    }
    const version = randomUUID();
    const [first, ...more] = packText(JSON.stringify(stateToJson(slice)));
    if (isPrincipal(principalArn)) {
      await this.#table.put({ ...keyAttributes(nameKey(principalArn)), principal: { S: principalArn } });
    }
    for (const [index, part] of more.entries()) {
      await this.#table.put({ ...keyAttributes(partKey(principalArn, version, index)), ...part });
    }
    const place = { ...keyAttributes(sliceKey(principalArn)), principal: { S: principalArn } };
    const before = await this.#table.replace({
      ...place,
      version: { S: version },
      more: numeral(more.length),
      ...first,
    });
    await this.#forgetParts(principalArn, before);
  }

  /** Undefined where another slice has taken the place of this one meanwhile. */
  async #parts(principalArn: string, item: Item): Promise<readonly Item[] | undefined> {
    const keys = keysOfParts(principalArn, item);
    if (keys.length === 0) return [item];
    const found = await this.#table.getAll(keys);
    if (found.length < keys.length) return undefined;
    return [
      item,
      ...found.toSorted((one, other) => ((textOf(one, 'sk') ?? '') < (textOf(other, 'sk') ?? '') ? -1 : 1)),
    ];
  }

  async #forgetParts(principalArn: string, item: Item | undefined): Promise<void> {
    for (const key of item === undefined ? [] : keysOfParts(principalArn, item)) await this.#table.delete(key);
  }
}

/** Names under which a slice is put aside are no ARNs: `#` is not a character of IAM names. */
function isPrincipal(arn: string): boolean {
  return !arn.includes('#');
}

function sliceKey(principalArn: string): Key {
  return { pk: `SNAPSHOT#${hexOf(principalArn)}`, sk: 'SLICE' };
}

function partKey(principalArn: string, version: string, index: number): Key {
  return { pk: sliceKey(principalArn).pk, sk: `PART#${version}#${String(index).padStart(4, '0')}` };
}

function keysOfParts(principalArn: string, item: Item): readonly Key[] {
  const version = textOf(item, 'version') ?? '';
  return Array.from({ length: numberOf(item, 'more') ?? 0 }, (_, index) => partKey(principalArn, version, index));
}

function nameKey(principalArn: string): Key {
  return { pk: principalsOf(principalArn.split(':')[4] ?? ''), sk: hexOf(principalArn) };
}

function principalsOf(account: string): string {
  return `PRINCIPALS#${account}`;
}

function hexOf(text: string): string {
  return digestOfText(text.toWellFormed()).slice('sha256:'.length);
}

/** A snapshot that cannot be read is a fault, never "no snapshot": the next call would look like the first. */
function stateOf(principalArn: string, text: string): AccountState {
  const state = stateFromJson(parsed(principalArn, text));
  if (state.ok) return state.value;
  throw damaged(principalArn, `${state.error.place}: ${state.error.detail}`);
}

function parsed(principalArn: string, text: string) {
  try {
    return jsonForm(JSON.parse(text));
  } catch (cause) {
    throw damaged(principalArn, 'it is not JSON', { cause });
  }
}

function damaged(principalArn: string, detail: string, options?: ErrorOptions): StoreFault {
  const { pk } = sliceKey(principalArn);
  return new StoreFault(
    'CORRUPT',
    `the snapshot of ${principalArn} is damaged (${detail}); delete the items of "${pk}" and run a sweep`,
    options,
  );
}
