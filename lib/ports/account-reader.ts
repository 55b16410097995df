import type { IamCall } from '../core/account/call.ts';
import type { ListedPrincipal } from '../core/account/listed-principal.ts';
import type { AccountState } from '../core/account/state.ts';

/** Names of roles, and of instance profiles that have some. */
export interface RoleNames {
  readonly roles: readonly string[];
  readonly instanceProfiles: readonly string[];
}

/** Reads what AWS says now. A slice holds the principal with all that decides about it: groups, policies, boundary. */
export interface AccountReader {
  /** The slice of one principal (ARN of a role or user) as it is now, or undefined where no such principal exists. */
  stateOf(principalArn: string): Promise<AccountState | undefined>;
  /**
   * What a call may have moved, as it is now: the principals that it names or reaches (by a group, a managed policy, an
   * attribute that trust policies ask for), each with its slice, and what it names besides. It may hold more. Undefined:
   * the account is not known.
   */
  around(account: string, call: IamCall): Promise<AccountState | undefined>;
  /**
   * The roles with these names, each with its slice, and the instance profiles with the roles in them, as they are now; what
   * is not there is left out. It may hold more. Undefined: the account is not known.
   */
  rolesNamed(account: string, names: RoleNames): Promise<AccountState | undefined>;
  /** Every role and user of an account, without what they hold; undefined: the account is not known. */
  principalsIn(account: string): Promise<readonly ListedPrincipal[] | undefined>;
  /** The whole account as it is now; undefined: the account is not known. For sweeps, and calls that name nothing. */
  accountOf(account: string): Promise<AccountState | undefined>;
  /** Ids of the accounts that can be read. */
  accounts(): Promise<readonly string[]>;
}
