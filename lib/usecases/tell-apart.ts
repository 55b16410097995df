import type { Call } from '../core/activity/call.ts';
import { digestOf } from '../core/digest.ts';
import { jsonForm } from '../core/json.ts';

/**
 * Tells calls apart in files, where event ids may have been anonymised or copied: the same call under the same id is
 * `repeated`, another call under an id that was used before gets an id of its own (`ID#2`), so that it is not lost.
 * An addendum says more of a call, and is none of its own, whichever of the two comes first. The same input always gives the
 * same ids.
 */
export function tellApart(): (call: Call) => { readonly call: Call; readonly standing: 'first' | 'repeated' } {
  const contents = new Map<string, string[]>();
  const addenda = new Set<string>();
  return (call) => {
    const isOfAddendum = call.addendum === true || addenda.has(call.id);
    if (call.addendum === true) addenda.add(call.id);
    if (isOfAddendum && contents.has(call.id)) return { call, standing: 'repeated' };
    // EventBridge may deliver the same call once plain and once out of an archive
    const content = digestOf(jsonForm({ ...call, replayed: null, addendum: null }));
    const known = contents.get(call.id) ?? [];
    const place = known.indexOf(content);
    if (place < 0) contents.set(call.id, [...known, content]);
    const number = place < 0 ? known.length + 1 : place + 1;
    const told = number === 1 ? call : { ...call, id: `${call.id}#${number}` };
    return { call: told, standing: place < 0 ? 'first' : 'repeated' };
  };
}
