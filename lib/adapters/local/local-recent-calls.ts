import { isCall } from '../../core/activity/is-call.ts';
import {
  type EnvironmentCall,
  isEnvironmentCall,
  type NamedCalls,
  namesIn,
} from '../../core/governance/second-life.ts';
import type { JsonValue } from '../../core/json.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** How long calls are kept, in milliseconds: longer than anybody looks back. */
const KEPT = 48 * 3_600_000;

/** One call of a name is enough, mostly. */
const CALLS_AT_ONCE = 4;

const NAMED = `
  SELECT n.id, n.time, call FROM recent_call_name n JOIN recent_call USING (id)
  WHERE n.account = ? AND source = ? AND effect = ? AND name = ? AND n.time >= ? AND (n.time, n.id) < (?, ?)
  ORDER BY n.time DESC, n.id DESC LIMIT ${CALLS_AT_ONCE}`;

/** Calls on environments in the embedded database, found by their names, of the last two days before the newest of each account. */
export class LocalRecentCalls implements RecentCalls {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
    this.#nameOlder();
  }

  async keep(call: EnvironmentCall): Promise<void> {
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
      this.#database.run('DELETE FROM recent_call WHERE account = ? AND time < ?', account, time - KEPT);
    });
  }

  async *naming({ account, source, effect, names, from, to }: NamedCalls): AsyncGenerator<EnvironmentCall> {
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

  #name(key: string, { account, source, time, change }: EnvironmentCall): void {
    for (const name of namesIn(change)) {
      this.#database.run(
        'INSERT OR REPLACE INTO recent_call_name VALUES (?, ?, ?, ?, ?, ?)',
        account,
        source,
        change.effect,
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
function keyOf({ id, change }: EnvironmentCall): string {
  return `${id}#${change.effect}`;
}

function callOf({ id, call }: Row): EnvironmentCall {
  const stored = parse(String(call));
  if (isCall(stored) && isEnvironmentCall(stored)) return stored;
  throw new StoreFault('CORRUPT', `the kept call "${String(id)}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;
