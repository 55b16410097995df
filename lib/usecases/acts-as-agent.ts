import { principalsOf } from '../core/account/slice.ts';
import type { AccountState } from '../core/account/state.ts';
import { actsAsKnown } from '../core/governance/acts-as.ts';
import { classOf } from '../core/governance/classify.ts';
import type { Governance, Person } from '../core/governance/standards.ts';

/** Whether a person acts as an agent of an account: classes tell agents by tags and trust too, which only the account knows. */
export function actsAsAgent(person: Person, account: AccountState | undefined, governance: Governance): boolean {
  if (account === undefined) return false;
  return principalsOf(account).some(
    (principal) => actsAsKnown(person, principal) && classOf(principal, governance).kind === 'agent',
  );
}
