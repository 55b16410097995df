import type { AccountState, Principal as Held } from '../../lib/core/account/state.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import type { Principal } from './company.ts';
import { statementsOf } from './denials.ts';
import { textOf } from './estate.ts';

const HOLD = /^AmbitHold-/;

/** What somebody holds as the account shows it; undefined: nobody of this name is there. */
export function holderOf({ kind, name }: Principal, account: AccountState): Held | undefined {
  return kind === 'engineer' ? account.users.get(name) : account.roles.get(name);
}

/** The statements of all holds on somebody. */
export function holdsOf({ inline }: Held): readonly JsonObject[] {
  return [...inline].filter(([name]) => HOLD.test(name)).flatMap(([, document]) => statementsOf(document));
}

/** What somebody holds besides holds, by part, as the estate names it. */
export function partsOf(held: Held): ReadonlyMap<string, string> {
  const inline = [...held.inline].filter(([name]) => !HOLD.test(name));
  return new Map([
    ...inline.map(([name, document]) => [`inline:${name}`, textOf(document)] as const),
    ...held.attached.map((arn) => [`attached:${arn}`, ''] as const),
    ...(held.kind === 'user' ? held.groups.map((name) => [`in:${name}`, ''] as const) : []),
    ...(held.kind === 'role' ? [['trust', textOf(held.trust)] as const] : []),
    ...(held.boundary === undefined ? [] : [['boundary', held.boundary] as const]),
  ]);
}
