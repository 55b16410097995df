import type { Call } from '../../core/activity/call.ts';
import { type GateCall, gateCallOf, gateNameIn } from '../../core/governance/gates/gate-call.ts';

/** Gates that are remembered, and calls of each: of more the one that nobody spoke of for longest is forgotten. */
const MOST_GATES = 10_000;
const MOST_OF_A_GATE = 200;

/** Calls on gates in a replay. */
export class ReplayedGates {
  readonly #byName = new Map<string, readonly GateCall[]>();

  /** Keeps a call, and answers with it and those before on the same gate; undefined: it tells of no gate. */
  with(call: Call): { readonly call: GateCall; readonly others: readonly GateCall[] } | undefined {
    const gate = gateCallOf(call);
    if (gate === undefined) return undefined;
    const key = [call.account, call.source, gateNameIn(gate.change.asked)].join(' ');
    const others = this.#byName.get(key) ?? [];
    this.#byName.delete(key);
    this.#byName.set(key, [...others.slice(1 - MOST_OF_A_GATE), gate]);
    const [oldest] = this.#byName.keys();
    if (this.#byName.size > MOST_GATES && oldest !== undefined) this.#byName.delete(oldest);
    return { call: gate, others };
  }
}
