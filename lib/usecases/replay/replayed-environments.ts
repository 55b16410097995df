import type { Call } from '../../core/activity/call.ts';
import { type EnvironmentCall, isEnvironmentCall, isWanted, namesIn } from '../../core/governance/assess/kept-calls.ts';
import { otherHalfOf } from '../../core/governance/assess/environments/second-life.ts';

/** Calls of one name that are remembered: of more the one that came first is forgotten. */
const MOST_OF_A_NAME = 100;
/** Names that are remembered: of more the one that was not spoken of for longest is forgotten. */
const MOST_NAMES = 20_000;

/** Calls on environments in a replay, by the names of what they touch: so the other half of a second life is found at once. */
export class ReplayedEnvironments {
  readonly #byName = new Map<string, readonly EnvironmentCall[]>();

  /** Keeps a call, and answers with those before that may be the other half of a second life with it. */
  with(call: Call): readonly EnvironmentCall[] {
    if (!isEnvironmentCall(call)) return [];
    const keys = namesIn(call).map((name) => `${call.account} ${call.source} ${name}`);
    const wanted = otherHalfOf(call);
    const near = keys.flatMap((key) => this.#byName.get(key) ?? []);
    const halves = wanted === undefined ? [] : near.filter((other) => isWanted(other, wanted));
    for (const key of keys) this.#keep(key, call);
    return [...new Set(halves)].sort((one, other) => one.time - other.time);
  }

  #keep(key: string, call: EnvironmentCall): void {
    const known = this.#byName.get(key) ?? [];
    this.#byName.delete(key);
    this.#byName.set(key, [...known.slice(1 - MOST_OF_A_NAME), call]);
    if (this.#byName.size <= MOST_NAMES) return;
    const [oldest] = this.#byName.keys();
    if (oldest !== undefined) this.#byName.delete(oldest);
  }
}
