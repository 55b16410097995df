import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { stateOfActor } from './state-of-actor.ts';

/** Who acted, as it was assessed last, which costs no call to AWS; else as its account shows it now. */
export async function stateKnownOfActor(
  call: Call,
  { accounts, snapshots }: { readonly accounts: AccountReader; readonly snapshots: Pick<Snapshots, 'last'> },
): Promise<AccountState | undefined> {
  const { principalArn } = call.actor;
  const last = principalArn === undefined ? undefined : await snapshots.last(principalArn);
  return last ?? (await stateOfActor(call, accounts));
}
