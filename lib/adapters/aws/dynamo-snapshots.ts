import { sliceFromText, sliceText } from '../../core/account/slice-text.ts';
import type { AccountState } from '../../core/account/state.ts';
import { digestOfText } from '../../core/digest.ts';
import { err } from '../../core/result.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { StoredTexts } from './stored-texts.ts';
import { type Condition, type Key, keyAttributes, pauseBefore, type Table, textOf } from './table.ts';

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
    return (await this.#lastVersion(principalArn))?.slice;
  }

  async #lastVersion(principalArn: string): Promise<KeptSlice | undefined> {
    const read = await this.#texts.read(sliceKey(principalArn));
    if (!read.ok && read.error === 'none') return undefined;
    const slice = read.ok ? sliceFromText(read.value.text) : err('a part of it is gone');
    if (read.ok && slice.ok) return { slice: slice.value, version: read.value.version };
    // a fault, never "no snapshot": the next call would look like the first
    const { pk } = sliceKey(principalArn);
    throw new StoreFault(
      'CORRUPT',
      `the snapshot of ${principalArn} is damaged (${slice.ok ? '' : slice.error}); delete the items of "${pk}" and run a sweep`,
    );
  }

  async known(account: string): Promise<readonly string[]> {
    const items = await this.#table.list({ pk: principalsOf(account) });
    return items.map((item) => textOf(item, 'principal') ?? '').sort();
  }

  async keep(principalArn: string, slice: AccountState | undefined): Promise<void> {
    await this.#put(principalArn, slice);
  }

  /** A `StoreFault` REFUSED where others were faster each time. */
  async change(
    principalArn: string,
    next: (last: AccountState | undefined) => AccountState | undefined,
  ): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (tries > 0) await this.#table.wait(pauseBefore(tries));
      const last = await this.#lastVersion(principalArn);
      const slice = next(last?.slice);
      if (slice === last?.slice) return;
      const when = last === undefined ? ABSENT : ({ kind: 'version', version: last.version } as const);
      if (await this.#put(principalArn, slice, when)) return;
    }
    throw new StoreFault(
      'REFUSED',
      `the state of ${principalArn} was changed by others ${MOST_TRIES} times; try again`,
    );
  }

  /** A crash on the way leaves the slice as it was, or a name without a slice: never a slice that nobody can find. */
  async #put(principalArn: string, slice: AccountState | undefined, when?: Condition): Promise<boolean> {
    const condition = when === undefined ? {} : { when };
    if (slice === undefined) {
      const isGone = await this.#texts.delete(sliceKey(principalArn), when);
      if (isGone && isPrincipal(principalArn)) await this.#table.delete(nameKey(principalArn));
      return isGone;
    }
    const principal = { S: principalArn };
    if (isPrincipal(principalArn)) await this.#table.put({ ...keyAttributes(nameKey(principalArn)), principal });
    return this.#texts.write(sliceKey(principalArn), sliceText(slice), { attributes: { principal }, ...condition });
  }
}

/** A slice and the version under which it is kept. */
interface KeptSlice {
  readonly slice: AccountState;
  readonly version: string;
}

const ABSENT = { kind: 'absent' } as const;
/** Others that are faster each time: more often than this, something is wrong. */
const MOST_TRIES = 8;

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
