import type { IAMClient } from '@aws-sdk/client-iam';
import { isAlreadyMade } from '../../core/account/already-made.ts';
import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { subjectsOf } from '../../core/account/call-subjects.ts';
import { isAwsManaged } from '../../core/account/iam-arn.ts';
import { isSameState } from '../../core/account/same-state.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Enforcer, EnforceOutcome } from '../../ports/enforcer.ts';
import type { CallBudget } from './call-budget.ts';
import type { Send } from './commands/command.ts';
import { commandOf } from './commands/command-of.ts';
import { markAfter, markBefore } from './hold-mark.ts';
import { codeOf, isDenied, messageOf } from './iam-fault.ts';
import { type MemberRole, RoleNotAssumed } from './member-clients.ts';
import type { ReadMemory } from './read-memory.ts';

/** The role that calls are made with, and what is checked and forgotten around each call. */
export interface IamEnforcerDeps {
  /** `Holder` for holds, `Restorer` for restores. */
  readonly role: Extract<MemberRole, 'Holder' | 'Restorer'>;
  readonly clients: { iam(account: string, role: MemberRole, findingId?: string): IAMClient };
  /** What a call names, as the account is now; undefined: the account is not known. */
  readonly accounts: { named(account: string, call: IamCall): Promise<AccountState | undefined> };
  readonly budget: CallBudget;
  /** What the reader of the same function remembers. */
  readonly memory: ReadMemory;
}

type Refused = Extract<EnforceOutcome, { readonly kind: 'refused' }>;

/**
 * What IAM says no to, whoever asks and whenever. All else (throttling, a busy object, an expired session, the network) may
 * pass, and is a fault. Source: IAM API reference, errors of each call, and "Common errors".
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'NoSuchEntity',
  'EntityAlreadyExists',
  'LimitExceeded',
  'DeleteConflict',
  'MalformedPolicyDocument',
  'UnmodifiableEntity',
  'PolicyNotAttachable',
  'InvalidInput',
  'InvalidUserType',
  'ValidationError',
]);

/** After these, what was asked for is there already where the account shows it. */
const SAYS_SO: ReadonlySet<string> = new Set(['NoSuchEntity', 'EntityAlreadyExists', 'LimitExceeded']);
const REMOVES = /^(?:Delete|Detach|Remove|Untag)/;

/**
 * Makes calls through IAM's API, as the Holder or the Restorer of the account, on behalf of a finding. Whether something is
 * already so is read before; the call is made all the same where making it twice is harmless, since what was read may be
 * what was a minute ago.
 */
export class IamEnforcer implements Enforcer<IamCall> {
  readonly #deps: IamEnforcerDeps;

  constructor(deps: IamEnforcerDeps) {
    this.#deps = deps;
  }

  async enforce(account: string, call: IamCall, findingId: string): Promise<EnforceOutcome> {
    const command = commandOf(call);
    if ('never' in command) return { kind: 'refused', code: 'UnmodifiableEntity', detail: command.never };
    const awsOwn = changedAwsPolicy(call);
    if (awsOwn !== undefined) return awsOwn;
    const { accounts, memory } = this.#deps;
    await memory.told(account, call);
    const before = await accounts.named(account, call);
    if (before === undefined) {
      return { kind: 'refused', code: 'NoSuchEntity', detail: `the account ${account} is not one that is watched` };
    }
    const made = changesNothing(before, call) ? 'already' : 'done';
    // a second version with the same text would take one of five places
    if (made === 'already' && call.name === 'CreatePolicyVersion') return { kind: made };
    const send = (each: Send) => this.#send(account, findingId, each);
    try {
      await markBefore(call, before, send);
      const refused = await send(command.send);
      const outcome = outcomeOf(call, made, refused);
      if (outcome.kind !== 'refused') await markAfter(call, before, send);
      return outcome;
    } finally {
      // what was read while the call was on its way may be what was before
      memory.changing(account, call);
    }
  }

  /** Undefined: AWS has made the call. */
  async #send(account: string, findingId: string, send: Send): Promise<Refused | undefined> {
    const { clients, role, budget } = this.#deps;
    try {
      await send(clients.iam(account, role, findingId), budget.options());
      return undefined;
    } catch (fault) {
      budget.check();
      const refused = refusalOf(fault);
      if (refused !== undefined) return refused;
      throw new Error(`a call in the account ${account} failed: ${messageOf(fault)}`, { cause: fault });
    }
  }
}

/** @param made what the call came to if AWS took it: a refusal may only say that everything is as the call wants it */
function outcomeOf(call: IamCall, made: 'already' | 'done', refused: Refused | undefined): EnforceOutcome {
  if (refused === undefined) return { kind: made };
  const isThere = made === 'already' && SAYS_SO.has(refused.code);
  const isGone = refused.code === 'NoSuchEntity' && REMOVES.test(call.name);
  return isThere || isGone ? { kind: 'already' } : refused;
}

/** Undefined: the fault may pass. A role that may not be assumed is refused like a call that may not be made. */
function refusalOf(fault: unknown): Refused | undefined {
  if (fault instanceof RoleNotAssumed) {
    return isDenied(fault.cause) ? { kind: 'refused', code: 'AccessDenied', detail: fault.message } : undefined;
  }
  if (!(fault instanceof Error)) return undefined;
  if (isDenied(fault)) return { kind: 'refused', code: 'AccessDenied', detail: fault.message };
  const code = codeOf(fault);
  return REFUSALS.has(code) ? { kind: 'refused', code, detail: fault.message } : undefined;
}

function changesNothing(state: AccountState, call: IamCall): boolean {
  if (isAlreadyMade(state, call)) return true;
  const applied = applyCall(state, call);
  return applied.ok && isSameState(applied.value, state);
}

/** AWS answers AccessDenied for its own policies, which would look as if a permission were missing. */
function changedAwsPolicy(call: IamCall): Refused | undefined {
  const [first] = subjectsOf(call);
  if (call.name === 'CreateRole' || call.name === 'CreateUser') return undefined;
  if (first?.kind !== 'policy' || !isAwsManaged(first.name)) return undefined;
  return {
    kind: 'refused',
    code: 'UnmodifiableEntity',
    detail: `the policy ${first.name} belongs to AWS and cannot be changed`,
  };
}
