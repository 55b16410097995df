import { iamArn } from '../iam-arn.ts';
import { withEntry, withoutItem } from '../maps.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState, Group, ManagedPolicy, PolicyHolder, Principal, Role, User } from '../state.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { principalTagKey, withoutTags } from '../tags.ts';

/** Stands for a boundary that nobody has seen: no policy of an account is called so. */
const UNKNOWN_BOUNDARY = 'arn:aws:iam::aws:policy/unknown-boundary';

/** A change of something; what the state does not have stays away. */
export type Edit<T> = (thing: T) => T;

/** Changes the role of this name; one that is not there is left alone. */
export function onRole(state: AccountState, name: string, edit: Edit<Role>): AccountState {
  const role = namedIn(state.roles, name);
  return role === undefined ? state : { ...state, roles: withEntry(state.roles, role.name, edit(role)) };
}

/** The same of a user, */
export function onUser(state: AccountState, name: string, edit: Edit<User>): AccountState {
  const user = namedIn(state.users, name);
  return user === undefined ? state : { ...state, users: withEntry(state.users, user.name, edit(user)) };
}

/** of a group, */
export function onGroup(state: AccountState, name: string, edit: Edit<Group>): AccountState {
  const group = namedIn(state.groups, name);
  return group === undefined ? state : { ...state, groups: withEntry(state.groups, group.name, edit(group)) };
}

/** and of a managed policy, by its ARN. */
export function onPolicy(state: AccountState, arn: string, edit: Edit<ManagedPolicy>): AccountState {
  const policy = state.policies.get(arn);
  return policy === undefined ? state : { ...state, policies: withEntry(state.policies, arn, edit(policy)) };
}

/** Attaches the policy with this ARN. */
export function attached<H extends PolicyHolder>(policyArn: string): Edit<H> {
  return (holder) => ({ ...holder, attached: [...withoutItem(holder.attached, policyArn), policyArn].sort() });
}

/** Takes the policy with this ARN away. */
export function detached<H extends PolicyHolder>(policyArn: string): Edit<H> {
  return (holder) => ({ ...holder, attached: withoutItem(holder.attached, policyArn) });
}

/** An inline policy of which it is not known what it said, or whether it was there. */
export function unknownInline<H extends PolicyHolder>(policyName: string): Edit<H> {
  return (holder) => ({ ...holder, inline: withEntry(holder.inline, policyName, UNKNOWN_DOCUMENT) });
}

/** A boundary of which it is not known which it was, or whether there was one. */
export function unknownBoundary<P extends Principal>(principal: P): P {
  return { ...principal, boundary: UNKNOWN_BOUNDARY };
}

/** Without tags: what they were before is not known. */
export function untagged<P extends Principal>(keys: readonly string[]): Edit<P> {
  return (principal) => ({ ...principal, tags: withoutTags(principal.tags, keys, principalTagKey) });
}

/** A user or group under its former name. Its path is kept: the former one is told nowhere. */
export function named<H extends User | Group>(state: AccountState, name: string): Edit<H> {
  return (holder) => ({ ...holder, name, arn: iamArn(state, { kind: holder.kind, path: holder.path, name }) });
}
