import { jsonForm } from '../../lib/core/json.ts';
import { USUAL_NAMES } from '../../lib/core/governance/assess/own-parts.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Enforcer } from '../../lib/ports/enforcer.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { type CaseBook, openCaseBook } from '../../lib/usecases/case-book.ts';
import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { CLAIM_LASTS } from '../../lib/usecases/holds/hold-claim.ts';
import { warrantedHolder, warrantedRestorer } from '../../lib/usecases/holds/warranted.ts';
import { readerOf } from './aws.ts';
import {
  cursorsInTurns,
  ledgerInTurns,
  NO_DESTRUCTIONS,
  NO_RECENT_CALLS,
  schedulerInTurns,
  snapshotsInTurns,
} from './in-turns.ts';
import { isInjected, Life, Throttled } from './life.ts';
import { takeAct } from './model/acts.ts';
import type { Shared, Work } from './shared.ts';

/** So long after a call AWS is taken to show it, as where Ambit is deployed. */
const SHOWS_AFTER = 15_000;
/** A request to AWS that takes so long has failed, in milliseconds: clients give it up before others may begin the hold anew. */
const TIMES_OUT = 30_000;
/** What calls of ports count as. */
const TURNS = 'calls of ports';

/** A process of Ambit, of which each call of a port waits for its turn; the model is told of what it does. */
export class Process {
  readonly life = new Life();
  readonly #shared: Shared;
  readonly #cases: CaseBook;

  constructor(shared: Shared) {
    this.#shared = shared;
    const turn = this.#turn.bind(this);
    this.#cases = openCaseBook(ledgerInTurns(shared.ledger, turn), cursorsInTurns(shared.cursors, turn));
  }

  /** What one piece of work of it reaches the world by. */
  deps(): HandleDeps {
    const shared = this.#shared;
    const work: Work = { read: 0, seen: 0 };
    const turn = this.#turn.bind(this);
    const inAws = this.#inAws.bind(this);
    const ledger = this.#begunIn(ledgerInTurns(this.#ledgerIn(work), turn));
    const clock = { now: () => shared.now };
    const enforcer = this.#enforcerOf(work);
    const { governance } = shared;
    return {
      accounts: readerOf(shared.aws, inAws, (changes) => {
        work.seen = changes;
      }),
      enforcer: warrantedHolder(enforcer, { ledger, clock }),
      restorer: warrantedRestorer(enforcer, { ledger, governance, clock }),
      ledger,
      snapshots: snapshotsInTurns(shared.snapshots, turn),
      scheduler: schedulerInTurns(shared.scheduler, turn),
      recentCalls: NO_RECENT_CALLS,
      destructions: NO_DESTRUCTIONS,
      own: USUAL_NAMES,
      cases: this.#cases,
      notifiers: [{ channel: 'people', announce: ({ id }) => turn(() => shared.model.told(id)) }],
      clock,
      pause: (milliseconds) => turn(() => shared.pass(milliseconds)),
      governance,
      showsAfter: SHOWS_AFTER,
      claimLasts: CLAIM_LASTS,
    };
  }

  async #turn<T>(work: () => T | Promise<T>): Promise<T> {
    const { order, tally, isCalm } = this.#shared;
    if (!isCalm) await order.schedule(Promise.resolve());
    await this.life.awake();
    tally.set(TURNS, (tally.get(TURNS) ?? 0) + 1);
    try {
      return await this.life.call(work);
    } catch (fault) {
      if (isInjected(fault)) this.#shared.disturbedAt = this.#shared.now;
      throw fault;
    }
  }

  /** A call of AWS: it may ask for patience. */
  #inAws<T>(work: () => T): Promise<T> {
    const shared = this.#shared;
    const sent = shared.now;
    return this.#turn(() => {
      if (shared.now - sent > TIMES_OUT) throw new Throttled();
      const { left, side } = shared.throttles;
      if (left === 0) return work();
      shared.throttles = { left: left - 1, side };
      if (side === 'after') work();
      throw new Throttled();
    });
  }

  /** The ledger, as a piece of work reads and writes it. */
  #ledgerIn(work: Work): Ledger {
    const shared = this.#shared;
    return {
      ...shared.ledger,
      about: (subject) => {
        work.read = shared.model.place;
        return shared.ledger.about(subject);
      },
      append: async (facts, ...expected) => {
        shared.writing = work;
        return shared.ledger.append(facts, ...expected);
      },
    };
  }

  /** The same ledger, from which on the process stands still where it was to. */
  #begunIn(ledger: Ledger): Ledger {
    return {
      ...ledger,
      append: (facts, ...expected) => {
        this.#begins(facts);
        return ledger.append(facts, ...expected);
      },
    };
  }

  #begins(facts: readonly Fact[]): void {
    const { stall } = this.#shared;
    if (stall === undefined || !stall.isOf(this.life)) return;
    if (!facts.some(({ kind }) => kind === stall.begins)) return;
    this.#shared.stall = undefined;
    this.life.stallAfter(stall.calls);
  }

  #enforcerOf(work: Work): Enforcer {
    const { aws, model } = this.#shared;
    return {
      enforce: (_account, call, findingId) =>
        this.#inAws(() => {
          const outcome = aws.enforce(call);
          if (outcome.kind === 'done') takeAct(model, { findingId, call: jsonForm(call), ...work });
          if (outcome.kind === 'refused') model.refused(findingId);
          return outcome;
        }),
    };
  }
}
