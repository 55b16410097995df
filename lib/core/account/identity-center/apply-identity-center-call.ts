import type { Assignee, Assignment } from '../permission-set.ts';
import { applyPermissionSetCall } from './apply-permission-set-call.ts';
import { beforePermissionSetCall } from './before-permission-set-call.ts';
import type { IdentityCenterCall, PermissionSetCall } from './identity-center-call.ts';
import {
  type IdentityCenterState,
  type KnownPermissionSet,
  type Membership,
  unknownPermissionSet,
} from './identity-center-state.ts';

/** Identity Center after a call that it took. What the call names and is not known is made up as unknown. */
export function applyIdentityCenterCall(before: IdentityCenterState, call: IdentityCenterCall): IdentityCenterState {
  if ('permissionSetArn' in call) return withSet(before, call);
  switch (call.name) {
    case 'CreateAccountAssignment':
      return { ...before, assignments: [...without(before.assignments, call.assignment), call.assignment] };
    case 'DeleteAccountAssignment':
      return { ...before, assignments: without(before.assignments, call.assignment) };
    case 'CreateGroupMembership':
      return withMembers(withId(before, call), call.groupId, (users) => [...users, call.userId]);
    case 'RemoveMemberFromGroup':
      return withMembers(before, call.groupId, (users) => users.filter((user) => user !== call.userId));
    case 'DeleteGroupMembership':
      return withoutMembership(before, call.membershipId);
  }
}

/** What a permission set held before a call about it, as far as the calls before tell. */
export function permissionSetBefore(known: IdentityCenterState, call: PermissionSetCall): KnownPermissionSet {
  const set = known.permissionSets.get(call.permissionSetArn) ?? unknownPermissionSet(call.permissionSetArn);
  return beforePermissionSetCall(set, call, set);
}

/** The permission sets that somebody may use in an account already, as far as it is known: assigned, or through groups. */
export function setsHeldBy(
  { assignments, members, permissionSets }: IdentityCenterState,
  assignee: Assignee,
  account: string,
): readonly KnownPermissionSet[] {
  const isTheirs = ({ kind, id }: Assignee): boolean =>
    (kind === assignee.kind && id === assignee.id) ||
    (kind === 'group' && assignee.kind === 'user' && members.get(id)?.has(assignee.id) === true);
  return assignments
    .filter((each) => each.account === account && isTheirs(each.assignee))
    .flatMap(({ permissionSetArn }) => permissionSets.get(permissionSetArn) ?? []);
}

function withSet(before: IdentityCenterState, call: PermissionSetCall): IdentityCenterState {
  const set = applyPermissionSetCall(permissionSetBefore(before, call), call);
  const others = [...before.permissionSets].filter(([arn]) => arn !== call.permissionSetArn);
  return { ...before, permissionSets: new Map(set === undefined ? others : [...others, [set.arn, set]]) };
}

function without(assignments: readonly Assignment[], { permissionSetArn, account, assignee }: Assignment) {
  return assignments.filter(
    (each) =>
      each.permissionSetArn !== permissionSetArn ||
      each.account !== account ||
      each.assignee.kind !== assignee.kind ||
      each.assignee.id !== assignee.id,
  );
}

function withId(
  before: IdentityCenterState,
  { membershipId, groupId, userId }: Membership & { readonly membershipId?: string },
): IdentityCenterState {
  if (membershipId === undefined) return before;
  return { ...before, memberships: new Map([...(before.memberships ?? []), [membershipId, { groupId, userId }]]) };
}

function withoutMembership(before: IdentityCenterState, id: string | undefined): IdentityCenterState {
  const known = id === undefined ? undefined : before.memberships?.get(id);
  // of whom it does not tell: nobody may be taken for a member any more
  if (known === undefined) return { ...before, members: new Map() };
  const memberships = new Map([...(before.memberships ?? [])].filter(([each]) => each !== id));
  return withMembers({ ...before, memberships }, known.groupId, (users) =>
    users.filter((user) => user !== known.userId),
  );
}

function withMembers(
  before: IdentityCenterState,
  group: string,
  change: (users: readonly string[]) => readonly string[],
): IdentityCenterState {
  const users = change([...(before.members.get(group) ?? [])]);
  return { ...before, members: new Map([...before.members, [group, new Set(users)]]) };
}
