import type { FunctionName } from '../functions.ts';

/** What Ambit may do in a member account, by role: `<prefix>Observer` and so on. */
export const MEMBER_ROLES = ['Observer', 'Holder', 'Restorer', 'Auditor'] as const;

export type MemberRole = (typeof MEMBER_ROLES)[number];

/** Which functions assume which role: whoever holds cannot restore, and only `restore` gives anything back. */
export const ASSUMED_BY: { readonly [R in MemberRole]: readonly FunctionName[] } = {
  Observer: ['on-call', 'on-deadline', 'sweep', 'gate', 'api', 'restore'],
  // `restore` too: what a failed restore gave is held again
  Holder: ['on-call', 'on-deadline', 'restore'],
  Restorer: ['restore'],
  Auditor: ['reconcile'],
};

/** Sessions of member roles have names that begin so: an auditor finds them in CloudTrail by it. */
export const SESSION_NAME_PATTERN = 'ambit-*';

/** The name of a role of a member account, without a path. */
export function memberRoleName(prefix: string, role: MemberRole): string {
  return `${prefix}${role}`;
}
