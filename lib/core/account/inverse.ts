import type { IamCall } from './call.ts';
import { guardOf } from './guard.ts';
import { groupUndos } from './inverse/groups.ts';
import { managedPolicyUndos } from './inverse/managed-policies.ts';
import { roleUndos } from './inverse/roles.ts';
import { type Inverse, none } from './inverse/undo.ts';
import { userUndos } from './inverse/users.ts';
import type { AccountState } from './state.ts';

export type { Inverse } from './inverse/undo.ts';

type Calls = { readonly [C in IamCall as C['name']]: C };

const UNDOS: { readonly [N in keyof Calls]: (call: Calls[N], before: AccountState) => Inverse } = {
  ...roleUndos,
  ...userUndos,
  ...groupUndos,
  ...managedPolicyUndos,
};

/**
 * How a call that AWS took can be taken back, given the state before it.
 * INVARIANT: no inverse deletes a role, user or access key. What a call created is quarantined by an inline policy that denies all
 * (`AmbitHold-created`), or made inactive. Calls on what belongs to AWS have no inverse.
 */
export function inverseOf(call: IamCall, before: AccountState): Inverse {
  const guard = guardOf(call, before);
  return guard === undefined ? undo(call.name, call, before) : none(guard.detail);
}

function undo<N extends keyof Calls>(name: N, call: Calls[N], before: AccountState): Inverse {
  return UNDOS[name](call, before);
}
