import { applyCall } from '../../lib/core/account/apply.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { guardOf } from '../../lib/core/account/guard.ts';
import { isServiceCall, type PlanCall } from '../../lib/core/account/plan-call.ts';
import { principalsOf, sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { canonicalText } from '../../lib/core/digest.ts';
import type { AccountReader } from '../../lib/ports/account-reader.ts';
import type { EnforceOutcome } from '../../lib/ports/enforcer.ts';

/** What the account was from a moment on. */
interface Version {
  readonly state: AccountState;
  readonly at: number;
  /** How many changes there were before. */
  readonly number: number;
}

/** AWS: an account that shows what happened only after a while, asks for patience, and refuses. */
export class SimulatedAws {
  #versions: readonly [Version, ...Version[]];
  readonly #now: () => number;
  /** Milliseconds that reads lag behind. */
  lag = 0;
  /** Names of calls that are refused. */
  readonly refuses = new Set<string>();

  constructor(state: AccountState, now: () => number) {
    this.#now = now;
    this.#versions = [{ state, at: 0, number: 0 }];
  }

  get state(): AccountState {
    return this.#newest().state;
  }

  /** Makes a call of somebody outside of Ambit; false: it does not fit, or changes nothing. */
  change(iam: IamCall): boolean {
    const applied = applyCall(this.state, iam);
    if (!applied.ok || isSame(applied.value, this.state)) return false;
    this.#keep(applied.value);
    return true;
  }

  /** Makes a call of Ambit. */
  enforce(iam: PlanCall): EnforceOutcome {
    if (isServiceCall(iam)) return { kind: 'refused', code: 'NotSupported', detail: 'only IAM is here' };
    if (this.refuses.has(iam.name)) return { kind: 'refused', code: 'AccessDenied', detail: 'not allowed' };
    const guard = guardOf(iam, this.state);
    if (guard !== undefined) return { kind: 'refused', ...guard };
    const applied = applyCall(this.state, iam);
    if (!applied.ok) {
      const isGone = applied.error.code === 'NoSuchEntity' && /^(Delete|Detach)/.test(iam.name);
      return isGone ? { kind: 'already' } : { kind: 'refused', ...applied.error };
    }
    if (isSame(applied.value, this.state)) return { kind: 'already' };
    this.#keep(applied.value);
    return { kind: 'done' };
  }

  /** What is shown now: the account as it was a while ago, and after how many changes. */
  read(): Version {
    const until = this.#now() - this.lag;
    return this.#versions.findLast(({ at }) => at <= until) ?? this.#versions[0];
  }

  #newest(): Version {
    return this.#versions.at(-1) ?? this.#versions[0];
  }

  #keep(state: AccountState): void {
    this.#versions = [...this.#versions, { state, at: this.#now(), number: this.#newest().number + 1 }];
  }
}

function isSame(one: AccountState, other: AccountState): boolean {
  return canonicalText(stateToJson(one)) === canonicalText(stateToJson(other));
}

/** A reader of the account: each read is made when its turn comes; `onRead` is told how many changes it shows. */
export function readerOf(
  aws: SimulatedAws,
  inTurn: <T>(work: () => T) => Promise<T>,
  onRead: (changes: number) => void,
): AccountReader {
  const read = () => {
    const { state, number } = aws.read();
    onRead(number);
    return state;
  };
  const whole = (account: string) => inTurn(() => (account === aws.state.account ? read() : undefined));
  return {
    stateOf: (arn) => inTurn(() => sliceOf(read(), arn)),
    around: whole,
    rolesNamed: whole,
    accountOf: whole,
    principalsIn: (account) => inTurn(() => (account === aws.state.account ? principalsOf(read()) : undefined)),
    accounts: () => inTurn(() => [aws.state.account]),
  };
}
