import type { Call } from '../../activity/call.ts';
import { serviceOf } from '../../activity/operation.ts';
import { COPIED_DATA } from './copied-data.ts';
import { DATA_LAKE_WIDENINGS } from './data-lake-widenings.ts';
import { DELEGATION_WIDENINGS } from './delegation-widenings.ts';
import { IDENTITY_CENTER_WIDENINGS } from './identity-center-widenings.ts';
import { NETWORK_WIDENINGS } from './network-widenings.ts';
import { ORGANIZATION_WIDENINGS } from './organization-widenings.ts';
import type { Asking, Widening, WideningReader } from './widening.ts';

const READERS: ReadonlyMap<string, WideningReader> = new Map(
  Object.entries({
    ...ORGANIZATION_WIDENINGS,
    ...IDENTITY_CENTER_WIDENINGS,
    ...DELEGATION_WIDENINGS,
    ...COPIED_DATA,
    ...DATA_LAKE_WIDENINGS,
    ...NETWORK_WIDENINGS,
  }),
);

/** Whether what a call of this name opens is in what it asks for. */
export function mayWiden(call: NamedCall): boolean {
  return READERS.has(nameOf(call));
}

/** What a call widens; `nothing`: it gives nobody more; undefined: it is none of those, or its record does not tell. */
export function wideningOf(asking: Asking): Widening | 'nothing' | undefined {
  return READERS.get(nameOf(asking.call))?.(asking);
}

type NamedCall = Pick<Call, 'source' | 'name'>;

function nameOf({ source, name }: NamedCall): string {
  return `${serviceOf(source) ?? source}:${name}`;
}
