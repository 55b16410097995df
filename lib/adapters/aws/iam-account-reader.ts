import type { IAMClient } from '@aws-sdk/client-iam';
import { trustingByAttribute } from '../../core/account/affected-by.ts';
import { readAuthorizationDetails } from '../../core/account/authorization-details.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { principalsOf } from '../../core/account/slice.ts';
import type { IamCall } from '../../core/account/call.ts';
import type { ListedPrincipal } from '../../core/account/listed-principal.ts';
import type { AccountState, InstanceProfile, ManagedPolicy } from '../../core/account/state.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { AccountReader, RoleNames } from '../../ports/account-reader.ts';
import type { Pause } from '../../ports/pause.ts';
import type { AccountDirectory } from './account-directory.ts';
import type { AccountSource } from './account-source.ts';
import { atMost, type AtMost } from './at-most.ts';
import type { CallBudget } from './call-budget.ts';
import { type CallReach, changesAttributes, namedBy, reachOf } from './call-reach.ts';
import { IamAsking } from './iam-asking.ts';
import { NotThere } from './iam-fault.ts';
import { listPrincipals } from './list-principals.ts';
import { ManagedPolicies } from './managed-policies.ts';
import { type MemberRole, RoleNotAssumed } from './member-clients.ts';
import { readAccountPages } from './read-account.ts';
import { type AccountParts, readAround, readNamed } from './read-around.ts';
import { groupsOnce } from './read-group.ts';
import type { PrincipalName } from './read-holder.ts';
import type { ReadMemory } from './read-memory.ts';
import { withMore } from './read-more.ts';
import { readRole } from './read-role.ts';
import { readUser } from './read-user.ts';

/** How IAM is reached in each account, and what keeps reads within its quotas. */
export interface IamReaderDeps {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly clients: { iam(account: string, role: MemberRole): IAMClient };
  readonly directory: AccountDirectory;
  readonly budget: CallBudget;
  readonly memory: ReadMemory;
  readonly pause: Pause;
}

/** AWS publishes no rates for IAM; a few questions at a time keep below what was seen to be throttled. */
const MOST_AT_ONCE = 5;
/** Waits before reading again what changed while it was read, in milliseconds. */
const READ_AGAIN_AFTER = [50, 200, 800] as const;
const NO_REACH: CallReach = {
  roles: [],
  users: [],
  groups: [],
  changedGroups: [],
  policies: [],
  changedPolicies: [],
  profiles: [],
};
/** What IAM allows in names (IAM user guide, "IAM and AWS STS quotas"): no other principal exists. */
const PRINCIPAL = /^(?<kind>role|user)\/(?:[\x21-\x7E]{1,512}\/)?(?<name>[\w+=,.@-]{1,128})$/;

/**
 * Reads accounts through IAM's API, as the Observer of each account. A principal costs one question for itself and one for
 * each of its lists, one for each inline policy and two for each managed policy, less what the memory has. What is missing
 * is undefined only where IAM says that the principal itself is not there; everything else that goes wrong is a fault.
 */
export class IamAccountReader implements AccountReader {
  readonly #deps: IamReaderDeps;
  readonly #policies: ManagedPolicies;
  readonly #atMost: AtMost = atMost(MOST_AT_ONCE);

  constructor(deps: IamReaderDeps) {
    this.#deps = deps;
    this.#policies = new ManagedPolicies(deps.memory);
  }

  accounts(): Promise<readonly string[]> {
    return this.#deps.directory.all();
  }

  async stateOf(principalArn: string): Promise<AccountState | undefined> {
    const arn = parseArn(principalArn);
    const { kind, name } = PRINCIPAL.exec(arn?.resource ?? '')?.groups ?? {};
    if (arn?.service !== 'iam' || arn.partition !== this.#deps.partition || name === undefined) return undefined;
    if (!(await this.#deps.directory.has(arn.account))) return undefined;
    const named = { name, arn: principalArn };
    const readPage = kind === 'role' ? readRolePage : readUserPage;
    const page = await this.#untilWhole(() => readPage(named, this.#source(arn.account)));
    return page === undefined ? undefined : { ...this.#stateOf(arn.account, [page]), coverage: 'partial' };
  }

  async around(account: string, call: IamCall): Promise<AccountState | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    const reach = reachOf(call, { account, partition: this.#deps.partition });
    if (!changesAttributes(call)) return this.#within(account, reach);
    let whole: AccountState | undefined;
    const readNames = async () => {
      whole = await this.accountOf(account);
      return whole === undefined ? [] : trustingByAttribute(whole).map(({ name }) => name);
    };
    const trusting = await this.#deps.memory.trustingByAttribute.recall({ key: account, owner: '', read: readNames });
    return whole ?? this.#within(account, { ...reach, roles: [...new Set([...reach.roles, ...trusting])] });
  }

  async #within(account: string, reach: CallReach): Promise<AccountState | undefined> {
    const state = await this.#untilWhole(async () => {
      const parts = await readAround(reach, this.#source(account));
      return parts === 'whole' ? parts : this.#stateOfParts(account, parts);
    });
    return state === 'whole' ? this.accountOf(account) : state;
  }

  /** What a call names and would change, as it is now; undefined: the account is not known. For who makes the call. */
  async named(account: string, call: IamCall): Promise<AccountState | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    const named = namedBy(call, { account, partition: this.#deps.partition });
    return this.#untilWhole(async () => {
      const source = this.#source(account);
      const parts = await readNamed(named, source);
      return withMore(this.#stateOfParts(account, parts), call, source);
    });
  }

  async rolesNamed(account: string, { roles, instanceProfiles }: RoleNames): Promise<AccountState | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    const only = (named: Pick<CallReach, 'roles' | 'profiles'>) => this.#within(account, { ...NO_REACH, ...named });
    if (instanceProfiles.length === 0) return only({ roles, profiles: [] });
    const found = await only({ roles: [], profiles: instanceProfiles });
    const within = [...(found?.instanceProfiles.values() ?? [])].flatMap((profile) => profile.roles);
    return only({ roles: [...new Set([...roles, ...within])], profiles: instanceProfiles });
  }

  async principalsIn(account: string): Promise<readonly ListedPrincipal[] | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    return listPrincipals(this.#source(account).asking);
  }

  async accountOf(account: string): Promise<AccountState | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    const { asking, policies } = this.#source(account);
    return this.#untilWhole(async () => {
      const pages = await readAccountPages(asking);
      const listed = this.#stateOf(account, pages);
      const missing = unlistedPolicies(listed);
      // a policy that is gone since is left out: who holds it is then called unreadable, and nobody else is
      const details = await Promise.all(missing.map((arn) => policies.readIfThere(asking, arn)));
      const found = details.filter((detail) => detail !== undefined);
      return found.length === 0 ? listed : this.#stateOf(account, [...pages, pageOf({ Policies: found })]);
    });
  }

  /** A managed policy, of AWS's own or the account's, asked for in this account; undefined: there is none of this ARN. */
  async managedPolicy(account: string, arn: string): Promise<ManagedPolicy | undefined> {
    const { asking, policies } = this.#source(account);
    const detail = await policies.readIfThere(asking, arn);
    if (detail === undefined) return undefined;
    return this.#stateOf(account, [pageOf({ Policies: [detail] })]).policies.get(arn);
  }

  /** A policy of an account's own; undefined: there is none, or nobody here may read that account. */
  async policyIfReadable(account: string, arn: string): Promise<ManagedPolicy | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    try {
      return await this.managedPolicy(account, arn);
    } catch (fault) {
      if (fault instanceof Error && fault.cause instanceof RoleNotAssumed) return undefined;
      throw fault;
    }
  }

  #source(account: string): AccountSource {
    const role = 'Observer';
    const { clients, budget, memory } = this.#deps;
    const asking = new IamAsking({ account, role }, clients.iam(account, role), { budget, atMost: this.#atMost });
    return { asking, memory, policies: this.#policies, readGroup: groupsOnce(asking, memory) };
  }

  /** Reads again while parts of what was listed are gone when they are read: half of one state is no state. */
  async #untilWhole<T>(read: () => Promise<T>): Promise<T> {
    for (const wait of READ_AGAIN_AFTER) {
      try {
        return await read();
      } catch (fault) {
        if (!(fault instanceof NotThere || fault instanceof TornReading)) throw fault;
        await this.#deps.pause(wait);
      }
    }
    return read();
  }

  #stateOfParts(account: string, { page, profiles }: AccountParts): AccountState {
    const state = this.#stateOf(account, [pageOf(page)]);
    const named = profiles.map((profile): [string, InstanceProfile] => [profile.name, profile]);
    return { ...state, coverage: 'partial', instanceProfiles: new Map([...state.instanceProfiles, ...named]) };
  }

  #stateOf(account: string, pages: readonly JsonValue[]): AccountState {
    const read = readAuthorizationDetails(pages);
    if (read.ok) {
      if (read.value.account === account) return read.value;
      throw new Error(`the role in the account ${account} read the account ${read.value.account}`);
    }
    const { code, place, detail } = read.error;
    if (code === 'NO_ACCOUNT') return { ...emptyAccount(account, this.#deps.partition), coverage: 'whole' };
    const said = `the account ${account} could not be read: ${place}: ${detail}`;
    throw code === 'CONTRADICTION' ? new TornReading(said) : new Error(said);
  }
}

async function readRolePage(named: PrincipalName, source: AccountSource): Promise<JsonValue | undefined> {
  const role = await readRole(source, named);
  if (role === undefined) return undefined;
  return pageOf({
    RoleDetailList: [role.detail],
    Policies: await source.policies.readAll(source.asking, role.policies),
  });
}

async function readUserPage(named: PrincipalName, source: AccountSource): Promise<JsonValue | undefined> {
  const user = await readUser(source, named);
  if (user === undefined) return undefined;
  const held = [...user.policies, ...user.groups.flatMap((group) => group.policies)];
  return pageOf({
    UserDetailList: [user.detail],
    GroupDetailList: user.groups.map((group) => group.detail),
    Policies: await source.policies.readAll(source.asking, held),
  });
}

/** The account changed while its pages were read. */
class TornReading extends Error {
  override readonly name = 'TornReading';
}

function pageOf(lists: JsonObject): JsonObject {
  return { ...lists, IsTruncated: false };
}

/** ARNs of managed policies that somebody holds and the state does not list: AWS's own, and what was made meanwhile. */
function unlistedPolicies(state: AccountState): readonly string[] {
  const principals = principalsOf(state);
  const held = [...principals, ...state.groups.values()].flatMap(({ attached }) => attached);
  const boundaries = principals.flatMap(({ boundary }) => (boundary === undefined ? [] : [boundary]));
  return [...new Set([...held, ...boundaries])].filter((arn) => !state.policies.has(arn));
}
