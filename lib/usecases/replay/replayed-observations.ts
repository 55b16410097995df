import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { UnassessedChange } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';

const DAY = 24 * 3_600_000;
/** Changes that are remembered; of more all are forgotten, and found out again. */
const MOST = 10_000;

/**
 * Changes that are only observed, of which one a day is written down for each service, Region, kind and principal: the next
 * ones need not be assessed for as long as the account is the same.
 */
export class ReplayedObservations {
  readonly #observed = new Map<string, AccountState | undefined>();

  /** The findings of a change, by `assess` where they are not known to be the one that was there before. */
  unlessKnown(
    {
      call,
      change,
      state,
    }: { readonly call: Call; readonly change: UnassessedChange; readonly state: AccountState | undefined },
    assess: () => readonly Finding[],
  ): readonly Finding[] {
    const { account, source, region, actor, time } = call;
    const { kind, principalArn, id, via, agentMarkers } = actor;
    const who = `${kind} ${principalArn ?? id} ${via} ${agentMarkers.length === 0 ? '' : JSON.stringify(agentMarkers)}`;
    const key = `${account} ${source} ${region} ${change.kind} ${Math.floor(time / DAY)} ${who}`;
    if (this.#observed.has(key) && this.#observed.get(key) === state) return [];
    const findings = assess();
    if (findings.length > 0 && findings.every(({ response }) => response.kind === 'observe')) this.#note(key, state);
    return findings;
  }

  #note(key: string, state: AccountState | undefined): void {
    if (this.#observed.size >= MOST) this.#observed.clear();
    this.#observed.set(key, state);
  }
}
