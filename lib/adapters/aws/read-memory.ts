import type { IamCall } from '../../core/account/call.ts';
import { isAwsManaged } from '../../core/account/iam-arn.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Clock } from '../../ports/clock.ts';
import { accountOfPart, type ChangedPart, partsChangedBy } from './changed-parts.ts';
import { RecentParts } from './recent-parts.ts';
import type { ToldElsewhere } from './told-elsewhere.ts';

/** What GetPolicy says of a managed policy. */
export interface PolicyHead {
  readonly id: string;
  readonly defaultVersion: string;
  /** As GetAccountAuthorizationDetails writes it, without documents. */
  readonly detail: JsonObject;
}

/** What a memory works with. */
export interface ReadMemoryDeps {
  /** For how long what was read is kept, in milliseconds; 0: nothing is kept. */
  readonly keepFor: number;
  readonly clock: Clock;
  /** What other processes are told of; undefined: nobody else is. */
  readonly elsewhere?: ToldElsewhere | undefined;
}

/**
 * What was read of accounts a short while ago, so that an event costs no more than it has to: documents of inline policies,
 * what GetPolicy says, instance profiles, which roles trust by attributes. What a call changes is forgotten when the memory,
 * or that of another process, is told of the call. A call that nobody is told of is hidden for `keepFor` milliseconds at
 * most; about as long IAM itself may hide it.
 */
export class ReadMemory {
  readonly inline: RecentParts<JsonValue>;
  readonly policies: RecentParts<PolicyHead>;
  readonly profiles: RecentParts<readonly JsonObject[]>;
  /** Names of the roles of an account that trust by what a principal is called or tagged with. */
  readonly trustingByAttribute: RecentParts<readonly string[]>;
  readonly #elsewhere: ToldElsewhere | undefined;

  constructor({ keepFor, clock, elsewhere }: ReadMemoryDeps) {
    const of = (kind: ChangedPart['kind']) => {
      const toldAt = (key: string) => latest({ kind, key }, elsewhere);
      return { keepFor, clock, toldAt };
    };
    this.inline = new RecentParts(of('inline'));
    this.policies = new RecentParts(of('policies'));
    this.profiles = new RecentParts(of('profiles'));
    this.trustingByAttribute = new RecentParts(of('trustingByAttribute'));
    this.#elsewhere = elsewhere;
  }

  /** Somebody makes or made this call in the account: what it changes is read anew, here and wherever else it is remembered. */
  async told(account: string, call: IamCall): Promise<void> {
    const changed = this.changing(account, call);
    if (changed.length > 0) await this.#elsewhere?.tell(changed.map(nameOf));
  }

  /** Somebody made a call in the account that does not say what it changes: all of the account is read anew. */
  async toldOfUnknown(account: string): Promise<void> {
    await this.#elsewhere?.tell([anythingIn(account)]);
  }

  /** What the call changes is read anew here, and is what it gives: for who has told everybody already, and made the call since. */
  changing(account: string, call: IamCall): readonly ChangedPart[] {
    const changed = partsChangedBy(account, call);
    for (const { kind, key } of changed) this[kind].changed(key);
    const policy = policyBroughtBy(call);
    // AWS's own policies do not change at anybody's call
    if (policy !== undefined && !isAwsManaged(policy)) this.policies.forget(policy);
    return changed;
  }
}

/**
 * The policy that comes to count for somebody: of a change of it while nobody held it there may be a record that is still to
 * come, and then nobody holds what is remembered to be so. Nothing that is read anyway says which version is the default one.
 */
function policyBroughtBy(call: IamCall): string | undefined {
  if (call.name === 'AttachRolePolicy' || call.name === 'AttachUserPolicy' || call.name === 'AttachGroupPolicy')
    return call.policyArn;
  if (call.name === 'PutRolePermissionsBoundary' || call.name === 'PutUserPermissionsBoundary')
    return call.permissionsBoundary;
  return undefined;
}

/** When anybody was told last that a part changes, or that something does in its account. AWS's own policies do not. */
async function latest(part: ChangedPart, elsewhere: ToldElsewhere | undefined): Promise<Instant | undefined> {
  if (elsewhere === undefined || isAwsManaged(part.key)) return undefined;
  const names = [nameOf(part), anythingIn(accountOfPart(part))];
  const told = (await Promise.all(names.map((name) => elsewhere.toldAt(name)))).filter((at) => at !== undefined);
  return told.length === 0 ? undefined : Math.max(...told);
}

function anythingIn(account: string): string {
  return `account ${account}`;
}

function nameOf({ kind, key }: ChangedPart): string {
  return `${kind} ${key}`;
}
