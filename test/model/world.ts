import type { Scheduler as Order } from 'fast-check';
import type { IamCall } from '../../lib/core/account/call.ts';
import { principalsOf, sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { USUAL_NAMES } from '../../lib/core/governance/assess/own-parts.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import type { Enforcer } from '../../lib/ports/enforcer.ts';
import { jsonForm } from '../../lib/core/json.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { type CaseBook, openCaseBook } from '../../lib/usecases/case-book.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { CLAIM_LASTS } from '../../lib/usecases/holds/hold-claim.ts';
import { resume } from '../../lib/usecases/resume.ts';
import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { warrantedHolder, warrantedRestorer } from '../../lib/usecases/holds/warranted.ts';
import { readerOf, SimulatedAws } from './aws.ts';
import { account } from './account.ts';
import { type Organisation, ORGANISATIONS, START } from './company.ts';
import {
  cursorsInTurns,
  ledgerInTurns,
  NO_DESTRUCTIONS,
  NO_RECENT_CALLS,
  schedulerInTurns,
  snapshotsInTurns,
  type Turn,
} from './in-turns.ts';
import { isInjected, Life, type Side, Throttled } from './life.ts';
import { memoryCursors, memoryLedger, memoryScheduler, memorySnapshots } from './memory/memory-stores.ts';
import { takeAct } from './model/acts.ts';
import { Model } from './model/model.ts';
import { judgeLapsed } from './model/settled.ts';
import { grantsFrom } from './model/written-account.ts';
import { changeFrom } from './model/written-calls.ts';

/** A record that waits in the queue until it is handled. */
export interface Message {
  readonly call: Call;
  isHandled: boolean;
}

/** One piece of work: how far it has read the ledger, and up to which change the account. */
interface Work {
  read: number;
  seen: number;
}

/** The fact with which a hold or a restore begins. */
export type Begins = 'hold-intended' | 'restore-intended';

interface Process {
  readonly life: Life;
  readonly cases: CaseBook;
}

const PROCESSES = 2;
/** So long after a call AWS is taken to show it, as where Ambit is deployed. */
const SHOWS_AFTER = 15_000;
/** So often deadlines are looked at, in milliseconds. */
const LOOK_EVERY = 20_000;
/** A request to AWS that takes so long has failed, in milliseconds: clients give it up before others may begin the hold anew. */
const TIMES_OUT = 30_000;
/** What calls of ports count as. */
const TURNS = 'calls of ports';
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
  readonly tally = new Map<string, number>();
  readonly ledger: Ledger;
  readonly #order: Order;
  #governance: Governance = ORGANISATIONS[0].governance;
  readonly #scheduler = memoryScheduler();
  readonly #snapshots = memorySnapshots();
  readonly #cursors = memoryCursors();
  readonly #processes: Process[] = [];
  #now = START;
  /** The work that writes into the ledger. */
  #writing: Work = { read: 0, seen: 0 };
  /** When something was disturbed last. */
  #disturbedAt = START;
  #version = 1;
  #inFlight = 0;
  #throttles = { left: 0, side: 'before' as Side };
  #stallsAt: { readonly index: number; readonly begins: Begins; readonly calls: number } | undefined;
  /** Nothing is disturbed any more: calls of ports wait for nothing. */
  #isCalm = false;

  constructor(order: Order) {
    const state = account();
    this.#order = order;
    this.aws = new SimulatedAws(state, () => this.#now);
    this.model = new Model(ORGANISATIONS[0].company, grantsFrom(stateToJson(state)), START);
    this.ledger = memoryLedger((fact) => this.model.wrote(fact, this.#writing.seen));
  }

  /** Every principal is known to begin with. */
  async open(): Promise<this> {
    for (const { arn } of principalsOf(this.aws.state)) await this.#snapshots.keep(arn, sliceOf(this.aws.state, arn));
    for (let index = 0; index < PROCESSES; index += 1) this.#processes.push(this.#newProcess());
    return this;
  }

  get now(): number {
    return this.#now;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.model.now = this.#now;
  }

  /** When the next deadline is due; undefined: none is set. */
  async nextDue(): Promise<number | undefined> {
    return (await this.#scheduler.due(Infinity))[0]?.at;
  }

  /** Somebody outside of Ambit makes a call; it waits in the queue from then on. False: it changed nothing. */
  happens(iam: IamCall, { call, human }: { readonly call: Call; readonly human: string }): boolean {
    if (!this.aws.change(iam)) return false;
    this.model.happened({ id: call.id, human, change: changeFrom(iam), at: this.#now });
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
    this.#throttles = { left, side };
  }

  kill(index: number, calls: number, side: Side): void {
    this.#processes[index % PROCESSES]?.life.dieAfter(calls, side);
  }

  stall(index: number, calls: number): void {
    this.#processes[index % PROCESSES]?.life.stallAfter(calls);
  }

  /** A process stands still so many calls from the one on that writes down that it begins this; 0: before that one. */
  stallFrom(index: number, begins: Begins, calls: number): void {
    this.#stallsAt = { index: index % PROCESSES, begins, calls };
  }

  wake(): void {
    this.#stallsAt = undefined;
    for (const { life } of this.#processes) life.wake();
  }

  /** Begins a piece of work in a process, which is started again where it is dead. */
  start(index: number, work: (deps: HandleDeps) => Promise<unknown>): void {
    const process = this.#alive(index % PROCESSES);
    const deps = this.#depsOf(process);
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
      if (this.#order.count() === 0) return;
      await this.#order.waitOne();
    }
  }

  /** Lets all that is under way come to its end. */
  async drain(): Promise<void> {
    for (let step = 0; this.#inFlight > 0; step += 1) {
      if (step > MOST_STEPS) throw new Error('the work does not come to an end');
      this.wake();
      await untilParked();
      if (this.#order.count() > 0) await this.#order.waitOne();
    }
  }

  /** From here on nothing is disturbed, and both processes run. */
  async calm(): Promise<void> {
    await this.drain();
    this.#isCalm = true;
    this.#throttles = { left: 0, side: 'before' };
    this.aws.lag = 0;
    this.aws.refuses.clear();
    for (let index = 0; index < PROCESSES; index += 1) this.#processes[index] = this.#newProcess();
  }

  /** Time passes until a moment, with what is due on the way done when it is, and at the latest seconds after it. */
  async passUntil(until: number): Promise<void> {
    this.#disturbedAt = this.#now;
    // as the timetable does
    this.start(0, resume);
    await this.drain();
    for (let due = await this.nextDue(); due !== undefined && due <= until; due = await this.#dueAfter(due)) {
      this.pass(Math.max(0, due - this.#now) + LOOK_EVERY);
      await this.#meetDeadlines();
    }
    this.pass(Math.max(0, until - this.#now));
    await this.#meetDeadlines();
  }

  async #meetDeadlines(): Promise<void> {
    this.start(0, meetDueDeadlines);
    await this.drain();
    const isDisturbed = this.aws.lag > 0 || this.aws.refuses.size > 0;
    if (isDisturbed) this.#disturbedAt = this.#now;
    judgeLapsed(this.model, this.#disturbedAt);
    this.judge();
  }

  /** The organisation changes, and Ambit is started again with it. */
  async reorganize({ governance, company }: Organisation): Promise<void> {
    await this.drain();
    this.#governance = governance;
    this.model.company = company;
    for (let index = 0; index < PROCESSES; index += 1) this.#processes[index] = this.#newProcess();
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
    const next = this.#newProcess();
    this.#processes[index] = next;
    this.start(index, resume);
    return next;
  }

  #newProcess(): Process {
    const life = new Life();
    const turn = this.#turnsOf(life);
    return { life, cases: openCaseBook(ledgerInTurns(this.ledger, turn), cursorsInTurns(this.#cursors, turn)) };
  }

  #turnsOf(life: Life): Turn {
    return async (work) => {
      if (!this.#isCalm) await this.#order.schedule(Promise.resolve());
      await life.awake();
      this.tally.set(TURNS, (this.tally.get(TURNS) ?? 0) + 1);
      try {
        return await life.call(work);
      } catch (fault) {
        if (isInjected(fault)) this.#disturbedAt = this.#now;
        throw fault;
      }
    };
  }

  /** A call of AWS: it may ask for patience. */
  #awsTurnsOf(life: Life): <T>(work: () => T) => Promise<T> {
    const turn = this.#turnsOf(life);
    return (work) => {
      const sent = this.#now;
      return turn(() => {
        if (this.#now - sent > TIMES_OUT) throw new Throttled();
        const { left, side } = this.#throttles;
        if (left === 0) return work();
        this.#throttles = { left: left - 1, side };
        if (side === 'after') work();
        throw new Throttled();
      });
    };
  }

  #depsOf({ life, cases }: Process): HandleDeps {
    const work: Work = { read: 0, seen: 0 };
    const turn = this.#turnsOf(life);
    const inAws = this.#awsTurnsOf(life);
    const ledger = this.#begunIn(life, ledgerInTurns(this.#ledgerIn(work), turn));
    const clock = { now: () => this.#now };
    const enforcer = this.#enforcerOf(work, inAws);
    const rules = this.#governance;
    return {
      accounts: readerOf(this.aws, inAws, (changes) => {
        work.seen = changes;
      }),
      enforcer: warrantedHolder(enforcer, { ledger, clock }),
      restorer: warrantedRestorer(enforcer, { ledger, governance: rules, clock }),
      ledger,
      snapshots: snapshotsInTurns(this.#snapshots, turn),
      scheduler: schedulerInTurns(this.#scheduler, turn),
      recentCalls: NO_RECENT_CALLS,
      destructions: NO_DESTRUCTIONS,
      own: USUAL_NAMES,
      cases,
      notifiers: [{ channel: 'people', announce: ({ id }) => turn(() => this.model.told(id)) }],
      clock,
      pause: (milliseconds) => turn(() => this.pass(milliseconds)),
      governance: rules,
      showsAfter: SHOWS_AFTER,
      claimLasts: CLAIM_LASTS,
    };
  }

  /** The ledger, as a piece of work reads and writes it. */
  #ledgerIn(work: Work): Ledger {
    return {
      ...this.ledger,
      about: (subject) => {
        work.read = this.model.place;
        return this.ledger.about(subject);
      },
      append: async (facts, ...expected) => {
        this.#writing = work;
        return this.ledger.append(facts, ...expected);
      },
    };
  }

  /** The same ledger, from which on a process stands still where it was to. */
  #begunIn(life: Life, ledger: Ledger): Ledger {
    return {
      ...ledger,
      append: (facts, ...expected) => {
        this.#begins(facts, life);
        return ledger.append(facts, ...expected);
      },
    };
  }

  #begins(facts: readonly Fact[], life: Life): void {
    const stall = this.#stallsAt;
    if (stall === undefined || this.#processes[stall.index]?.life !== life) return;
    if (!facts.some(({ kind }) => kind === stall.begins)) return;
    this.#stallsAt = undefined;
    life.stallAfter(stall.calls);
  }

  #enforcerOf(work: Work, inAws: <T>(make: () => T) => Promise<T>): Enforcer {
    return {
      enforce: (_account, call, findingId) =>
        inAws(() => {
          const outcome = this.aws.enforce(call);
          if (outcome.kind === 'done') takeAct(this.model, { findingId, call: jsonForm(call), ...work });
          if (outcome.kind === 'refused') this.model.refused(findingId);
          return outcome;
        }),
    };
  }
}

/** Waits until all work has come to a call of a port, and can go no further by itself. */
async function untilParked(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
