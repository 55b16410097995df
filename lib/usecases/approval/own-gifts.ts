import { decide } from '../../core/access/decide.ts';
import type { NamedPolicy, PolicySet } from '../../core/access/policy-set.ts';
import { parsedDocument } from '../../core/account/parsed-document.ts';
import { principalOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import { joinableGroups } from './joinable-groups.ts';

/** What writes into a role or user what it may do, done to itself. Source: pathfinding.cloud, `self-escalation`. */
const WRITES = {
  role: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  user: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'],
} as const;

/** What overwrites or deletes an inline policy of its own, and what detaches one. */
const LIFTS_INLINE = {
  role: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  user: ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
} as const;
const DETACHES = { role: ['iam:DetachRolePolicy'], user: ['iam:DetachUserPolicy'] } as const;

/** What takes away or widens its boundary. */
const UNBOUNDS = {
  role: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
  user: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
} as const;

/** What rewrites a policy that it has, and what writes into a group that it is in. */
const REWRITES = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;
const WRITES_GROUP = ['iam:PutGroupPolicy', 'iam:AttachGroupPolicy'] as const;
const JOINS = ['iam:AddUserToGroup'] as const;
/** What takes from a user what a group of it denies. */
const LEAVES_GROUP = [
  'iam:RemoveUserFromGroup',
  'iam:PutGroupPolicy',
  'iam:DeleteGroupPolicy',
  'iam:DetachGroupPolicy',
] as const;

const EVERYTHING = parsedDocument('what it can give itself', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Who makes its own policies others, and the ARNs of the groups that it is in. */
interface Self {
  readonly arn: string;
  readonly kind: 'role' | 'user';
  readonly account: string;
  readonly groups: readonly string[];
}

/**
 * The policies of a principal as it can make them itself, by calls on its own role or user, on a policy that it has, on its boundary,
 * on a group that it is in, or by joining another one, of which nobody tells what it gives: everything, but for what is denied, or
 * left out by a boundary, where it can change neither. As they are where it can do none of that. `policies`: at their widest.
 */
export function withOwnGifts(arn: string, slice: AccountState, policies: PolicySet): PolicySet {
  const holder = principalOf(slice, arn);
  if (holder === undefined) return policies;
  const groups = holder.kind === 'role' ? [] : [...slice.groups.values()].map((group) => group.arn);
  const self = { arn, kind: holder.kind, account: slice.account, groups };
  const released = freed(self, policies);
  if (!writesOwn(self, released)) return released;
  return freed(self, { ...released, identity: [...released.identity, EVERYTHING] });
}

/** Without the denies and the boundary that it can take away, one after the other. */
function freed(self: Self, policies: PolicySet): PolicySet {
  const identity = policies.identity.map((policy) =>
    mayLift(self, policy, policies) ? withoutDenies(policy) : policy,
  );
  const lifted = { ...policies, identity };
  const { boundary, ...unbounded } = lifted;
  const isFree = boundary !== undefined && mayUnbound(self, boundary, lifted);
  const isSame = !isFree && identity.every((policy, index) => policy === policies.identity[index]);
  return isSame ? policies : freed(self, isFree ? unbounded : lifted);
}

function writesOwn(self: Self, policies: PolicySet): boolean {
  const may = asking(self, policies);
  if (may(WRITES[self.kind], self.arn)) return true;
  if (policies.identity.some(({ name }) => isOfAccount(name, self) && may(REWRITES, name))) return true;
  if (self.kind === 'role') return false;
  const others = joinableGroups(policies.identity, self.arn).filter((group) => !self.groups.includes(group));
  return self.groups.some((group) => may(WRITES_GROUP, group)) || others.some((group) => may(JOINS, group));
}

function mayUnbound(self: Self, boundary: readonly NamedPolicy[], policies: PolicySet): boolean {
  const may = asking(self, policies);
  return (
    may(UNBOUNDS[self.kind], self.arn) || boundary.some(({ name }) => isOfAccount(name, self) && may(REWRITES, name))
  );
}

/** Whether it can take away what a policy of its own denies; one without denies is left. */
function mayLift(self: Self, policy: NamedPolicy, policies: PolicySet): boolean {
  const { name, document } = policy;
  if ('unreadable' in document || document.statements.every(({ effect }) => effect === 'Allow')) return false;
  const may = asking(self, policies);
  if (name.startsWith('inline:')) return may(LIFTS_INLINE[self.kind], self.arn);
  if (self.groups.some((group) => may(LEAVES_GROUP, group))) return true;
  if (name.startsWith('group/')) return false;
  return may(DETACHES[self.kind], self.arn) || (isOfAccount(name, self) && may(REWRITES, name));
}

function withoutDenies({ name, document }: NamedPolicy): NamedPolicy {
  if ('unreadable' in document) return { name, document };
  return {
    name,
    document: { ...document, statements: document.statements.filter(({ effect }) => effect === 'Allow') },
  };
}

/** Whether a policy is one that the account can rewrite. */
function isOfAccount(name: string, { account }: Self): boolean {
  return name.includes(`:${account}:policy/`);
}

function asking({ arn, account }: Self, policies: PolicySet) {
  return (actions: readonly string[], resource: string): boolean =>
    actions.some((action) => {
      const asked = { principal: arn, action, resource, resourceAccount: account, context: {} };
      const { decision } = decide(policies, asked);
      return decision === 'allow' || decision === 'undetermined';
    });
}
