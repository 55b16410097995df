import type { AccountState } from '../core/account/state.ts';

/** The last assessed state of each principal: the "before" of the next call. */
export interface Snapshots {
  last(principalArn: string): Promise<AccountState | undefined>;
  /** ARNs of the principals of this account of which a state is kept. */
  known(account: string): Promise<readonly string[]>;
  keep(principalArn: string, slice: AccountState | undefined): Promise<void>;
}
