import type { JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import type { AccountProblem } from './account-problem.ts';
import type { AccountState, Group, InstanceProfile, ManagedPolicy, PolicyHolder, Role, User } from './state.ts';
import { StoredValue } from './stored-value.ts';

const text = (value: StoredValue) => value.text();
const json = (value: StoredValue) => value.json();

const maybeBoundary = (holder: StoredValue) => holder.maybe('boundary', (value) => ({ boundary: value.text() }));
const maybeDescription = (of: StoredValue) => of.maybe('description', (value) => ({ description: value.text() }));
const maybeSeenOnlyInCalls = (of: StoredValue) =>
  of.maybe('seenOnlyInCalls', (value) => ({ seenOnlyInCalls: value.oneOf(true) }));

function holderFrom(stored: StoredValue): PolicyHolder {
  return {
    name: stored.member('name').text(),
    path: stored.member('path').text(),
    arn: stored.member('arn').text(),
    id: stored.member('id').text(),
    inline: stored.member('inline').pairs(json),
    attached: stored.member('attached').list(text),
    ...maybeSeenOnlyInCalls(stored),
  };
}

function roleFrom(stored: StoredValue): Role {
  return {
    ...holderFrom(stored),
    kind: stored.member('kind').oneOf('role'),
    trust: stored.member('trust').json(),
    tags: stored.member('tags').pairs(text),
    ...maybeBoundary(stored),
    ...maybeDescription(stored),
    ...stored.maybe('maxSessionDuration', (value) => ({ maxSessionDuration: value.number() })),
  };
}

function userFrom(stored: StoredValue): User {
  return {
    ...holderFrom(stored),
    kind: stored.member('kind').oneOf('user'),
    tags: stored.member('tags').pairs(text),
    groups: stored.member('groups').list(text),
    accessKeys: stored.member('accessKeys').pairs((status) => status.oneOf('Active', 'Inactive')),
    ...maybeBoundary(stored),
    ...stored.maybe('loginProfile', (value) => ({ loginProfile: value.flag() })),
  };
}

function groupFrom(stored: StoredValue): Group {
  return { ...holderFrom(stored), kind: stored.member('kind').oneOf('group') };
}

function policyFrom(stored: StoredValue): ManagedPolicy {
  return {
    arn: stored.member('arn').text(),
    name: stored.member('name').text(),
    path: stored.member('path').text(),
    id: stored.member('id').text(),
    defaultVersion: stored.member('defaultVersion').text(),
    versions: stored.member('versions').pairs(json),
    tags: stored.member('tags').pairs(text),
    ...maybeDescription(stored),
    ...maybeSeenOnlyInCalls(stored),
  };
}

function profileFrom(stored: StoredValue): InstanceProfile {
  return {
    name: stored.member('name').text(),
    path: stored.member('path').text(),
    roles: stored.member('roles').list(text),
  };
}

const byName = <T extends { readonly name: string }>(parts: readonly T[]): ReadonlyMap<string, T> =>
  new Map(parts.map((part) => [part.name, part]));

/** Reads what `stateToJson` wrote, or says where it differs from that form. */
export function stateFromJson(value: JsonValue): Result<AccountState, AccountProblem> {
  const stored = new StoredValue(value);
  const policies = stored.member('policies').list(policyFrom);
  const state: AccountState = {
    account: stored.member('account').text(),
    partition: stored.member('partition').text(),
    coverage: stored.member('coverage').oneOf('whole', 'partial'),
    roles: byName(stored.member('roles').list(roleFrom)),
    users: byName(stored.member('users').list(userFrom)),
    groups: byName(stored.member('groups').list(groupFrom)),
    policies: new Map(policies.map((each) => [each.arn, each])),
    instanceProfiles: byName(stored.member('instanceProfiles').list(profileFrom)),
  };
  return stored.problem === undefined ? ok(state) : err(stored.problem);
}
