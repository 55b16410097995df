import type { JsonValue } from '../json.ts';
import { parseArn } from '../policy/arn.ts';

/** A customer managed policy, as it is named in each account that a permission set is provisioned to. */
export interface PolicyReference {
  readonly name: string;
  /** `/` or `/team/sub/`. */
  readonly path: string;
}

/** A permission set of IAM Identity Center, as plain JSON: what its roles in the accounts hold. */
export interface PermissionSet {
  readonly arn: string;
  /** Unique, and never changed. */
  readonly name: string;
  /** The document of its one inline policy, parsed; absent where it has none. */
  readonly inline?: JsonValue;
  /** ARNs of AWS managed policies, sorted. */
  readonly managed: readonly string[];
  readonly customerManaged: readonly PolicyReference[];
  readonly boundary?: { readonly managed: string } | { readonly customerManaged: PolicyReference };
}

/** Who a permission set is assigned to: a user or a group of the directory, by its id there. */
export interface Assignee {
  readonly kind: 'user' | 'group';
  readonly id: string;
}

/** A permission set that somebody may use in one account. */
export interface Assignment {
  readonly permissionSetArn: string;
  readonly account: string;
  readonly assignee: Assignee;
}

/** By what a person holds a role: assigned in person, or as a member of a group. */
export type HeldBy =
  | { readonly kind: 'assignment' }
  | { readonly kind: 'group'; readonly id: string; readonly name?: string };

/** A user of the directory. */
export interface DirectoryUser {
  /** The directory's id of the user, which stays when the user is renamed. */
  readonly id: string;
  /** Absent where the directory does not have the user any more, or was not found since it has too many. */
  readonly userName?: string;
}

/** A person of the directory who may use a role. */
export interface RoleHolder extends DirectoryUser {
  readonly by: readonly HeldBy[];
}

/** Where a role of Identity Center comes from, and who may use it. */
export interface RoleHolders {
  readonly permissionSet: { readonly arn: string; readonly name: string };
  readonly people: readonly RoleHolder[];
}

const ROLE = /^role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_(?<name>.+)_[0-9a-f]{16}$/;

/**
 * The account and the name of the permission set of a role that Identity Center made; undefined for any other ARN.
 * Source: IAM Identity Center user guide, "Referencing permission sets in resource policies".
 */
export function permissionSetOfRole(roleArn: string): { readonly account: string; readonly name: string } | undefined {
  const arn = parseArn(roleArn);
  const name = arn?.service === 'iam' ? ROLE.exec(arn.resource)?.groups?.['name'] : undefined;
  return arn === undefined || name === undefined ? undefined : { account: arn.account, name };
}
