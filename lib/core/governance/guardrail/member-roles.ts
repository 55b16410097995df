/** What Ambit may do in a member account, by role: `<prefix>Observer` and so on. */
export const MEMBER_ROLES = ['Observer', 'Holder', 'Restorer', 'Auditor'] as const;

/** A role that Ambit has in each account. */
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The name of a role of a member account, without a path. */
export function memberRoleName(prefix: string, role: MemberRole): string {
  return `${prefix}${role}`;
}

/** The names of Ambit's roles in every account, without those of its rules: the hub's to assume, and who asks the gate. */
export function memberRoleNames(prefix: string): readonly string[] {
  return [...MEMBER_ROLES.map((role) => memberRoleName(prefix, role)), `${prefix}Hook`];
}
