import { applyCall } from './apply.ts';
import type { IamCall } from './call.ts';
import type { AccountState } from './state.ts';

/** A state after calls in a row; undefined: AWS would refuse one. */
export function applyAll(state: AccountState, calls: readonly IamCall[]): AccountState | undefined {
  let current = state;
  for (const call of calls) {
    const next = applyCall(current, call);
    if (!next.ok) return undefined;
    current = next.value;
  }
  return current;
}
