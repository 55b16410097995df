import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import { type Call, isSession, type Reading } from '../../core/activity/call.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Instant } from '../../core/instant.ts';
import { tellApart } from './tell-apart.ts';
import { UntoldCalls } from './untold-calls.ts';

/** How many records there were, and what they were. `read` is the sum of `understood`, `unrelated` and `unreadable`. */
export interface ReplayCounts {
  readonly read: number;
  /** Watched calls that were read, the refused and the repeated ones among them. */
  readonly understood: number;
  /** Of the understood: AWS refused them, they changed nothing. */
  readonly denied: number;
  /** Of the understood, without what was not even parsed: they were there before, the same call under the same id. */
  readonly repeated: number;
  readonly unrelated: number;
  readonly unreadable: number;
}

/** Records that a reader passed over. */
export interface SkippedRecords {
  /** No row of the table of calls names them. */
  readonly unrelated: number;
  /** Calls that AWS took and of which nothing but a count comes: sessions without a sign of an agent. */
  readonly counted: number;
}

/** A record that does not say when: the finding says so by 1970. */
const UNKNOWN_TIME: Instant = 0;

/** What the records of a replay turn out to be: counts them, and says which calls to look at. */
export class ReplayedReadings {
  readonly #apart = tellApart();
  readonly #keepsSessions: boolean;
  readonly #tally = { read: 0, understood: 0, denied: 0, repeated: 0, unrelated: 0, unreadable: 0 };
  #unreadable: Finding[] = [];
  readonly #untold = new UntoldCalls();

  /** Sessions say nothing, but to who wants to know of every call. */
  constructor({ keepsSessions }: { readonly keepsSessions: boolean }) {
    this.#keepsSessions = keepsSessions;
  }

  get counts(): ReplayCounts {
    return { ...this.#tally };
  }

  /** The findings of records that could not be read, once each. */
  takeUnreadable(): readonly Finding[] {
    const taken = this.#unreadable;
    this.#unreadable = [];
    return taken;
  }

  /** The calls of which no record says what they changed, earliest first. */
  get untold(): readonly Call[] {
    return this.#untold.all();
  }

  addSkipped({ unrelated, counted }: SkippedRecords): void {
    this.#tally.read += unrelated + counted;
    this.#tally.unrelated += unrelated;
    this.#tally.understood += counted;
  }

  /** The call that a record tells, where it was not there before and something may come of it. */
  add(reading: Reading): Call | undefined {
    this.#tally.read += 1;
    switch (reading.kind) {
      case 'unrelated':
        this.#tally.unrelated += 1;
        return undefined;
      case 'unreadable':
        this.#tally.unreadable += 1;
        this.#unreadable.push(findingOfUnreadable(reading.problem, reading.problem.time ?? UNKNOWN_TIME));
        this.#untold.addUntold(reading.problem.call);
        return undefined;
      case 'call':
        this.#tally.understood += 1;
        return this.#newCall(reading.call);
    }
  }

  #newCall(read: Call): Call | undefined {
    this.#untold.addTold(read);
    const { call, standing } = this.#apart(read);
    if (standing === 'repeated') this.#tally.repeated += 1;
    if (call.error !== undefined) this.#tally.denied += 1;
    return standing === 'first' && this.#saysSomething(call) ? call : undefined;
  }

  #saysSomething(call: Call): boolean {
    if (mayBeAgent(call.actor)) return true;
    if (call.error !== undefined) return false;
    // what is opened from a session is an agent's where that turns out to be one's
    const isChained = call.opens !== undefined && call.actor.kind === 'role-session';
    return this.#keepsSessions || isChained || !isSession(call);
  }
}
