import type { AccountState } from '../core/account/state.ts';

/** The last assessed state of each principal: the "before" of the next call. */
export interface Snapshots {
  last(principalArn: string): Promise<AccountState | undefined>;
  /** ARNs of the principals of this account of which a state is kept. */
  known(account: string): Promise<readonly string[]>;
  keep(principalArn: string, slice: AccountState | undefined): Promise<void>;
  /**
   * Puts what `next` makes of the last state in its place; makes it again, of the other one, where somebody else was faster.
   * `next` changes nothing else, and may be asked more than once.
   */
  change(principalArn: string, next: (last: AccountState | undefined) => AccountState | undefined): Promise<void>;
}
