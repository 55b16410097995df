import { affectedBy } from '../../core/account/affected-by.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import { partitionOf } from '../../core/activity/partition.ts';

/** The account of a call of which nothing is known. */
export function nothingKnown(call: Call): AccountState {
  return emptyAccount(call.account, partitionOf(call.actor.principalArn, call.region));
}

/** The account of a call as it is read; one that cannot be read is one of which nothing is known. */
export async function knownAccount(call: Call, accounts: AccountReader): Promise<AccountState> {
  return (await accounts.accountOf(call.account)) ?? nothingKnown(call);
}

/** ARNs of the principals whose access a call may have moved. */
export async function principalsMovedBy(call: Call, accounts: AccountReader): Promise<readonly string[]> {
  if (call.change.kind !== 'access' || call.change.iam === undefined) return [];
  const read = await accounts.around(call.account, call.change.iam);
  return affectedBy(call.change.iam, read ?? nothingKnown(call));
}
