import { sliceFromText, sliceText } from '../../core/account/slice-text.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import type { LocalDatabase } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** The last assessed state of each principal, in the embedded database. */
export class LocalSnapshots implements Snapshots {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async last(principalArn: string): Promise<AccountState | undefined> {
    return this.#read(principalArn);
  }

  #read(principalArn: string): AccountState | undefined {
    const [row] = this.#database.rows('SELECT slice FROM snapshot WHERE principal = ?', principalArn);
    if (row === undefined) return undefined;
    const slice = sliceFromText(String(row['slice']));
    if (slice.ok) return slice.value;
    // a fault, never "no snapshot": the next call would look like the first
    throw new StoreFault('CORRUPT', `the snapshot of ${principalArn} is damaged (${slice.error}); run a sweep again`);
  }

  async known(account: string): Promise<readonly string[]> {
    const rows = this.#database.rows('SELECT principal FROM snapshot ORDER BY principal');
    return rows.map((row) => String(row['principal'])).filter((arn) => isPrincipalIn(arn, account));
  }

  async keep(principalArn: string, slice: AccountState | undefined): Promise<void> {
    this.#put(principalArn, slice);
  }

  #put(principalArn: string, slice: AccountState | undefined): void {
    if (slice === undefined) {
      this.#database.run('DELETE FROM snapshot WHERE principal = ?', principalArn);
      return;
    }
    this.#database.run('INSERT OR REPLACE INTO snapshot VALUES (?, ?)', principalArn, sliceText(slice));
  }

  /** Once: nobody comes between the two in one transaction. */
  async change(
    principalArn: string,
    next: (last: AccountState | undefined) => AccountState | undefined,
  ): Promise<void> {
    this.#database.transaction(() => this.#put(principalArn, next(this.#read(principalArn))));
  }
}

/** Names under which a slice is put aside are no ARNs: `#` is not a character of IAM names. */
function isPrincipalIn(arn: string, account: string): boolean {
  return arn.split(':')[4] === account && !arn.includes('#');
}
