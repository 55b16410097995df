import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import { type Call, isSession } from '../../core/activity/call.ts';
import { fingerprintOf } from '../../core/fingerprint.ts';
import { FingerprintPairs } from './fingerprint-pairs.ts';

/**
 * Tells calls apart in files, where event ids may have been anonymised or copied: the same call under the same id is
 * `repeated`, another call under an id that was used before gets an id of its own (`ID#2`), so that it is not lost.
 * An addendum says more of a call, and is none of its own, whichever of the two comes first. The same input always gives the
 * same ids. Of more than a million calls the oldest are forgotten.
 *
 * Two different calls would count as one only where their ids and all that they say met in 106 bits. AWS gives the ids,
 * so nobody can choose them to meet.
 */
export function tellApart(): (call: Call) => { readonly call: Call; readonly standing: 'first' | 'repeated' } {
  const seen = new FingerprintPairs();
  const early = new EarlyAddenda();
  return (call) => {
    const id = fingerprintOf(call.id);
    // EventBridge may deliver the same call once plain and once out of an archive
    const content = fingerprintOf(contentOf(call));
    if (call.addendum !== true && early.isOriginal(call, content)) return { call, standing: 'repeated' };
    if (call.addendum === true && seen.has(id)) return { call, standing: 'repeated' };
    if (call.addendum === true) early.add(call);
    const { place, isKnown } = seen.add(id, content);
    const told = place === 0 ? call : { ...call, id: `${call.id}#${place + 1}` };
    return { call: told, standing: isKnown ? 'repeated' : 'first' };
  };
}

/** Addenda that came before the record that they complete: the record is known by its id, its operation and its time. */
class EarlyAddenda {
  readonly #operations = new FingerprintPairs();
  #isAny = false;

  add(call: Call): void {
    this.#isAny = true;
    this.#operations.add(operationOf(call), 0);
  }

  /** Whether a call is the one that such an addendum spoke of: the first that comes, for others may use its id as well. */
  isOriginal(call: Call, content: number): boolean {
    if (!this.#isAny) return false;
    const operation = operationOf(call);
    if (!this.#operations.has(operation)) return false;
    const { place, isKnown } = this.#operations.add(operation, content);
    return isKnown || place === 1;
  }
}

function operationOf({ id, source, name, time }: Call): number {
  return fingerprintOf([id, source, name, time]);
}

/** What tells a call from others; of a session, of which nothing comes but a count, who began it and when. */
function contentOf(call: Call): unknown {
  if (!isSession(call) || mayBeAgent(call.actor)) return { ...call, replayed: null, addendum: null };
  const { source, name, time, account, region, actor } = call;
  return [source, name, time, account, region, actor.id];
}
