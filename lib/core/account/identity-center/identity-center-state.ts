import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import type { Assignment, PermissionSet } from '../permission-set.ts';

/** A permission set, as far as it is known. */
export type KnownPermissionSet = Omit<PermissionSet, 'name' | 'boundary'> & {
  /** Absent where nobody has told. */
  readonly name?: string;
  /** `unknown`: whether there is one, and which, nobody has told. */
  readonly boundary?: PermissionSet['boundary'] | { readonly unknown: true };
  /** Known only from calls about it: it may hold more than is listed here. */
  readonly seenOnlyInCalls?: true;
};

/** What is known of an Identity Center: its permission sets, who is assigned them, and who is in which group. Immutable. */
export interface IdentityCenterState {
  /** By ARN. */
  readonly permissionSets: ReadonlyMap<string, KnownPermissionSet>;
  readonly assignments: readonly Assignment[];
  /** Ids of users, by the id of the group; of a group that is not here nothing is known. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whose membership of what it is, by its id; of one that is not here nothing is known. */
  readonly memberships?: ReadonlyMap<string, Membership>;
}

/** That a user is in a group. */
export interface Membership {
  readonly groupId: string;
  readonly userId: string;
}

/** An Identity Center of which nobody has told anything. */
export const UNKNOWN_IDENTITY_CENTER: IdentityCenterState = {
  permissionSets: new Map(),
  assignments: [],
  members: new Map(),
};

/** A permission set of which only the ARN is known. */
export function unknownPermissionSet(arn: string): KnownPermissionSet {
  const unknown = { inline: UNKNOWN_DOCUMENT, boundary: { unknown: true } } as const;
  return { arn, ...unknown, managed: [], customerManaged: [], seenOnlyInCalls: true };
}
