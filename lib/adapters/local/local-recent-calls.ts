import { isCall } from '../../core/activity/is-call.ts';
import {
  effectOf,
  isKeptCall,
  KEPT,
  type KeptCall,
  type NamedCalls,
  namesIn,
} from '../../core/governance/assess/kept-calls.ts';
import type { JsonValue } from '../../core/json.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** One call of a name is enough, mostly. */
const CALLS_AT_ONCE = 4;

const NAMED = `
  SELECT n.id, n.time, call FROM recent_call_name n JOIN recent_call USING (id)
  WHERE n.account = ? AND source = ? AND effect = ? AND name = ? AND n.time >= ? AND (n.time, n.id) < (?, ?)
  ORDER BY n.time DESC, n.id DESC LIMIT ${CALLS_AT_ONCE}`;

/** What a call did stands at the end of its key. */
const FORGET = 'DELETE FROM recent_call WHERE account = ? AND time < ? AND id LIKE ?';

/** Calls on environments and gates in the embedded database, found by their names, as long as they count before the newest of each account. */
export class LocalRecentCalls implements RecentCalls {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
    this.#nameOlder();
  }

  async keep(call: KeptCall): Promise<void> {
    const { account, time } = call;
    this.#database.transaction(() => {
      this.#database.run(
        'INSERT OR REPLACE INTO recent_call VALUES (?, ?, ?, ?)',
        keyOf(call),
        account,
        time,
        JSON.stringify(call),
      );
      this.#name(keyOf(call), call);
      for (const [effect, kept] of Object.entries(KEPT)) {
        this.#database.run(FORGET, account, time - kept, `%#${effect}`);
      }
    });
  }

  async *naming({ account, source, effect, names, from, to }: NamedCalls): AsyncGenerator<KeptCall> {
    const met = new Set<string>();
    for (const name of names) {
      let before: readonly [number, string] = [to + 1, ''];
      for (let isMore = true; isMore; ) {
        const rows = this.#database.rows(NAMED, account, source, effect, name.toWellFormed(), from, ...before);
        for (const row of rows) {
          const id = String(row['id']);
          before = [Number(row['time']), id];
          if (!met.has(id)) yield callOf(row);
          met.add(id);
        }
        isMore = rows.length === CALLS_AT_ONCE;
      }
    }
  }

  #name(key: string, call: KeptCall): void {
    const { account, source, time, change } = call;
    for (const name of namesIn(call)) {
      this.#database.run(
        'INSERT OR REPLACE INTO recent_call_name VALUES (?, ?, ?, ?, ?, ?)',
        account,
        source,
        effectOf(change),
        name.toWellFormed(),
        time,
        key,
      );
    }
  }

  /** Calls that an earlier version kept have no names yet. */
  #nameOlder(): void {
    this.#database.transaction(() => {
      const rows = this.#database.rows(
        'SELECT id, call FROM recent_call WHERE id NOT IN (SELECT id FROM recent_call_name)',
      );
      for (const row of rows) this.#name(String(row['id']), callOf(row));
    });
  }
}

/** A call that destroys and creates is kept as two. */
function keyOf({ id, change }: KeptCall): string {
  return `${id}#${effectOf(change)}`;
}

function callOf({ id, call }: Row): KeptCall {
  const stored = parse(String(call));
  if (isCall(stored) && isKeptCall(stored)) return stored;
  throw new StoreFault('CORRUPT', `the kept call "${String(id)}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;
