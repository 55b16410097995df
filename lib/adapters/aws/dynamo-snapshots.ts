import { sliceFromText, sliceText } from '../../core/account/slice-text.ts';
import type { AccountState } from '../../core/account/state.ts';
import { digestOfText } from '../../core/digest.ts';
import { err } from '../../core/result.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { StoredTexts } from './stored-texts.ts';
import { type Key, keyAttributes, type Table, textOf } from './table.ts';

/**
 * The last assessed state of each principal in the table: partition `SNAPSHOT#<digest of the ARN>`, with a list of the ARNs
 * of each account in `PRINCIPALS#<account>`. Slices past 64 MiB are a `StoreFault` TOO_LARGE.
 */
export class DynamoSnapshots implements Snapshots {
  readonly #table: Table;
  readonly #texts: StoredTexts;

  constructor(table: Table) {
    this.#table = table;
    this.#texts = new StoredTexts(table);
  }

  async last(principalArn: string): Promise<AccountState | undefined> {
    const text = await this.#texts.read(sliceKey(principalArn));
    if (!text.ok && text.error === 'none') return undefined;
    const slice = text.ok ? sliceFromText(text.value) : err('a part of it is gone');
    if (slice.ok) return slice.value;
    // a fault, never "no snapshot": the next call would look like the first
    const { pk } = sliceKey(principalArn);
    throw new StoreFault(
      'CORRUPT',
      `the snapshot of ${principalArn} is damaged (${slice.error}); delete the items of "${pk}" and run a sweep`,
    );
  }

  async known(account: string): Promise<readonly string[]> {
    const items = await this.#table.list({ pk: principalsOf(account) });
    return items.map((item) => textOf(item, 'principal') ?? '').sort();
  }

  /** A crash on the way leaves the slice as it was, or a name without a slice: never a slice that nobody can find. */
  async keep(principalArn: string, slice: AccountState | undefined): Promise<void> {
    if (slice === undefined) {
      await this.#texts.delete(sliceKey(principalArn));
      if (isPrincipal(principalArn)) await this.#table.delete(nameKey(principalArn));
      return;
    }
    if (isPrincipal(principalArn)) {
      await this.#table.put({ ...keyAttributes(nameKey(principalArn)), principal: { S: principalArn } });
    }
    await this.#texts.write(sliceKey(principalArn), sliceText(slice), { principal: { S: principalArn } });
  }
}

/** Names under which a slice is put aside are no ARNs: `#` is not a character of IAM names. */
function isPrincipal(arn: string): boolean {
  return !arn.includes('#');
}

function sliceKey(principalArn: string): Key {
  return { pk: `SNAPSHOT#${hexOf(principalArn)}`, sk: 'SLICE' };
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
