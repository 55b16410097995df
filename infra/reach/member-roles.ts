import type { MemberRole } from '../../lib/core/governance/guardrail/member-roles.ts';

/** The functions of the hub, each with a role of its own. */
export const HUB_FUNCTIONS = ['on-call', 'on-deadline', 'sweep', 'gate', 'api', 'restore', 'reconcile'] as const;

/** A function of the hub that assumes roles in the accounts. */
export type HubFunction = (typeof HUB_FUNCTIONS)[number];

/** Which functions assume which role: whoever holds cannot restore, and only `restore` gives anything back. */
export const ASSUMED_BY: { readonly [R in MemberRole]: readonly HubFunction[] } = {
  Observer: ['on-call', 'on-deadline', 'sweep', 'gate', 'api', 'restore'],
  // `restore` too: what a failed restore gave is held again
  Holder: ['on-call', 'on-deadline', 'restore'],
  Restorer: ['restore'],
  Auditor: ['reconcile'],
};

/** Sessions of member roles have names that begin so: an auditor finds them in CloudTrail by it. */
export const SESSION_NAME_PATTERN = 'ambit-*';

/** The name of the role of a function in the hub's account: `AmbitOnCall`. */
export function functionRoleName(prefix: string, name: HubFunction): string {
  const words = name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${prefix}${words.join('')}`;
}
