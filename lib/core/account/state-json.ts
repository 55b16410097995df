import type { JsonObject, JsonValue } from '../json.ts';
import type { AccountState, Group, InstanceProfile, ManagedPolicy, PolicyHolder, Role, Tags, User } from './state.ts';

/**
 * A state as plain JSON, complete, for storage and comparison: equal states have equal JSON, since whatever has no order is sorted.
 * Maps are lists of pairs (a tag may be named like a member of every object). `stateFromJson` reads it back.
 */
export function stateToJson(state: AccountState): JsonObject {
  return {
    account: state.account,
    partition: state.partition,
    coverage: state.coverage,
    roles: sortedValues(state.roles).map(roleJson),
    users: sortedValues(state.users).map(userJson),
    groups: sortedValues(state.groups).map(groupJson),
    policies: sortedValues(state.policies).map(policyJson),
    instanceProfiles: sortedValues(state.instanceProfiles).map(profileJson),
  };
}

function sortedValues<V>(map: ReadonlyMap<string, V>): readonly V[] {
  return sortedEntries(map).map(([, value]) => value);
}

function sortedEntries<V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
}

function holderJson(holder: PolicyHolder): JsonObject {
  return {
    name: holder.name,
    path: holder.path,
    arn: holder.arn,
    id: holder.id,
    inline: sortedEntries(holder.inline),
    attached: [...holder.attached].sort(),
    ...(holder.seenOnlyInCalls === true ? { seenOnlyInCalls: true } : {}),
  };
}

function roleJson(role: Role): JsonObject {
  return {
    ...holderJson(role),
    kind: role.kind,
    trust: role.trust,
    tags: tagsJson(role.tags),
    ...(role.boundary === undefined ? {} : { boundary: role.boundary }),
    ...(role.description === undefined ? {} : { description: role.description }),
    ...(role.maxSessionDuration === undefined ? {} : { maxSessionDuration: role.maxSessionDuration }),
  };
}

function userJson(user: User): JsonObject {
  return {
    ...holderJson(user),
    kind: user.kind,
    tags: tagsJson(user.tags),
    groups: [...user.groups].sort(),
    accessKeys: sortedEntries(user.accessKeys),
    ...(user.boundary === undefined ? {} : { boundary: user.boundary }),
    ...(user.loginProfile === undefined ? {} : { loginProfile: user.loginProfile }),
  };
}

function groupJson(group: Group): JsonObject {
  return { ...holderJson(group), kind: group.kind };
}

function policyJson(policy: ManagedPolicy): JsonObject {
  return {
    arn: policy.arn,
    name: policy.name,
    path: policy.path,
    id: policy.id,
    defaultVersion: policy.defaultVersion,
    versions: sortedEntries(policy.versions),
    tags: tagsJson(policy.tags),
    ...(policy.description === undefined ? {} : { description: policy.description }),
    ...(policy.seenOnlyInCalls === true ? { seenOnlyInCalls: true } : {}),
  };
}

function profileJson(profile: InstanceProfile): JsonObject {
  return { name: profile.name, path: profile.path, roles: [...profile.roles].sort() };
}

function tagsJson(tags: Tags): JsonValue {
  return sortedEntries(tags);
}
