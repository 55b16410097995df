import type { Scheduler as Order } from 'fast-check';
import type { IamCall } from '../../lib/core/account/call.ts';
import { principalsOf, sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import type { SimulatedAws } from './aws.ts';
import type { Organisation } from './company.ts';
import { isInjected, type Side } from './life.ts';
import type { Model } from './model/model.ts';
import { judgeLapsed } from './model/settled.ts';
import { changeFrom } from './model/written-calls.ts';
import { Process } from './process.ts';
import { type Begins, Shared, type Stall } from './shared.ts';

/** A record that waits in the queue until it is handled. */
export interface Message {
  readonly call: Call;
  isHandled: boolean;
}

const PROCESSES = 2;
/** So often deadlines are looked at, in milliseconds. */
const LOOK_EVERY = 20_000;
const MOST_STEPS = 200_000;

/**
 * Two processes of Ambit on one ledger and one account, of which each call of a port waits for its turn; and the model,
 * which is told of all that happens, in the moment in which it does.
 */
export class World {
  readonly model: Model;
  readonly aws: SimulatedAws;
  readonly queue: Message[] = [];
  /** Records that never came. */
  readonly lost: Message[] = [];
  readonly faults: unknown[] = [];
  /** How often what happened, and how many calls of ports were made. */
  readonly tally: Map<string, number>;
  readonly ledger: Ledger;
  readonly #shared: Shared;
  readonly #processes: Process[] = [];
  #version = 1;
  #inFlight = 0;

  constructor(order: Order) {
    this.#shared = new Shared(order);
    const { model, aws, tally, ledger } = this.#shared;
    this.model = model;
    this.aws = aws;
    this.tally = tally;
    this.ledger = ledger;
  }

  /** Every principal is known to begin with. */
  async open(): Promise<this> {
    const { state } = this.aws;
    for (const { arn } of principalsOf(state)) await this.#shared.snapshots.keep(arn, sliceOf(state, arn));
    this.#startAll();
    return this;
  }

  get now(): number {
    return this.#shared.now;
  }

  pass(milliseconds: number): void {
    this.#shared.pass(milliseconds);
  }

  /** When the next deadline is due; undefined: none is set. */
  async nextDue(): Promise<number | undefined> {
    return (await this.#shared.scheduler.due(Infinity))[0]?.at;
  }

  /** Somebody outside of Ambit makes a call; it waits in the queue from then on. False: it changed nothing. */
  happens(iam: IamCall, { call, human }: { readonly call: Call; readonly human: string }): boolean {
    if (!this.aws.change(iam)) return false;
    this.model.happened({ id: call.id, human, change: changeFrom(iam), at: this.now });
    this.queue.push({ call, isHandled: false });
    return true;
  }

  /** A record never comes. */
  lose(message: Message): void {
    message.isHandled = true;
    this.lost.push(message);
  }

  /** The next so many calls of AWS are not answered. */
  throttle(left: number, side: Side): void {
    this.#shared.throttles = { left, side };
  }

  kill(index: number, calls: number, side: Side): void {
    this.#processes[index % PROCESSES]?.life.dieAfter(calls, side);
  }

  stall(index: number, calls: number): void {
    this.#processes[index % PROCESSES]?.life.stallAfter(calls);
  }

  /** A process stands still so many calls from the one on that writes down that it begins this; 0: before that one. */
  stallFrom(index: number, begins: Begins, calls: number): void {
    const isOf: Stall['isOf'] = (life) => this.#processes[index % PROCESSES]?.life === life;
    this.#shared.stall = { begins, calls, isOf };
  }

  wake(): void {
    this.#shared.stall = undefined;
    for (const { life } of this.#processes) life.wake();
  }

  /** Begins a piece of work in a process, which is started again where it is dead. */
  start(index: number, work: (deps: HandleDeps) => Promise<unknown>): void {
    const process = this.#alive(index % PROCESSES);
    const deps = process.deps();
    this.#inFlight += 1;
    work(deps)
      .catch((fault: unknown) => {
        if (!isInjected(fault)) this.faults.push(fault);
      })
      .finally(() => {
        this.#inFlight -= 1;
      });
  }

  /** Lets so many calls of ports take their turn, in the order of the run. */
  async steps(count: number): Promise<void> {
    for (let step = 0; step < count; step += 1) {
      await untilParked();
      if (this.#shared.order.count() === 0) return;
      await this.#shared.order.waitOne();
    }
  }

  /** Lets all that is under way come to its end. */
  async drain(): Promise<void> {
    for (let step = 0; this.#inFlight > 0; step += 1) {
      if (step > MOST_STEPS) throw new Error('the work does not come to an end');
      this.wake();
      await untilParked();
      if (this.#shared.order.count() > 0) await this.#shared.order.waitOne();
    }
  }

  /** From here on nothing is disturbed, and both processes run. */
  async calm(): Promise<void> {
    await this.drain();
    this.#shared.calm();
    this.#startAll();
  }

  /** Time passes until a moment, with what is due on the way done when it is, and at the latest seconds after it. */
  async passUntil(until: number): Promise<void> {
    this.#shared.disturbedAt = this.now;
    // as the timetable does
    this.start(0, resume);
    await this.drain();
    for (let due = await this.nextDue(); due !== undefined && due <= until; due = await this.#dueAfter(due)) {
      this.pass(Math.max(0, due - this.now) + LOOK_EVERY);
      await this.#meetDeadlines();
    }
    this.pass(Math.max(0, until - this.now));
    await this.#meetDeadlines();
  }

  async #meetDeadlines(): Promise<void> {
    this.start(0, meetDueDeadlines);
    await this.drain();
    const isDisturbed = this.aws.lag > 0 || this.aws.refuses.size > 0;
    if (isDisturbed) this.#shared.disturbedAt = this.now;
    judgeLapsed(this.model, this.#shared.disturbedAt);
    this.judge();
  }

  /** The organisation changes, and Ambit is started again with it. */
  async reorganize({ governance, company }: Organisation): Promise<void> {
    await this.drain();
    this.#shared.governance = governance;
    this.model.company = company;
    this.#startAll();
  }

  /** The next deadline; one that could not be met is looked at again as soon as the timetable comes. */
  async #dueAfter(last: number): Promise<number | undefined> {
    const next = await this.nextDue();
    return next === undefined ? undefined : Math.max(next, last + 1);
  }

  /** Throws where the model objects, or a piece of work failed by itself. */
  judge(): void {
    this.model.compare(stateToJson(this.aws.state));
    const [violation] = this.model.violations;
    if (violation !== undefined) throw new Error(violation);
    if (this.faults.length > 0)
      throw new AggregateError(this.faults, `a fault that nobody injected: ${String(this.faults[0])}`);
  }

  /** A version of a managed policy that never was. */
  nextVersion(): string {
    this.#version += 1;
    return `v${this.#version}`;
  }

  #alive(index: number): Process {
    const process = this.#processes[index];
    if (process !== undefined && !process.life.isOver) return process;
    const next = new Process(this.#shared);
    this.#processes[index] = next;
    this.start(index, resume);
    return next;
  }

  #startAll(): void {
    for (let index = 0; index < PROCESSES; index += 1) this.#processes[index] = new Process(this.#shared);
  }
}

/** Waits until all work has come to a call of a port, and can go no further by itself. */
async function untilParked(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
