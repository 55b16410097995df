import type { WatchedAssessment } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import { mayWiden } from '../../core/governance/widenings/widening-of.ts';

const DAY = 24 * 3_600_000;
/** Changes that are remembered; of more all are forgotten, and found out again. */
const MOST = 10_000;

/**
 * Changes that are only observed, of which one a day is written down for each service, Region, kind and principal: the next
 * ones need not be assessed for as long as the principal is of the same class. Not those that may widen something: what they
 * open is in each.
 */
export class ReplayedObservations {
  readonly #observed = new Set<string>();

  /** The findings of a change, by `assess` where they are not known to be the one that was there before. */
  unlessKnown(watched: WatchedAssessment, assess: () => readonly Finding[]): readonly Finding[] {
    if (mayWiden(watched.call)) return assess();
    const key = keyOf(watched);
    if (this.#observed.has(key)) return [];
    const findings = assess();
    if (findings.length > 0 && findings.every(({ response }) => response.kind === 'observe')) this.#note(key);
    return findings;
  }

  #note(key: string): void {
    if (this.#observed.size >= MOST) this.#observed.clear();
    this.#observed.add(key);
  }
}

/** Everything that decides what is observed of a change. */
function keyOf({ call, change, state, governance }: WatchedAssessment): string {
  const { account, source, region, actor, time } = call;
  const { kind, principalArn, id, via, agentMarkers } = actor;
  const who = `${kind} ${principalArn ?? id} ${via} ${agentMarkers.length === 0 ? '' : JSON.stringify(agentMarkers)}`;
  const className = classOfActor(actor, state, governance).name;
  return `${account} ${source} ${region} ${change.kind} ${Math.floor(time / DAY)} ${className} ${who}`;
}
