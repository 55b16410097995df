import { applyCall } from '../../lib/core/account/apply.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { isServiceCall, type PlanCall } from '../../lib/core/account/plan-call.ts';
import type { ListedPrincipal } from '../../lib/core/account/listed-principal.ts';
import { principalsOf, sliceOf } from '../../lib/core/account/slice.ts';
import { isSameState } from '../../lib/core/account/same-state.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import type { AccountReader } from '../../lib/ports/account-reader.ts';
import type { EnforceOutcome, Enforcer } from '../../lib/ports/enforcer.ts';

/** One account in memory, as IAM would keep it: what is done shows only after so many reads. */
export class MemoryAccount implements AccountReader, Enforcer {
  state: AccountState;
  /** What the enforcer changed, in order. */
  readonly effects: string[] = [];
  /** How many reads still show the state before a change. */
  staleReads = 0;
  /** Names of calls that the enforcer refuses. */
  readonly refuses = new Set<string>();
  #shown: AccountState;
  #reads = 0;

  constructor(state: AccountState) {
    this.state = state;
    this.#shown = state;
  }

  /** What someone else does in the account. */
  play({ change }: Call): void {
    if (change.kind === 'access' && change.iam !== undefined) this.change(change.iam);
  }

  change(iam: IamCall): void {
    const applied = applyCall(this.state, iam);
    if (!applied.ok) throw new Error(`${iam.name}: ${applied.error.detail}`);
    this.state = applied.value;
    this.#reads = this.staleReads;
  }

  async enforce(_account: string, call: PlanCall): Promise<EnforceOutcome> {
    if (isServiceCall(call)) return { kind: 'refused', code: 'NotSupported', detail: 'only IAM is here' };
    if (this.refuses.has(call.name)) return { kind: 'refused', code: 'AccessDenied', detail: 'not allowed' };
    const before = this.state;
    const applied = applyCall(before, call);
    if (!applied.ok) return { kind: 'already' };
    if (isSameState(applied.value, before)) return { kind: 'already' };
    this.state = applied.value;
    this.#reads = this.staleReads;
    this.effects.push(call.name);
    return { kind: 'done' };
  }

  async stateOf(principalArn: string): Promise<AccountState | undefined> {
    return sliceOf(this.#read(), principalArn);
  }

  async around(account: string): Promise<AccountState | undefined> {
    return account === this.state.account ? this.#read() : undefined;
  }

  async rolesNamed(account: string): Promise<AccountState | undefined> {
    return this.around(account);
  }

  async principalsIn(account: string): Promise<readonly ListedPrincipal[] | undefined> {
    return account === this.state.account ? principalsOf(this.state) : undefined;
  }

  async accountOf(account: string): Promise<AccountState | undefined> {
    return account === this.state.account ? this.state : undefined;
  }

  async accounts(): Promise<readonly string[]> {
    return [this.state.account];
  }

  #read(): AccountState {
    if (this.#reads > 0) this.#reads -= 1;
    else this.#shown = this.state;
    return this.#shown;
  }
}
