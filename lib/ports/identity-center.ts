import type {
  Assignee,
  Assignment,
  DirectoryUser,
  PermissionSet,
  RoleHolders,
} from '../core/account/permission-set.ts';

/** Reads IAM Identity Center as it is now. */
export interface IdentityCenter {
  /** All permission sets; none where Identity Center is not in use. */
  permissionSets(): AsyncIterable<PermissionSet>;
  /** The permission set with this ARN; undefined: there is none. */
  permissionSet(arn: string): Promise<PermissionSet | undefined>;
  /** The accounts that a permission set is provisioned to; none where it is not there. */
  accountsOf(permissionSetArn: string): Promise<readonly string[]>;
  /** Who is assigned a permission set in an account. */
  assigneesOf(permissionSetArn: string, account: string): Promise<readonly Assignee[]>;
  /** What a user or a group of the directory is assigned, in all accounts; of a user also what its groups are. */
  assignmentsOf(assignee: Assignee): Promise<readonly Assignment[]>;
  /** The name of a user or a group; undefined: the directory does not have it. */
  nameOf(assignee: Assignee): Promise<string | undefined>;
  /** The user itself, or the members of the group; names are left out where there are too many to look for. */
  usersBehind(assignee: Assignee): Promise<readonly DirectoryUser[]>;
  /**
   * The people behind a role (ARN of an `AWSReservedSSO_` role); undefined: it is no role of Identity Center, or no
   * permission set of its name is provisioned to its account.
   */
  holdersOf(roleArn: string): Promise<RoleHolders | undefined>;
}
