import { decide } from '../../core/access/decide.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import { parsedDocument } from '../../core/account/parsed-document.ts';
import { principalOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';

/** What writes into a role or user what it may do, done to itself. Source: pathfinding.cloud, `self-escalation`. */
const WRITES = {
  role: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  user: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'],
} as const;

/** What takes away or widens its boundary. */
const UNBOUNDS = {
  role: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
  user: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
} as const;

/** What rewrites a policy that it has, and what writes into a group that it is in. */
const REWRITES = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;
const WRITES_GROUP = ['iam:PutGroupPolicy', 'iam:AttachGroupPolicy'] as const;

const EVERYTHING = parsedDocument('what it can give itself', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/**
 * The policies of a principal as it can make them itself, by one call on its own role or user, on a policy that it has, or on a group
 * that it is in: everything, but for what is denied and what a boundary leaves out that it cannot change. As they are where it
 * can write none. `policies`: at their widest.
 */
export function withOwnGifts(arn: string, slice: AccountState, policies: PolicySet): PolicySet {
  const holder = principalOf(slice, arn);
  if (holder === undefined) return policies;
  const kind = arn.split(':')[5]?.startsWith('user/') === true ? 'user' : 'role';
  const may = (actions: readonly string[], resource: string, set: PolicySet) =>
    actions.some((action) => {
      const asked = { principal: arn, action, resource, resourceAccount: slice.account, context: {} };
      const { decision } = decide(set, asked);
      return decision === 'allow' || decision === 'undetermined';
    });
  const own = policies.identity.map(({ name }) => name).filter((name) => name.includes(`:${slice.account}:policy/`));
  const groups = [...slice.groups.values()].map((group) => group.arn);
  const writes =
    may(WRITES[kind], arn, policies) ||
    own.some((policy) => may(REWRITES, policy, policies)) ||
    (kind === 'user' && groups.some((group) => may(WRITES_GROUP, group, policies)));
  if (!writes) return policies;
  const given = { ...policies, identity: [...policies.identity, EVERYTHING] };
  if (!may(UNBOUNDS[kind], arn, given)) return given;
  const { boundary: _, ...unbounded } = given;
  return unbounded;
}
