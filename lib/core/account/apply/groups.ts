import { ok, type Result } from '../../result.ts';
import type { GroupCall } from '../call.ts';
import { iamArn } from '../iam-arn.ts';
import { withEntry, withItem, withoutEntry, withoutItem } from '../maps.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState, Group, User } from '../state.ts';
import { withAttachable } from './attachable.ts';
import { attach, deleteInline, detach, type Edit, putInline } from './holder-edits.ts';
import { type CallRefusal, refuse, type Steps } from './step.ts';

type CreateGroup = Extract<GroupCall, { readonly name: 'CreateGroup' }>;
type DeleteGroup = Extract<GroupCall, { readonly name: 'DeleteGroup' }>;
type UpdateGroup = Extract<GroupCall, { readonly name: 'UpdateGroup' }>;

/** What the calls on groups do. Members are kept with the users. */
export const groupSteps: Steps<GroupCall> = {
  CreateGroup: createGroup,
  DeleteGroup: deleteGroup,
  UpdateGroup: updateGroup,
  AttachGroupPolicy: (state, call, options) => {
    const attachable = withAttachable(state, call.policyArn, options);
    if (!attachable.ok) return attachable;
    return editGroup(attachable.value, call.groupName, (group) => attach(group, call.policyArn));
  },
  DetachGroupPolicy: (state, call) => editGroup(state, call.groupName, (group) => detach(group, call.policyArn)),
  PutGroupPolicy: (state, call) =>
    editGroup(state, call.groupName, (group) => ok(putInline(group, call.policyName, call.policyDocument))),
  DeleteGroupPolicy: (state, call) => editGroup(state, call.groupName, (group) => deleteInline(group, call.policyName)),
};

function editGroup(state: AccountState, name: string, edit: Edit<Group>): Result<AccountState, CallRefusal> {
  const group = namedIn(state.groups, name);
  if (group === undefined) return refuseNoGroup(name);
  const edited = edit(group);
  return edited.ok ? ok({ ...state, groups: withEntry(state.groups, group.name, edited.value) }) : edited;
}

function refuseNoGroup(name: string): Result<never, CallRefusal> {
  return refuse('NoSuchEntity', `the group "${name}" does not exist`);
}

/** A group that calls were seen about before its creation (records come out of order) keeps what those calls gave it. */
function createGroup(state: AccountState, call: CreateGroup): Result<AccountState, CallRefusal> {
  const existing = namedIn(state.groups, call.groupName);
  if (existing !== undefined && existing.seenOnlyInCalls !== true) {
    return refuse('EntityAlreadyExists', `the group "${existing.name}" exists`);
  }
  const created: Group = {
    kind: 'group',
    name: call.groupName,
    path: call.path,
    arn: iamArn(state, { kind: 'group', path: call.path, name: call.groupName }),
    id: call.groupId ?? existing?.id ?? '',
    inline: existing?.inline ?? new Map(),
    attached: existing?.attached ?? [],
  };
  return ok(moveGroup(state, existing ?? created, created));
}

/** Source: IAM API reference, "DeleteGroup": no members and no policies. */
function deleteGroup(state: AccountState, call: DeleteGroup): Result<AccountState, CallRefusal> {
  const group = namedIn(state.groups, call.groupName);
  if (group === undefined) return refuseNoGroup(call.groupName);
  if (group.attached.length > 0 || group.inline.size > 0) {
    return refuse('DeleteConflict', `the group "${group.name}" still has policies`);
  }
  const member = [...state.users.values()].find((user) => user.groups.includes(group.name));
  if (member !== undefined) return refuse('DeleteConflict', `the group "${group.name}" still has members`);
  return ok({ ...state, groups: withoutEntry(state.groups, group.name) });
}

function updateGroup(state: AccountState, call: UpdateGroup): Result<AccountState, CallRefusal> {
  const group = namedIn(state.groups, call.groupName);
  if (group === undefined) return refuseNoGroup(call.groupName);
  const name = call.newGroupName ?? group.name;
  const path = call.newPath ?? group.path;
  const other = namedIn(withoutEntry(state.groups, group.name), name);
  if (other !== undefined) return refuse('EntityAlreadyExists', `the group "${other.name}" exists`);
  return ok(moveGroup(state, group, { ...group, name, path, arn: iamArn(state, { kind: 'group', path, name }) }));
}

/** Puts a group in the place of another, with its members. */
function moveGroup(state: AccountState, from: Group, to: Group): AccountState {
  const groups = withEntry(withoutEntry(state.groups, from.name), to.name, to);
  if (from.name === to.name) return { ...state, groups };
  const moved = (user: User): User =>
    user.groups.includes(from.name)
      ? { ...user, groups: withItem(withoutItem(user.groups, from.name), to.name) }
      : user;
  return { ...state, groups, users: new Map([...state.users].map(([name, user]) => [name, moved(user)])) };
}
