import type { AccountState, Role } from '../../lib/core/account/state.ts';

/** A state without what AWS assigns: ids, and the session length that a role has when none is given. */
export function withoutAssigned(state: AccountState): AccountState {
  return {
    ...state,
    roles: mapped(state.roles, ({ maxSessionDuration: _assigned, ...role }): Role => ({ ...role, id: '' })),
    users: mapped(state.users, (user) => ({ ...user, id: '' })),
    groups: mapped(state.groups, (group) => ({ ...group, id: '' })),
    policies: mapped(state.policies, (policy) => ({ ...policy, id: '' })),
  };
}

function mapped<V>(map: ReadonlyMap<string, V>, change: (value: V) => V): ReadonlyMap<string, V> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
