import { stateFromJson } from '../../core/account/state-from-json.ts';
import { stateToJson } from '../../core/account/state-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import { jsonForm } from '../../core/json.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import type { LocalDatabase } from './local-database.ts';
import { StoreFault } from './store-fault.ts';

/** The last assessed state of each principal, in the embedded database. */
export class LocalSnapshots implements Snapshots {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async last(principalArn: string): Promise<AccountState | undefined> {
    const [row] = this.#database.rows('SELECT slice FROM snapshot WHERE principal = ?', principalArn);
    return row === undefined ? undefined : stateOf(principalArn, String(row['slice']));
  }

  async known(account: string): Promise<readonly string[]> {
    const rows = this.#database.rows('SELECT principal FROM snapshot ORDER BY principal');
    return rows.map((row) => String(row['principal'])).filter((arn) => isPrincipalIn(arn, account));
  }

  async keep(principalArn: string, slice: AccountState | undefined): Promise<void> {
    if (slice === undefined) {
      this.#database.run('DELETE FROM snapshot WHERE principal = ?', principalArn);
      return;
    }
    const text = JSON.stringify(stateToJson(slice));
    this.#database.run('INSERT OR REPLACE INTO snapshot VALUES (?, ?)', principalArn, text);
  }
}

/** Names under which a slice is put aside are no ARNs: `#` is not a character of IAM names. */
function isPrincipalIn(arn: string, account: string): boolean {
  return arn.split(':')[4] === account && !arn.includes('#');
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
  return new StoreFault(
    'CORRUPT',
    `the snapshot of ${principalArn} is damaged (${detail}); run a sweep again`,
    options,
  );
}
