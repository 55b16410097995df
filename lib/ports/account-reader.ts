import type { AccountState } from '../core/account/state.ts';

/** Reads what AWS says now. A slice holds the principal with all that decides about it: groups, policies, boundary. */
export interface AccountReader {
  /** The slice of one principal (ARN of a role or user) as it is now, or undefined where no such principal exists. */
  stateOf(principalArn: string): Promise<AccountState | undefined>;
  /** The whole account as it is now; undefined: the account is not known. For sweeps and for calls on policies or groups. */
  accountOf(account: string): Promise<AccountState | undefined>;
  /** Ids of the accounts that can be read. */
  accounts(): Promise<readonly string[]>;
}
