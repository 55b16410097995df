import type { Clock } from '../../ports/clock.ts';

/** What one invocation may spend on calls to AWS, over all its clients. */
export interface CallLimits {
  /** Requests that are sent, each retry counted. */
  readonly attempts: number;
  readonly milliseconds: number;
}

/** What every request of an AWS client is sent with. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** An invocation has spent its budget: what it was doing is not done, and is to be done again by another. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** The budget of the invocation that runs. A client that is throttled must not keep it beyond its time. */
export class CallBudget {
  readonly #limits: CallLimits;
  readonly #clock: Clock;
  #attempts = 0;
  #until = 0;
  #signal = AbortSignal.abort();

  constructor(limits: CallLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.begin();
  }

  /** A new invocation begins, with a whole budget. */
  begin(): void {
    this.#attempts = 0;
    this.#until = this.#clock.now() + this.#limits.milliseconds;
    this.#signal = AbortSignal.timeout(this.#limits.milliseconds);
  }

  /** Counts one request, or throws `BudgetSpent` where no more may be sent. */
  spend(): void {
    this.check();
    this.#attempts += 1;
  }

  /** Whether no more requests may be sent. */
  isSpent(): boolean {
    return this.#attempts >= this.#limits.attempts || this.#clock.now() >= this.#until;
  }

  /** Throws `BudgetSpent` where no more requests may be sent. */
  check(): void {
    const { attempts, milliseconds } = this.#limits;
    if (this.#attempts >= attempts)
      throw new BudgetSpent(`${attempts} requests to AWS were sent, the most for one run`);
    if (this.#clock.now() >= this.#until)
      throw new BudgetSpent(`calls to AWS took ${milliseconds} ms, the most for one run`);
  }

  /** Ends what a client waits for, also between its retries, once the time is over. */
  options(): SendOptions {
    return { abortSignal: this.#signal };
  }

  /**
   * One request of a client that does not count by itself.
   * @param failed what the fault says where it fails: "the accounts could not be listed"
   */
  async spendOn<T>(failed: string, send: (options: SendOptions) => Promise<T>): Promise<T> {
    this.spend();
    try {
      return await send(this.options());
    } catch (cause) {
      // an aborted request says nothing of why
      this.check();
      throw new Error(`${failed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}
