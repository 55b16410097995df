import { emptyAccount } from '../../core/account/empty-account.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { AccountReader } from '../../ports/account-reader.ts';

/** Who acted, as its own account shows it now; in an account that is known and does not show it, it is gone. */
export async function stateOfActor(
  { actor }: Pick<Call, 'actor'>,
  accounts: AccountReader,
): Promise<AccountState | undefined> {
  const { principalArn } = actor;
  if (principalArn === undefined) return undefined;
  const [, partition = '', , , owner = ''] = principalArn.split(':');
  if (!(await accounts.accounts()).includes(owner)) return undefined;
  return (await accounts.stateOf(principalArn)) ?? { ...emptyAccount(owner, partition), coverage: 'whole' };
}
