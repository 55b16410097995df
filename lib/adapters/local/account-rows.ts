import { stateFromJson } from '../../core/account/state-from-json.ts';
import { stateToJson } from '../../core/account/state-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import { jsonForm, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** The maps of a state: each of their entries is a row of its own, so that a call writes what it changes and no more. */
const KINDS = ['roles', 'users', 'groups', 'policies', 'instanceProfiles'] as const;
type Kind = (typeof KINDS)[number];

/** The state of an account as it is stored, or undefined where it has none. A `StoreFault` where it cannot be read. */
export function readAccount(database: LocalDatabase, account: string): AccountState | undefined {
  const [row] = database.rows('SELECT account, partition, coverage FROM account WHERE account = ?', account);
  if (row === undefined) return undefined;
  const parts: Record<Kind, JsonValue[]> = { roles: [], users: [], groups: [], policies: [], instanceProfiles: [] };
  for (const part of database.rows('SELECT kind, part FROM account_part WHERE account = ?', account)) {
    const kind = KINDS.find((each) => each === part['kind']);
    if (kind === undefined) throw damaged(account, `it holds ${String(part['kind'])}`);
    parts[kind].push(parsed(account, part));
  }
  const state = stateFromJson(jsonForm({ ...row, ...parts }));
  if (state.ok) return state.value;
  throw damaged(account, `${state.error.place}: ${state.error.detail}`);
}

/** Stores a state in place of the one before it: only what differs is written. Call it in a transaction. */
export function writeAccount(database: LocalDatabase, before: AccountState | undefined, after: AccountState): void {
  database.run(
    `INSERT INTO account VALUES (?, ?, ?, '')
     ON CONFLICT (account) DO UPDATE SET partition = excluded.partition, coverage = excluded.coverage`,
    after.account,
    after.partition,
    after.coverage,
  );
  const written = stateToJson(changedOnly(before, after));
  for (const kind of KINDS) {
    for (const name of before?.[kind].keys() ?? []) {
      if (after[kind].has(name)) continue;
      database.run('DELETE FROM account_part WHERE account = ? AND kind = ? AND name = ?', after.account, kind, name);
    }
    for (const [name, part] of namedParts(written, kind)) {
      const text = JSON.stringify(part);
      database.run('INSERT OR REPLACE INTO account_part VALUES (?, ?, ?, ?)', after.account, kind, name, text);
    }
  }
}

/** States are immutable, so what a call did not touch is the same object before and after. */
function changedOnly(before: AccountState | undefined, after: AccountState): AccountState {
  return {
    ...after,
    roles: changed(before?.roles, after.roles),
    users: changed(before?.users, after.users),
    groups: changed(before?.groups, after.groups),
    policies: changed(before?.policies, after.policies),
    instanceProfiles: changed(before?.instanceProfiles, after.instanceProfiles),
  };
}

function changed<V>(before: ReadonlyMap<string, V> | undefined, after: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  return before === undefined ? after : new Map([...after].filter(([name, value]) => before.get(name) !== value));
}

/** The parts of one kind with the names under which the state keeps them: policies by ARN, all others by name. */
function namedParts(state: JsonObject, kind: Kind): readonly (readonly [string, JsonValue])[] {
  const parts = state[kind];
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: JsonObject) => {
    const name = kind === 'policies' ? part['arn'] : part['name'];
    return typeof name === 'string' ? [[name, part] as const] : [];
  });
}

function parsed(account: string, { part }: Row): JsonValue {
  try {
    return jsonForm(JSON.parse(String(part)));
  } catch (cause) {
    throw damaged(account, 'a part of it is not JSON', { cause });
  }
}

function damaged(account: string, detail: string, options?: ErrorOptions): StoreFault {
  return new StoreFault(
    'CORRUPT',
    `the stored account ${account} is damaged (${detail}); load its file again`,
    options,
  );
}
