import type { JsonValue } from '../json.ts';
import { parseArn } from '../policy/arn.ts';
import { err, ok, type Result } from '../result.ts';
import { type AccountProblem, problemOf } from './account-problem.ts';
import {
  type AuthorizationPage,
  authorizationPage,
  type GroupDetail,
  type PolicyDetail,
  type RoleDetail,
  type UserDetail,
} from './authorization-shape.ts';
import { storedDocument } from './stored-document.ts';
import type { AccountState, Group, InstanceProfile, ManagedPolicy, Role, Tags, User } from './state.ts';

/**
 * Most roles, users, groups and policies read from one account, all together: several times what AWS's quotas allow
 * (5,000 of each), so that a file above it is not one account.
 */
const MOST_ENTRIES = 50_000;

/**
 * Reads an account from the pages of `aws iam get-account-authorization-details`, in any order: documents URL-encoded, as
 * text or as objects. `coverage` is `partial` where a page is missing (each says that more follow) or a list is.
 * Account and partition come from the ARNs. Refused, with the place: a wrong shape, no or two accounts, one name with two
 * contents, too many entries. A document that does not decode is kept as its text.
 */
export function readAuthorizationDetails(pages: readonly JsonValue[]): Result<AccountState, AccountProblem> {
  const shaped: AuthorizationPage[] = [];
  for (const [index, page] of pages.entries()) {
    const parsed = authorizationPage.safeParse(page);
    if (!parsed.success) return err(problemOf(parsed.error, pages.length > 1 ? `page ${index + 1}: ` : ''));
    shaped.push(parsed.data);
  }
  const lists = listsOf(shaped);
  const entries = lists.roles.length + lists.users.length + lists.groups.length + lists.policies.length;
  if (entries > MOST_ENTRIES) {
    const detail = `${entries} roles, users, groups and policies, at most ${MOST_ENTRIES} are read; give one account`;
    return err({ code: 'TOO_LARGE', place: 'document', detail });
  }
  const owner = ownerOf([...lists.roles, ...lists.users, ...lists.groups, ...lists.policies]);
  if (!owner.ok) return owner;
  return stateOf(owner.value, lists);
}

interface Lists {
  readonly coverage: AccountState['coverage'];
  readonly roles: readonly RoleDetail[];
  readonly users: readonly UserDetail[];
  readonly groups: readonly GroupDetail[];
  readonly policies: readonly PolicyDetail[];
}

function listsOf(pages: readonly AuthorizationPage[]): Lists {
  const complete =
    pages.some((page) => !page.IsTruncated) &&
    pages.some((page) => page.RoleDetailList !== undefined) &&
    pages.some((page) => page.UserDetailList !== undefined) &&
    pages.some((page) => page.GroupDetailList !== undefined) &&
    pages.some((page) => page.Policies !== undefined);
  return {
    coverage: complete ? 'whole' : 'partial',
    roles: pages.flatMap((page) => page.RoleDetailList ?? []),
    users: pages.flatMap((page) => page.UserDetailList ?? []),
    groups: pages.flatMap((page) => page.GroupDetailList ?? []),
    policies: pages.flatMap((page) => page.Policies ?? []),
  };
}

type Owner = Pick<AccountState, 'account' | 'partition'>;

/** AWS managed policies belong to the account `aws`, and some published files give users that account: neither counts. */
function ownerOf(details: readonly { readonly Arn: string }[]): Result<Owner, AccountProblem> {
  const owners = new Map<string, Owner>();
  for (const { Arn } of details) {
    const arn = parseArn(Arn);
    if (arn === undefined || !/^\d{12}$/.test(arn.account)) continue;
    owners.set(`${arn.partition} ${arn.account}`, { partition: arn.partition, account: arn.account });
  }
  const [first, second] = [...owners.values()];
  if (first === undefined) {
    const detail = 'no ARN with an account of 12 digits; give the details of an account with a role, user or policy';
    return err({ code: 'NO_ACCOUNT', place: 'document', detail });
  }
  if (second !== undefined) {
    const detail = `ARNs of the accounts ${first.account} and ${second.account}; give the pages of one account`;
    return err({ code: 'TWO_ACCOUNTS', place: 'document', detail });
  }
  return ok(first);
}

function stateOf(owner: Owner, lists: Lists): Result<AccountState, AccountProblem> {
  const roles = byKey('RoleDetailList', lists.roles.map(roleOf), (role) => role.name);
  if (!roles.ok) return roles;
  const users = byKey('UserDetailList', lists.users.map(userOf), (user) => user.name);
  if (!users.ok) return users;
  const groups = byKey('GroupDetailList', lists.groups.map(groupOf), (group) => group.name);
  if (!groups.ok) return groups;
  const policies = byKey('Policies', lists.policies.map(policyOf), (policy) => policy.arn);
  if (!policies.ok) return policies;
  return ok({
    ...owner,
    coverage: lists.coverage,
    roles: roles.value,
    users: users.value,
    groups: groups.value,
    policies: policies.value,
    instanceProfiles: instanceProfilesOf(lists.roles),
  });
}

/** An account that changes while its pages are read can list one thing twice, and alike; two contents are a mix-up. */
function byKey<T>(
  list: string,
  items: readonly T[],
  keyOf: (item: T) => string,
): Result<ReadonlyMap<string, T>, AccountProblem> {
  const map = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const other = map.get(key);
    if (other !== undefined && comparable(other) !== comparable(item)) {
      const detail = `"${key}" comes twice with different contents; give the pages of one reading`;
      return err({ code: 'CONTRADICTION', place: list, detail });
    }
    map.set(key, item);
  }
  return ok(map);
}

function comparable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part));
}

function holderOf(detail: RoleDetail | UserDetail | GroupDetail, inline: RoleDetail['RolePolicyList']) {
  return {
    path: detail.Path,
    arn: detail.Arn,
    inline: new Map(inline.map((policy) => [policy.PolicyName, storedDocument(policy.PolicyDocument)])),
    attached: [...new Set(detail.AttachedManagedPolicies.map((policy) => policy.PolicyArn))].sort(),
  };
}

function principalOf(detail: RoleDetail | UserDetail) {
  const boundary = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return { tags: tagsOf(detail.Tags), ...(boundary === undefined ? {} : { boundary }) };
}

function tagsOf(tags: RoleDetail['Tags']): Tags {
  return new Map(tags.map((tag) => [tag.Key, tag.Value]));
}

/** An empty description is none: AWS writes either (and `applyCall` takes away what is set to nothing). */
function describedBy(description: string | undefined): { readonly description?: string } {
  return description === undefined || description === '' ? {} : { description };
}

function roleOf(detail: RoleDetail): Role {
  return {
    kind: 'role',
    name: detail.RoleName,
    id: detail.RoleId,
    ...holderOf(detail, detail.RolePolicyList),
    ...principalOf(detail),
    trust: storedDocument(detail.AssumeRolePolicyDocument),
    ...describedBy(detail.Description),
    ...(detail.MaxSessionDuration === undefined ? {} : { maxSessionDuration: detail.MaxSessionDuration }),
  };
}

function userOf(detail: UserDetail): User {
  return {
    kind: 'user',
    name: detail.UserName,
    id: detail.UserId,
    ...holderOf(detail, detail.UserPolicyList),
    ...principalOf(detail),
    groups: [...new Set(detail.GroupList)].sort(),
    accessKeys: new Map(),
  };
}

function groupOf(detail: GroupDetail): Group {
  return { kind: 'group', name: detail.GroupName, id: detail.GroupId, ...holderOf(detail, detail.GroupPolicyList) };
}

function policyOf(detail: PolicyDetail): ManagedPolicy {
  return {
    arn: detail.Arn,
    name: detail.PolicyName ?? detail.Arn.slice(detail.Arn.lastIndexOf('/') + 1),
    path: detail.Path,
    id: detail.PolicyId,
    defaultVersion: detail.DefaultVersionId,
    versions: new Map(detail.PolicyVersionList.map((each) => [each.VersionId, storedDocument(each.Document)])),
    tags: tagsOf(detail.Tags),
    ...describedBy(detail.Description),
  };
}

/** The profile is listed under each of its roles; profiles without a role are not listed at all. */
function instanceProfilesOf(roles: readonly RoleDetail[]): ReadonlyMap<string, InstanceProfile> {
  const profiles = new Map<string, InstanceProfile>();
  for (const role of roles) {
    for (const { InstanceProfileName: name, Path: path, Roles } of role.InstanceProfileList) {
      const known = profiles.get(name)?.roles ?? [];
      const members = [...known, role.RoleName, ...Roles.map((each) => each.RoleName)];
      profiles.set(name, { name, path, roles: [...new Set(members)].sort() });
    }
  }
  return profiles;
}
