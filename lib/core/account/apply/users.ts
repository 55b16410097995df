import { ok, type Result } from '../../result.ts';
import type { OtherCredentialCall, UserCall } from '../call.ts';
import { iamArn } from '../iam-arn.ts';
import { withEntry, withItem, withoutEntry, withoutItem } from '../maps.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState, User } from '../state.ts';
import { createdTags, principalTagKey, withoutTags, withTags } from '../tags.ts';
import { withAttachable } from './attachable.ts';
import { attach, deleteInline, detach, type Edit, putInline, withoutBoundary } from './holder-edits.ts';
import { type ApplyOptions, type CallRefusal, refuse, type Steps } from './step.ts';

type CreateUser = Extract<UserCall, { readonly name: 'CreateUser' }>;
type UpdateUser = Extract<UserCall, { readonly name: 'UpdateUser' }>;
type AddUserToGroup = Extract<UserCall, { readonly name: 'AddUserToGroup' }>;
type RemoveUserFromGroup = Extract<UserCall, { readonly name: 'RemoveUserFromGroup' }>;

/** Cannot be raised (IAM user guide, "IAM and AWS STS quotas"). */
const MOST_GROUPS = 10;

/** What the calls on users, their groups and their credentials do. Keys are not counted: not all of them are known. */
export const userSteps: Steps<UserCall> = {
  CreateUser: createUser,
  DeleteUser: (state, call) => editUser(state, call.userName, removable, removeUser),
  UpdateUser: updateUser,
  TagUser: (state, call) =>
    editUser(state, call.userName, (user) => ok({ ...user, tags: withTags(user.tags, call.tags, principalTagKey) })),
  UntagUser: (state, call) =>
    editUser(state, call.userName, (user) =>
      ok({ ...user, tags: withoutTags(user.tags, call.tagKeys, principalTagKey) }),
    ),
  AttachUserPolicy: (state, call, options) => {
    const attachable = withAttachable(state, call.policyArn, options);
    if (!attachable.ok) return attachable;
    return editUser(attachable.value, call.userName, (user) => attach(user, call.policyArn));
  },
  DetachUserPolicy: (state, call) => editUser(state, call.userName, (user) => detach(user, call.policyArn)),
  PutUserPolicy: (state, call) =>
    editUser(state, call.userName, (user) => ok(putInline(user, call.policyName, call.policyDocument))),
  DeleteUserPolicy: (state, call) => editUser(state, call.userName, (user) => deleteInline(user, call.policyName)),
  PutUserPermissionsBoundary: (state, call, options) => {
    const attachable = withAttachable(state, call.permissionsBoundary, options);
    if (!attachable.ok) return attachable;
    return editUser(attachable.value, call.userName, (user) => ok({ ...user, boundary: call.permissionsBoundary }));
  },
  DeleteUserPermissionsBoundary: (state, call) => editUser(state, call.userName, (user) => ok(withoutBoundary(user))),
  AddUserToGroup: addUserToGroup,
  RemoveUserFromGroup: removeUserFromGroup,
  CreateAccessKey: (state, call) =>
    editUser(state, call.userName, (user) => ok(withKey(user, call.accessKeyId, 'Active'))),
  UpdateAccessKey: (state, call) =>
    editUser(state, call.userName, (user) => ok(withKey(user, call.accessKeyId, call.status))),
  DeleteAccessKey: (state, call) =>
    editUser(state, call.userName, (user) =>
      ok({ ...user, accessKeys: withoutEntry(user.accessKeys, call.accessKeyId) }),
    ),
  CreateLoginProfile: (state, call) =>
    editUser(state, call.userName, (user) =>
      user.loginProfile === true
        ? refuse('EntityAlreadyExists', `the user "${user.name}" has a password`)
        : ok({ ...user, loginProfile: true }),
    ),
  UpdateLoginProfile: (state, call) =>
    editUser(state, call.userName, (user) =>
      user.loginProfile === false ? refuseNoPassword(user) : ok({ ...user, loginProfile: true }),
    ),
  CreateServiceSpecificCredential: asItWas,
  ResetServiceSpecificCredential: asItWas,
  UpdateServiceSpecificCredential: asItWas,
  UploadSSHPublicKey: asItWas,
  UpdateSSHPublicKey: asItWas,
  UploadSigningCertificate: asItWas,
  UpdateSigningCertificate: asItWas,
  DeleteLoginProfile: (state, call) =>
    editUser(state, call.userName, (user) =>
      user.loginProfile === false ? refuseNoPassword(user) : ok({ ...user, loginProfile: false }),
    ),
};

/** The state has no place for the credential. */
function asItWas(state: AccountState, { userName }: OtherCredentialCall): Result<AccountState, CallRefusal> {
  return editUser(state, userName, ok);
}

type Save = (state: AccountState, user: User) => AccountState;

function editUser(
  state: AccountState,
  name: string,
  edit: Edit<User>,
  save: Save = keepUser,
): Result<AccountState, CallRefusal> {
  const user = namedIn(state.users, name);
  if (user === undefined) return refuse('NoSuchEntity', `the user "${name}" does not exist`);
  const edited = edit(user);
  return edited.ok ? ok(save(state, edited.value)) : edited;
}

function keepUser(state: AccountState, user: User): AccountState {
  return { ...state, users: withEntry(state.users, user.name, user) };
}

function removeUser(state: AccountState, user: User): AccountState {
  return { ...state, users: withoutEntry(state.users, user.name) };
}

function withKey(user: User, id: string, status: 'Active' | 'Inactive'): User {
  return { ...user, accessKeys: withEntry(user.accessKeys, id, status) };
}

function refuseNoPassword(user: User): Result<never, CallRefusal> {
  return refuse('NoSuchEntity', `the user "${user.name}" has no password`);
}

/** A user that calls were seen about before its creation (records come out of order) keeps what those calls gave it. */
function createUser(state: AccountState, call: CreateUser, options: ApplyOptions): Result<AccountState, CallRefusal> {
  const existing = namedIn(state.users, call.userName);
  if (existing !== undefined && existing.seenOnlyInCalls !== true) {
    return refuse('EntityAlreadyExists', `the user "${existing.name}" exists`);
  }
  const base =
    call.permissionsBoundary === undefined ? ok(state) : withAttachable(state, call.permissionsBoundary, options);
  if (!base.ok) return base;
  const boundary = existing?.boundary ?? call.permissionsBoundary;
  const created: User = {
    kind: 'user',
    name: call.userName,
    path: call.path,
    arn: iamArn(state, { kind: 'user', path: call.path, name: call.userName }),
    id: call.userId ?? existing?.id ?? '',
    inline: existing?.inline ?? new Map(),
    attached: existing?.attached ?? [],
    groups: existing?.groups ?? [],
    tags: createdTags(call.tags, existing?.tags, principalTagKey),
    accessKeys: existing?.accessKeys ?? new Map(),
    loginProfile: existing?.loginProfile ?? false,
    ...(boundary === undefined ? {} : { boundary }),
  };
  return ok(keepUser(existing === undefined ? base.value : removeUser(base.value, existing), created));
}

/** Source: IAM API reference, "DeleteUser": what must be gone first. */
function removable(user: User): Result<User, CallRefusal> {
  const held = [
    user.attached.length > 0 || user.inline.size > 0 ? 'policies' : '',
    user.groups.length > 0 ? 'groups' : '',
    user.accessKeys.size > 0 ? 'access keys' : '',
    user.loginProfile === true ? 'a password' : '',
  ].filter((each) => each !== '');
  if (held.length === 0) return ok(user);
  return refuse('DeleteConflict', `the user "${user.name}" still has ${held.join(', ')}`);
}

function updateUser(state: AccountState, call: UpdateUser): Result<AccountState, CallRefusal> {
  const user = namedIn(state.users, call.userName);
  if (user === undefined) return refuse('NoSuchEntity', `the user "${call.userName}" does not exist`);
  const name = call.newUserName ?? user.name;
  const path = call.newPath ?? user.path;
  const other = namedIn(withoutEntry(state.users, user.name), name);
  if (other !== undefined) return refuse('EntityAlreadyExists', `the user "${other.name}" exists`);
  const moved = { ...user, name, path, arn: iamArn(state, { kind: 'user', path, name }) };
  return ok(keepUser(removeUser(state, user), moved));
}

/** Adding a member again changes nothing. */
function addUserToGroup(state: AccountState, call: AddUserToGroup): Result<AccountState, CallRefusal> {
  const group = namedIn(state.groups, call.groupName);
  if (group === undefined) return refuse('NoSuchEntity', `the group "${call.groupName}" does not exist`);
  return editUser(state, call.userName, (user) => {
    if (!user.groups.includes(group.name) && user.groups.length >= MOST_GROUPS) {
      return refuse('LimitExceeded', `the user "${user.name}" is in ${MOST_GROUPS} groups, the most AWS allows`);
    }
    return ok({ ...user, groups: withItem(user.groups, group.name) });
  });
}

function removeUserFromGroup(state: AccountState, call: RemoveUserFromGroup): Result<AccountState, CallRefusal> {
  const group = namedIn(state.groups, call.groupName);
  if (group === undefined) return refuse('NoSuchEntity', `the group "${call.groupName}" does not exist`);
  return editUser(state, call.userName, (user) => {
    if (!user.groups.includes(group.name) && user.seenOnlyInCalls !== true) {
      return refuse('NoSuchEntity', `the user "${user.name}" is not in the group "${group.name}"`);
    }
    return ok({ ...user, groups: withoutItem(user.groups, group.name) });
  });
}
