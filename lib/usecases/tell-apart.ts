import type { Call } from '../core/activity/call.ts';
import { fingerprintOf } from '../core/fingerprint.ts';
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
  const addenda = new FingerprintPairs();
  return (call) => {
    const id = fingerprintOf(call.id);
    const isOfAddendum = call.addendum === true || addenda.has(id);
    if (call.addendum === true) addenda.add(id, 0);
    if (isOfAddendum && seen.has(id)) return { call, standing: 'repeated' };
    // EventBridge may deliver the same call once plain and once out of an archive
    const { place, isKnown } = seen.add(id, fingerprintOf({ ...call, replayed: null, addendum: null }));
    const told = place === 0 ? call : { ...call, id: `${call.id}#${place + 1}` };
    return { call: told, standing: isKnown ? 'repeated' : 'first' };
  };
}
