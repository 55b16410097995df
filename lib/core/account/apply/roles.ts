import { ok, type Result } from '../../result.ts';
import type { RoleCall } from '../call.ts';
import { iamArn } from '../iam-arn.ts';
import { withEntry, withoutEntry, withoutItem } from '../maps.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState, InstanceProfile, Role } from '../state.ts';
import { storedDocument, UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { createdTags, principalTagKey, withoutTags, withTags } from '../tags.ts';
import { withAttachable } from './attachable.ts';
import { attach, deleteInline, detach, type Edit, putInline, withoutBoundary } from './holder-edits.ts';
import { instanceProfileSteps } from './instance-profiles.ts';
import { type ApplyOptions, type CallRefusal, refuse, type Steps } from './step.ts';

type CreateRole = Extract<RoleCall, { readonly name: 'CreateRole' }>;
type DeleteRole = Extract<RoleCall, { readonly name: 'DeleteRole' }>;
type CreateServiceLinkedRole = Extract<RoleCall, { readonly name: 'CreateServiceLinkedRole' }>;

/** CreateRole and UpdateRole without a session length set one hour (IAM API reference). */
const DEFAULT_SESSION_SECONDS = 3600;

/** What the calls on roles and instance profiles do. */
export const roleSteps: Steps<RoleCall> = {
  CreateRole: createRole,
  CreateServiceLinkedRole: createServiceLinkedRole,
  DeleteRole: deleteRole,
  DeleteServiceLinkedRole: (state, call) => editRole(state, call.roleName, ok, removeEverywhere),
  UpdateRole: (state, call) =>
    editRole(state, call.roleName, (role) =>
      ok({
        ...(call.description === undefined ? role : withDescription(role, call.description)),
        maxSessionDuration: call.maxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      }),
    ),
  UpdateRoleDescription: (state, call) =>
    editRole(state, call.roleName, (role) => ok(withDescription(role, call.description))),
  UpdateAssumeRolePolicy: (state, call) =>
    editRole(state, call.roleName, (role) => ok({ ...role, trust: storedDocument(call.policyDocument) })),
  TagRole: (state, call) =>
    editRole(state, call.roleName, (role) => ok({ ...role, tags: withTags(role.tags, call.tags, principalTagKey) })),
  UntagRole: (state, call) =>
    editRole(state, call.roleName, (role) =>
      ok({ ...role, tags: withoutTags(role.tags, call.tagKeys, principalTagKey) }),
    ),
  AttachRolePolicy: (state, call, options) => {
    const attachable = withAttachable(state, call.policyArn, options);
    if (!attachable.ok) return attachable;
    return editRole(attachable.value, call.roleName, (role) => attach(role, call.policyArn));
  },
  DetachRolePolicy: (state, call) => editRole(state, call.roleName, (role) => detach(role, call.policyArn)),
  PutRolePolicy: (state, call) =>
    editRole(state, call.roleName, (role) => ok(putInline(role, call.policyName, call.policyDocument))),
  DeleteRolePolicy: (state, call) => editRole(state, call.roleName, (role) => deleteInline(role, call.policyName)),
  PutRolePermissionsBoundary: (state, call, options) => {
    const attachable = withAttachable(state, call.permissionsBoundary, options);
    if (!attachable.ok) return attachable;
    return editRole(attachable.value, call.roleName, (role) => ok({ ...role, boundary: call.permissionsBoundary }));
  },
  DeleteRolePermissionsBoundary: (state, call) => editRole(state, call.roleName, (role) => ok(withoutBoundary(role))),
  ...instanceProfileSteps,
};

type Save = (state: AccountState, role: Role) => AccountState;

function editRole(
  state: AccountState,
  name: string,
  edit: Edit<Role>,
  save: Save = keepRole,
): Result<AccountState, CallRefusal> {
  const role = namedIn(state.roles, name);
  if (role === undefined) return refuse('NoSuchEntity', `the role "${name}" does not exist`);
  const edited = edit(role);
  return edited.ok ? ok(save(state, edited.value)) : edited;
}

function keepRole(state: AccountState, role: Role): AccountState {
  return { ...state, roles: withEntry(state.roles, role.name, role) };
}

function removeRole(state: AccountState, role: Role): AccountState {
  return { ...state, roles: withoutEntry(state.roles, role.name) };
}

/** The service takes its role out of whatever holds it, without calls of its own. */
function removeEverywhere(state: AccountState, role: Role): AccountState {
  const profiles = [...state.instanceProfiles].map(([name, profile]): [string, InstanceProfile] => [
    name,
    { ...profile, roles: withoutItem(profile.roles, role.name) },
  ]);
  return removeRole({ ...state, instanceProfiles: new Map(profiles) }, role);
}

function withDescription(role: Role, description: string): Role {
  if (description !== '') return { ...role, description };
  const { description: _removed, ...rest } = role;
  return rest;
}

/** A role that calls were seen about before its creation (records come out of order) keeps what those calls gave it. */
function createRole(state: AccountState, call: CreateRole, options: ApplyOptions): Result<AccountState, CallRefusal> {
  const existing = namedIn(state.roles, call.roleName);
  if (existing !== undefined && existing.seenOnlyInCalls !== true) {
    return refuse('EntityAlreadyExists', `the role "${existing.name}" exists`);
  }
  const boundary = call.permissionsBoundary;
  const base = boundary === undefined ? ok(state) : withAttachable(state, boundary, options);
  if (!base.ok) return base;
  const bounded = existing?.boundary ?? boundary;
  const created = {
    ...newRole(state, call, existing),
    tags: createdTags(call.tags, existing?.tags, principalTagKey),
    maxSessionDuration: existing?.maxSessionDuration ?? call.maxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    ...(bounded === undefined ? {} : { boundary: bounded }),
  };
  return ok(keepRole(withoutStub(base.value, existing), created));
}

/** The call does not name the policies that AWS attaches: the role stays one that is known only from calls. */
function createServiceLinkedRole(
  state: AccountState,
  call: CreateServiceLinkedRole,
): Result<AccountState, CallRefusal> {
  const existing = namedIn(state.roles, call.roleName);
  if (existing !== undefined && existing.seenOnlyInCalls !== true) {
    return refuse('EntityAlreadyExists', `the role "${existing.name}" exists`);
  }
  return ok(keepRole(withoutStub(state, existing), { ...newRole(state, call, existing), seenOnlyInCalls: true }));
}

/** The calls seen before may have written the name in another case. */
function withoutStub(state: AccountState, stub: Role | undefined): AccountState {
  return stub === undefined ? state : removeRole(state, stub);
}

function newRole(state: AccountState, call: CreateRole | CreateServiceLinkedRole, existing: Role | undefined): Role {
  const description = existing?.description ?? call.description ?? '';
  const seenTrust = existing?.trust ?? UNKNOWN_DOCUMENT;
  return {
    kind: 'role',
    name: call.roleName,
    path: call.path,
    arn: iamArn(state, { kind: 'role', path: call.path, name: call.roleName }),
    id: call.roleId ?? existing?.id ?? '',
    inline: existing?.inline ?? new Map(),
    attached: existing?.attached ?? [],
    trust: seenTrust === UNKNOWN_DOCUMENT ? storedDocument(call.assumeRolePolicyDocument) : seenTrust,
    tags: existing?.tags ?? new Map(),
    ...(description === '' ? {} : { description }),
  };
}

function deleteRole(state: AccountState, call: DeleteRole): Result<AccountState, CallRefusal> {
  return editRole(state, call.roleName, (role) => removable(state, role), removeRole);
}

/** Source: IAM API reference, "DeleteRole": no policies, and in no instance profile. */
function removable(state: AccountState, role: Role): Result<Role, CallRefusal> {
  if (role.attached.length > 0 || role.inline.size > 0) {
    return refuse('DeleteConflict', `the role "${role.name}" still has policies`);
  }
  const profile = [...state.instanceProfiles.values()].find((each) => each.roles.includes(role.name));
  if (profile === undefined) return ok(role);
  return refuse('DeleteConflict', `the role "${role.name}" is still in the instance profile "${profile.name}"`);
}
