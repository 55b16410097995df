/** Thrown at the call of a port at which a process dies, and at every later one of it. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** Thrown where AWS asks for patience, or its answer is lost. */
export class Throttled extends Error {
  override readonly name = 'Throttled';
}

/** Whether a fault is nothing but what the run injected. */
export function isInjected(fault: unknown): boolean {
  if (fault instanceof Killed || fault instanceof Throttled) return true;
  if (fault instanceof AggregateError) return fault.errors.every(isInjected);
  return fault instanceof Error && fault.cause !== undefined && isInjected(fault.cause);
}

/** Whether something happens before a call takes effect, or after it, when its answer is lost. */
export type Side = 'before' | 'after';

/** A process from its start to its end: it may be killed at any of its calls, or stand still for long before one. */
export class Life {
  #calls = 0;
  #stall: { readonly at: number; readonly over: PromiseWithResolvers<undefined> } | undefined;
  #end: { readonly at: number; readonly side: Side } | undefined;
  isOver = false;

  /** It dies at the call that comes after so many more. */
  dieAfter(calls: number, side: Side): void {
    this.#end = { at: this.#calls + 1 + calls, side };
  }

  /** It stands still before the call that comes after so many more, until it is woken. */
  stallAfter(calls: number): void {
    this.#stall ??= { at: this.#calls + 1 + calls, over: Promise.withResolvers() };
  }

  wake(): void {
    this.#stall?.over.resolve(undefined);
    this.#stall = undefined;
  }

  /** Waits where it stands still. */
  async awake(): Promise<void> {
    if (this.#stall !== undefined && this.#calls + 1 >= this.#stall.at) await this.#stall.over.promise;
  }

  /** Makes one call of a port, unless it is dead or dies of it. */
  async call<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.isOver) throw new Killed();
    this.#calls += 1;
    const end = this.#calls === this.#end?.at ? this.#end.side : undefined;
    if (end === 'before') return this.#die();
    const answer = await work();
    return end === 'after' ? this.#die() : answer;
  }

  #die(): never {
    this.isOver = true;
    // what stood still in it is dead as well
    this.wake();
    throw new Killed();
  }
}
