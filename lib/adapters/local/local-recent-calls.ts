import type { Call } from '../../core/activity/call.ts';
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
  if (isStoredCall(stored)) return stored;
  throw new StoreFault('CORRUPT', `the kept call "${String(id)}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;

/** What this class wrote as a call; the parts that others rely on are looked at, the rest is as it was written. */
function isStoredCall(value: unknown): value is Call {
  if (!isObject(value)) return false;
  const { id, account, source, name, time, actor, change } = value;
  return (
    [id, account, source, name].every((text) => typeof text === 'string') &&
    typeof time === 'number' &&
    isObject(actor) &&
    isObject(change) &&
    (change['kind'] === 'access' || Array.isArray(change['resources']))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
