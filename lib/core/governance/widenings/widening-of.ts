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

/** What a call widens; `nothing`: it gives nobody more; undefined: it is none of those, or its record does not tell. */
export function wideningOf(asking: Asking): Widening | 'nothing' | undefined {
  const { source, name } = asking.call;
  return READERS.get(`${serviceOf(source) ?? source}:${name}`)?.(asking);
}
