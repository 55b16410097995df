import type { Call } from '../../core/activity/call.ts';
import { isCall } from '../../core/activity/is-call.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from './store-fault.ts';

/** How long calls are kept, in milliseconds: longer than anybody looks back. */
const KEPT = 48 * 3_600_000;

/** Calls on environments in the embedded database, of the last two days before the newest of each account. */
export class LocalRecentCalls implements RecentCalls {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async keep(call: Call): Promise<void> {
    const { id, account, time } = call;
    this.#database.transaction(() => {
      this.#database.run(
        'INSERT OR REPLACE INTO recent_call VALUES (?, ?, ?, ?)',
        id,
        account,
        time,
        JSON.stringify(call),
      );
      this.#database.run('DELETE FROM recent_call WHERE account = ? AND time < ?', account, time - KEPT);
    });
  }

  async since(account: string, from: Instant): Promise<readonly Call[]> {
    const rows = this.#database.rows('SELECT id, call FROM recent_call WHERE account = ? AND time >= ?', account, from);
    return rows.map(callOf);
  }
}

function callOf({ id, call }: Row): Call {
  const stored = parse(String(call));
  if (isCall(stored)) return stored;
  throw new StoreFault('CORRUPT', `the kept call "${String(id)}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;
