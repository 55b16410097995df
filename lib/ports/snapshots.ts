import type { AccountState } from '../core/account/state.ts';

/** The last assessed state of each principal: the "before" of the next call. */
export interface Snapshots {
  last(principalArn: string): Promise<AccountState | undefined>;
  keep(principalArn: string, slice: AccountState | undefined): Promise<void>;
}
