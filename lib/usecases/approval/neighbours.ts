import { affectedBy } from '../../core/account/affected-by.ts';
import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import type { ListedPrincipal } from '../../core/account/listed-principal.ts';
import { principalOf, sliceOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { AccountReader } from '../../ports/account-reader.ts';

/** Everybody in one account, and what each of them holds, which is read when it is asked for. */
export interface Neighbours {
  /** 12 digits. */
  readonly account: string;
  readonly principals: readonly ListedPrincipal[];
  /** All that decides about one of them; undefined: it is gone. */
  sliceOf(principalArn: string): Promise<AccountState | undefined>;
}

/** An account as it is now: each slice is read once at most. Undefined: the account is not known. */
export async function neighboursIn(
  account: string,
  accounts: Pick<AccountReader, 'principalsIn' | 'stateOf'>,
): Promise<Neighbours | undefined> {
  const principals = await accounts.principalsIn(account);
  if (principals === undefined) return undefined;
  const slices = new Map<string, Promise<AccountState | undefined>>();
  return {
    account,
    principals,
    sliceOf(principalArn) {
      const known = slices.get(principalArn);
      if (known !== undefined) return known;
      const slice = accounts.stateOf(principalArn);
      slices.set(principalArn, slice);
      return slice;
    },
  };
}

/** The same account as it would be after these calls; one that does not fit any more changes nothing. */
export async function afterCalls(
  neighbours: Neighbours,
  calls: readonly IamCall[],
  accounts: Pick<AccountReader, 'around'>,
): Promise<Neighbours> {
  const { account, principals } = neighbours;
  const moved = new Map<string, AccountState | undefined>();
  for (const call of calls) {
    const before = await accounts.around(account, call);
    if (before === undefined) continue;
    const after = calls.reduce(withCall, before);
    for (const arn of [...affectedBy(call, before), ...affectedBy(call, after)]) moved.set(arn, sliceOf(after, arn));
  }
  const changed = [...moved].flatMap(([arn, slice]) => (slice === undefined ? [] : (principalOf(slice, arn) ?? [])));
  return {
    account,
    principals: [...principals.filter(({ arn }) => !moved.has(arn)), ...changed],
    sliceOf: async (arn) => (moved.has(arn) ? moved.get(arn) : neighbours.sliceOf(arn)),
  };
}

function withCall(state: AccountState, call: IamCall): AccountState {
  const applied = applyCall(state, call);
  return applied.ok ? applied.value : state;
}
