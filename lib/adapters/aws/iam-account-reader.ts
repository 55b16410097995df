import type { IAMClient } from '@aws-sdk/client-iam';
import { readAuthorizationDetails } from '../../core/account/authorization-details.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { principalsOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Pause } from '../../ports/pause.ts';
import type { AccountDirectory } from './account-directory.ts';
import { atMost, type AtMost } from './at-most.ts';
import type { CallBudget } from './call-budget.ts';
import { IamAsking } from './iam-asking.ts';
import { NotThere } from './iam-fault.ts';
import { ManagedPolicies } from './managed-policies.ts';
import type { MemberRole } from './member-clients.ts';
import { readAccountPages } from './read-account.ts';
import type { ReadMemory } from './read-memory.ts';
import { readRole } from './read-role.ts';
import { readUser } from './read-user.ts';

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
/** What IAM allows in names (IAM user guide, "IAM and AWS STS quotas"): no other principal exists. */
const PRINCIPAL = /^(?<kind>role|user)\/(?:[\x21-\x7E]{1,512}\/)?[\w+=,.@-]{1,128}$/;

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
    const kind = PRINCIPAL.exec(arn?.resource ?? '')?.groups?.['kind'];
    if (arn?.service !== 'iam' || arn.partition !== this.#deps.partition || kind === undefined) return undefined;
    if (!(await this.#deps.directory.has(arn.account))) return undefined;
    const asking = this.#asking(arn.account);
    const page = await this.#untilWhole(() =>
      kind === 'role' ? this.#rolePage(asking, principalArn) : this.#userPage(asking, principalArn),
    );
    return page === undefined ? undefined : { ...this.#stateOf(asking.account, [page]), coverage: 'partial' };
  }

  async accountOf(account: string): Promise<AccountState | undefined> {
    if (!(await this.#deps.directory.has(account))) return undefined;
    const asking = this.#asking(account);
    return this.#untilWhole(async () => {
      const pages = await readAccountPages(asking);
      const listed = this.#stateOf(account, pages);
      const missing = unlistedPolicies(listed);
      // a policy that is gone since is left out: who holds it is then called unreadable, and nobody else is
      const details = await Promise.all(missing.map((arn) => this.#policyIfThere(asking, arn)));
      const found = details.filter((detail) => detail !== undefined);
      return found.length === 0 ? listed : this.#stateOf(account, [...pages, pageOf({ Policies: found })]);
    });
  }

  #asking(account: string): IamAsking {
    const role = 'Observer';
    const { clients, budget } = this.#deps;
    return new IamAsking({ account, role }, clients.iam(account, role), { budget, atMost: this.#atMost });
  }

  async #rolePage(asking: IamAsking, arn: string): Promise<JsonValue | undefined> {
    const role = await readRole(asking, arn, this.#deps.memory);
    if (role === undefined) return undefined;
    return pageOf({ RoleDetailList: [role.detail], Policies: await this.#policyDetails(asking, role.policies) });
  }

  async #userPage(asking: IamAsking, arn: string): Promise<JsonValue | undefined> {
    const user = await readUser(asking, arn, this.#deps.memory);
    if (user === undefined) return undefined;
    const policies = [...user.policies, ...user.groups.flatMap((group) => group.policies)];
    return pageOf({
      UserDetailList: [user.detail],
      GroupDetailList: user.groups.map((group) => group.detail),
      Policies: await this.#policyDetails(asking, policies),
    });
  }

  #policyDetails(asking: IamAsking, arns: readonly string[]): Promise<readonly JsonObject[]> {
    return Promise.all([...new Set(arns)].map((arn) => this.#policies.read(asking, arn)));
  }

  async #policyIfThere(asking: IamAsking, arn: string): Promise<JsonObject | undefined> {
    try {
      return await this.#policies.read(asking, arn);
    } catch (fault) {
      if (fault instanceof NotThere) return undefined;
      throw fault;
    }
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
