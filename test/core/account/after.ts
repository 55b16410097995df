import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';

/** The account after these calls, one after the other. Throws where one of them does not fit it. */
export function after(state: AccountState, ...calls: readonly IamCall[]): AccountState {
  return calls.reduce((current, call) => {
    const applied = applyCall(current, call);
    if (!applied.ok) throw new Error(`${call.name}: ${applied.error.detail}`);
    return applied.value;
  }, state);
}
