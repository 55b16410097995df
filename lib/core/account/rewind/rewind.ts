import type { IamCall } from '../call.ts';
import { iamArn } from '../iam-arn.ts';
import { withEntry, withItem, withoutEntry, withoutItem } from '../maps.ts';
import { withStub } from '../missing.ts';
import { namedIn, withoutNamed } from '../named-in.ts';
import type { AccountState } from '../state.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import {
  attached,
  detached,
  named,
  onGroup,
  onPolicy,
  onRole,
  onUser,
  unknownBoundary,
  unknownInline,
  untagged,
} from './edits.ts';

type Calls = { readonly [C in IamCall as C['name']]: C };
type Rewinds = { readonly [N in keyof Calls]: (after: AccountState, call: Calls[N]) => AccountState };

/** Calls that change nothing which decides about access. */
const same = (after: AccountState): AccountState => after;

const withoutRole = (after: AccountState, { roleName }: { readonly roleName: string }): AccountState => ({
  ...after,
  roles: withoutNamed(after.roles, roleName),
});

const REWINDS: Rewinds = {
  CreateRole: withoutRole,
  CreateServiceLinkedRole: withoutRole,
  DeleteRole: withStub,
  DeleteServiceLinkedRole: withStub,
  UpdateRole: same,
  UpdateRoleDescription: same,
  UpdateAssumeRolePolicy: (after, call) =>
    onRole(after, call.roleName, (role) => ({ ...role, trust: UNKNOWN_DOCUMENT })),
  TagRole: (after, call) => onRole(after, call.roleName, untagged(call.tags.map(({ key }) => key))),
  UntagRole: same,
  AttachRolePolicy: (after, call) => onRole(after, call.roleName, detached(call.policyArn)),
  DetachRolePolicy: (after, call) => onRole(after, call.roleName, attached(call.policyArn)),
  PutRolePolicy: (after, call) => onRole(after, call.roleName, unknownInline(call.policyName)),
  DeleteRolePolicy: (after, call) => onRole(after, call.roleName, unknownInline(call.policyName)),
  PutRolePermissionsBoundary: (after, call) => onRole(after, call.roleName, unknownBoundary),
  DeleteRolePermissionsBoundary: (after, call) => onRole(after, call.roleName, unknownBoundary),
  CreateInstanceProfile: (after, call) => ({
    ...after,
    instanceProfiles: withoutNamed(after.instanceProfiles, call.instanceProfileName),
  }),
  DeleteInstanceProfile: withStub,
  AddRoleToInstanceProfile: (after, call) => inProfile(after, call, withoutItem),
  RemoveRoleFromInstanceProfile: (after, call) => inProfile(after, call, withItem),

  CreateUser: (after, call) => ({ ...after, users: withoutNamed(after.users, call.userName) }),
  DeleteUser: withStub,
  UpdateUser: (after, call) => {
    if (call.newUserName === undefined) return after;
    const user = namedIn(after.users, call.newUserName);
    if (user === undefined) return after;
    const former = named<typeof user>(after, call.userName)(user);
    return { ...after, users: withEntry(withoutEntry(after.users, user.name), former.name, former) };
  },
  TagUser: (after, call) => onUser(after, call.userName, untagged(call.tags.map(({ key }) => key))),
  UntagUser: same,
  AttachUserPolicy: (after, call) => onUser(after, call.userName, detached(call.policyArn)),
  DetachUserPolicy: (after, call) => onUser(after, call.userName, attached(call.policyArn)),
  PutUserPolicy: (after, call) => onUser(after, call.userName, unknownInline(call.policyName)),
  DeleteUserPolicy: (after, call) => onUser(after, call.userName, unknownInline(call.policyName)),
  PutUserPermissionsBoundary: (after, call) => onUser(after, call.userName, unknownBoundary),
  DeleteUserPermissionsBoundary: (after, call) => onUser(after, call.userName, unknownBoundary),
  AddUserToGroup: (after, call) => inGroup(after, call, withoutItem),
  RemoveUserFromGroup: (after, call) => inGroup(after, call, withItem),
  CreateAccessKey: (after, call) =>
    onUser(after, call.userName, (user) => ({ ...user, accessKeys: withoutEntry(user.accessKeys, call.accessKeyId) })),
  UpdateAccessKey: same,
  DeleteAccessKey: same,
  CreateLoginProfile: (after, call) => onUser(after, call.userName, (user) => ({ ...user, loginProfile: false })),
  UpdateLoginProfile: same,
  DeleteLoginProfile: (after, call) => onUser(after, call.userName, (user) => ({ ...user, loginProfile: true })),
  CreateServiceSpecificCredential: same,
  ResetServiceSpecificCredential: same,
  UpdateServiceSpecificCredential: same,
  UploadSSHPublicKey: same,
  UpdateSSHPublicKey: same,
  UploadSigningCertificate: same,
  UpdateSigningCertificate: same,

  CreateGroup: (after, call) => ({ ...after, groups: withoutNamed(after.groups, call.groupName) }),
  DeleteGroup: withStub,
  UpdateGroup: (after, call) => {
    if (call.newGroupName === undefined) return after;
    const group = namedIn(after.groups, call.newGroupName);
    if (group === undefined) return after;
    const former = named<typeof group>(after, call.groupName)(group);
    const groups = withEntry(withoutEntry(after.groups, group.name), former.name, former);
    const moved = [...after.users].map(([name, user]) => {
      if (!user.groups.includes(group.name)) return [name, user] as const;
      return [name, { ...user, groups: withItem(withoutItem(user.groups, group.name), former.name) }] as const;
    });
    return { ...after, groups, users: new Map(moved) };
  },
  AttachGroupPolicy: (after, call) => onGroup(after, call.groupName, detached(call.policyArn)),
  DetachGroupPolicy: (after, call) => onGroup(after, call.groupName, attached(call.policyArn)),
  PutGroupPolicy: (after, call) => onGroup(after, call.groupName, unknownInline(call.policyName)),
  DeleteGroupPolicy: (after, call) => onGroup(after, call.groupName, unknownInline(call.policyName)),

  CreatePolicy: (after, call) => {
    const arn = iamArn(after, { kind: 'policy', path: call.path, name: call.policyName });
    return { ...after, policies: withoutEntry(after.policies, arn) };
  },
  DeletePolicy: withStub,
  CreatePolicyVersion: (after, call) =>
    onPolicy(after, call.policyArn, (policy) => ({
      ...policy,
      versions: withoutEntry(policy.versions, call.versionId ?? policy.defaultVersion),
      ...(call.setAsDefault ? { defaultVersion: '' } : {}),
    })),
  DeletePolicyVersion: (after, call) =>
    onPolicy(after, call.policyArn, (policy) => ({
      ...policy,
      versions: withEntry(policy.versions, call.versionId, UNKNOWN_DOCUMENT),
    })),
  SetDefaultPolicyVersion: (after, call) =>
    onPolicy(after, call.policyArn, (policy) => ({ ...policy, defaultVersion: '' })),
  TagPolicy: same,
  UntagPolicy: same,
};

/**
 * The state before a call that AWS took, from the state after it. What only the state before could tell (what a policy said
 * that was written over or deleted, which boundary there was) is there and unknown, so that access which hangs on it is
 * undetermined. What the state does not have is left alone. An attachment that was there twice counts as made by the call.
 */
export function rewind(after: AccountState, call: IamCall): AccountState {
  return rewound(call.name, after, call);
}

function rewound<N extends keyof Calls>(name: N, after: AccountState, call: Calls[N]): AccountState {
  return REWINDS[name](after, call);
}

type Change = (list: readonly string[], item: string) => readonly string[];

function inProfile(
  after: AccountState,
  { instanceProfileName, roleName }: { readonly instanceProfileName: string; readonly roleName: string },
  change: Change,
): AccountState {
  const profile = namedIn(after.instanceProfiles, instanceProfileName);
  if (profile === undefined) return after;
  const roles = change(profile.roles, namedIn(after.roles, roleName)?.name ?? roleName);
  return { ...after, instanceProfiles: withEntry(after.instanceProfiles, profile.name, { ...profile, roles }) };
}

function inGroup(
  after: AccountState,
  { groupName, userName }: { readonly groupName: string; readonly userName: string },
  change: Change,
): AccountState {
  const name = namedIn(after.groups, groupName)?.name ?? groupName;
  return onUser(after, userName, (user) => ({ ...user, groups: change(user.groups, name) }));
}
