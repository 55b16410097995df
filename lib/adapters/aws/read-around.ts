import { GetInstanceProfileCommand } from '@aws-sdk/client-iam';
import type { InstanceProfile } from '../../core/account/state.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AccountSource } from './account-source.ts';
import type { CallReach } from './call-reach.ts';
import type { IamAsking } from './iam-asking.ts';
import { type GroupMembers, readMembers } from './read-group.ts';
import { readPolicyHolders } from './read-policy-holders.ts';
import { readRole } from './read-role.ts';
import { readUser } from './read-user.ts';

/** Parts of an account, as a page of GetAccountAuthorizationDetails, and instance profiles, which have no list there. */
export interface AccountParts {
  readonly page: JsonObject;
  readonly profiles: readonly InstanceProfile[];
}

/** With more principals than this the whole account is read instead: it costs a question for each hundred or so. */
const MOST_ONE_BY_ONE = 8;

/** What is within the reach of a call; `whole`: so many that the account is better read as a whole. */
export async function readAround(reach: CallReach, source: AccountSource): Promise<AccountParts | 'whole'> {
  const { asking } = source;
  const holders = await Promise.all(reach.changedPolicies.map((arn) => readPolicyHolders(asking, arn)));
  const changedGroups = unique([...reach.changedGroups, ...holders.flatMap(({ groups }) => groups)]);
  const groups = await readGroups(asking, changedGroups);
  const roles = unique([...reach.roles, ...holders.flatMap((each) => each.roles)]);
  const members = groups.flatMap((group) => group.members);
  const users = unique([...reach.users, ...holders.flatMap((each) => each.users), ...members]);
  if (roles.length + users.length > MOST_ONE_BY_ONE) return 'whole';
  const policies = [...reach.policies, ...reach.changedPolicies];
  const beside = await readGroups(asking, reach.groups);
  return readParts({ roles, users, groups: [...groups, ...beside], policies, profiles: reach.profiles }, source);
}

/** What a call names, by itself. */
export async function readNamed(named: CallReach, source: AccountSource): Promise<AccountParts> {
  return readParts({ ...named, groups: await readGroups(source.asking, named.groups) }, source);
}

/** Names of what is to be read, groups as they were listed. */
interface Wanted extends Pick<CallReach, 'roles' | 'users' | 'policies' | 'profiles'> {
  readonly groups: readonly GroupMembers[];
}

async function readParts(wanted: Wanted, source: AccountSource): Promise<AccountParts> {
  const [roles, users, groups, profiles] = await Promise.all([
    Promise.all(wanted.roles.map((name) => readRole(source, { name }))),
    Promise.all(wanted.users.map((name) => readUser(source, { name }))),
    Promise.all(wanted.groups.map(({ group }) => source.readGroup(group))),
    Promise.all(wanted.profiles.map((name) => readProfile(source.asking, name))),
  ]);
  const foundUsers = users.filter((user) => user !== undefined);
  const principals = [...roles.filter((role) => role !== undefined), ...foundUsers];
  const allGroups = [...groups, ...foundUsers.flatMap((user) => user.groups)];
  const held = [...principals, ...allGroups].flatMap(({ policies }) => policies);
  const page = {
    RoleDetailList: roles.flatMap((role) => role?.detail ?? []),
    UserDetailList: foundUsers.map(({ detail }) => detail),
    GroupDetailList: allGroups.map(({ detail }) => detail),
    Policies: await readPolicies(source, { held, named: wanted.policies }),
  };
  return { page, profiles: profiles.filter((profile) => profile !== undefined) };
}

async function readGroups(asking: IamAsking, names: readonly string[]): Promise<readonly GroupMembers[]> {
  const groups = await Promise.all(unique(names).map((name) => readMembers(asking, name)));
  return groups.filter((group) => group !== undefined);
}

/** What is held must be there; what a call only names may be gone, or not yet shown. */
async function readPolicies(
  { asking, policies }: AccountSource,
  { held, named }: { readonly held: readonly string[]; readonly named: readonly string[] },
): Promise<readonly JsonObject[]> {
  const isHeld = new Set(held);
  const onlyNamed = unique(named).filter((arn) => !isHeld.has(arn));
  const [all, found] = await Promise.all([
    policies.readAll(asking, held),
    Promise.all(onlyNamed.map((arn) => policies.readIfThere(asking, arn))),
  ]);
  return [...all, ...found.filter((policy) => policy !== undefined)];
}

async function readProfile(asking: IamAsking, InstanceProfileName: string): Promise<InstanceProfile | undefined> {
  const command = new GetInstanceProfileCommand({ InstanceProfileName });
  const answer = await asking.askIfThere('iam:GetInstanceProfile', (options) => asking.iam.send(command, options));
  const { InstanceProfileName: name, Path: path, Roles } = answer?.InstanceProfile ?? {};
  if (answer === undefined) return undefined;
  if (name === undefined || path === undefined) throw new Error(`IAM gave no name or path of "${InstanceProfileName}"`);
  return { name, path, roles: (Roles ?? []).flatMap(({ RoleName }) => RoleName ?? []).sort() };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
