import type { JsonObject } from '../json.ts';

/** Every inline policy that Ambit writes to hold access has a name that starts so; no other may. */
export const HOLD_POLICY_PREFIX = 'AmbitHold-';

/**
 * The tag that a role or user has as long as it has a policy of a hold: a guardrail of the organization can ask for a
 * tag, but not for the name of an inline policy.
 * Source: service authorization reference, condition keys of `iam:PutRolePolicy` and `iam:DeleteRolePolicy`.
 */
export const HOLD_TAG_KEY = 'AmbitHold';

/** Denies everything: an explicit deny wins over every allow (IAM user guide, "Policy evaluation logic"). */
export const DENY_ALL: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*' }],
};

const LONGEST_POLICY_NAME = 128;

/**
 * The name of the inline policy that holds access for `reason` (an id, a word): characters that IAM does not allow in names
 * become `-`, and it is cut at IAM's 128 characters.
 */
export function holdPolicyName(reason: string): string {
  return `${HOLD_POLICY_PREFIX}${reason.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, LONGEST_POLICY_NAME);
}

/** Whether an inline policy's name is one that Ambit reserves for holds. */
export function isHoldPolicyName(name: string): boolean {
  return name.startsWith(HOLD_POLICY_PREFIX);
}
