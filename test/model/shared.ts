import type { Scheduler as Order } from 'fast-check';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { account } from './account.ts';
import { SimulatedAws } from './aws.ts';
import { ORGANISATIONS, START } from './company.ts';
import type { Life, Side } from './life.ts';
import { memoryCursors, memoryLedger, memoryScheduler, memorySnapshots } from './memory/memory-stores.ts';
import { Model } from './model/model.ts';
import { grantsFrom } from './model/written-account.ts';

/** One piece of work: how far it has read the ledger, and up to which change the account. */
export interface Work {
  read: number;
  seen: number;
}

/** The fact with which a hold or a restore begins. */
export type Begins = 'hold-intended' | 'restore-intended';

/** A process stands still so many calls after it writes down that it begins this. */
export interface Stall {
  readonly begins: Begins;
  readonly calls: number;
  /** Whether this is the process, as it lives now. */
  readonly isOf: (life: Life) => boolean;
}

/** What the processes of a run share: the account, the stores, the time, and what disturbs them. */
export class Shared {
  readonly order: Order;
  readonly model: Model;
  readonly aws: SimulatedAws;
  readonly ledger: Ledger;
  readonly scheduler = memoryScheduler();
  readonly snapshots = memorySnapshots();
  readonly cursors = memoryCursors();
  /** How often what happened, and how many calls of ports were made. */
  readonly tally = new Map<string, number>();
  governance: Governance = ORGANISATIONS[0].governance;
  /** The work that writes into the ledger. */
  writing: Work = { read: 0, seen: 0 };
  /** When something was disturbed last. */
  disturbedAt = START;
  /** So many calls of AWS are not answered, before or after they take effect. */
  throttles = { left: 0, side: 'before' as Side };
  stall: Stall | undefined;
  /** Nothing is disturbed any more: calls of ports wait for nothing. */
  isCalm = false;
  #now = START;

  constructor(order: Order) {
    const state = account();
    this.order = order;
    this.aws = new SimulatedAws(state, () => this.#now);
    this.model = new Model(ORGANISATIONS[0].company, grantsFrom(stateToJson(state)), START);
    this.ledger = memoryLedger((fact) => this.model.wrote(fact, this.writing.seen));
  }

  get now(): number {
    return this.#now;
  }

  /** Time passes, in milliseconds. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.model.now = this.#now;
  }

  /** From here on nothing is disturbed. */
  calm(): void {
    this.isCalm = true;
    this.throttles = { left: 0, side: 'before' };
    this.aws.lag = 0;
    this.aws.refuses.clear();
  }
}
