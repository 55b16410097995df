import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { iamArn } from '../../../lib/core/account/iam-arn.ts';
import type {
  AccountState,
  InstanceProfile,
  ManagedPolicy,
  PolicyHolder,
  Principal,
  Role,
  Tags,
} from '../../../lib/core/account/state.ts';

/**
 * An account as one page of `get-account-authorization-details`, which `readAuthorizationDetails` reads back to the same
 * state. What that format has no place for is left out: access keys, passwords, profiles without a role, whether a thing was seen only in
 * calls; `stateToJson` keeps them.
 */
export function writeAuthorizationDetails(state: AccountState): JsonObject {
  return {
    UserDetailList: [...state.users.values()].map((user) => ({
      UserName: user.name,
      UserId: user.id,
      ...holderDetail(user),
      ...principalDetail(user),
      UserPolicyList: inlineDetail(user),
      GroupList: user.groups,
    })),
    GroupDetailList: [...state.groups.values()].map((group) => ({
      GroupName: group.name,
      GroupId: group.id,
      ...holderDetail(group),
      GroupPolicyList: inlineDetail(group),
    })),
    RoleDetailList: rolesDetail(state),
    Policies: [...state.policies.values()].map(policyDetail),
    IsTruncated: state.coverage === 'partial',
  };
}

function rolesDetail(state: AccountState): readonly JsonObject[] {
  const profiles = new Map<string, InstanceProfile[]>();
  for (const profile of state.instanceProfiles.values()) {
    for (const role of profile.roles) profiles.set(role, [...(profiles.get(role) ?? []), profile]);
  }
  return [...state.roles.values()].map((role) => ({
    RoleName: role.name,
    RoleId: role.id,
    ...holderDetail(role),
    ...principalDetail(role),
    AssumeRolePolicyDocument: role.trust,
    RolePolicyList: inlineDetail(role),
    InstanceProfileList: (profiles.get(role.name) ?? []).map((profile) => profileDetail(state, profile)),
    ...roleOptions(role),
  }));
}

function roleOptions(role: Role): JsonObject {
  return {
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...(role.maxSessionDuration === undefined ? {} : { MaxSessionDuration: role.maxSessionDuration }),
  };
}

function holderDetail(holder: PolicyHolder): JsonObject {
  return {
    Path: holder.path,
    Arn: holder.arn,
    AttachedManagedPolicies: holder.attached.map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    })),
  };
}

function principalDetail(principal: Principal): JsonObject {
  const tags = tagsDetail(principal.tags);
  if (principal.boundary === undefined) return { Tags: tags };
  const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: principal.boundary };
  return { Tags: tags, PermissionsBoundary: boundary };
}

function inlineDetail(holder: PolicyHolder): JsonValue {
  return [...holder.inline].map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }));
}

function tagsDetail(tags: Tags): JsonValue {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

function profileDetail(state: AccountState, profile: InstanceProfile): JsonObject {
  return {
    InstanceProfileName: profile.name,
    Path: profile.path,
    Arn: iamArn(state, { kind: 'instance-profile', path: profile.path, name: profile.name }),
    Roles: profile.roles.map((RoleName) => ({ RoleName })),
  };
}

function policyDetail(policy: ManagedPolicy): JsonObject {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    PolicyVersionList: [...policy.versions].map(([VersionId, Document]) => ({
      VersionId,
      IsDefaultVersion: VersionId === policy.defaultVersion,
      Document,
    })),
    Tags: tagsDetail(policy.tags),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
  };
}
