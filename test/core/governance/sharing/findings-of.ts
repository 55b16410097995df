import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { assessSharing } from '../../../../lib/core/governance/sharing/assess-sharing.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { governance } from '../cases.ts';
import { ORGANIZATION, type SharingCase, TRUSTED } from './shared-resources.ts';

const sharing = { accounts: [TRUSTED], organizations: [ORGANIZATION] };

/** What is found in a call on a resource whose policy was this before; undefined: that is not known. */
export function findingsOf(
  { service, name, asked }: Omit<SharingCase, 'about'>,
  before?: JsonValue,
): readonly Finding[] {
  const record = recordOf({ eventSource: `${service}.amazonaws.com`, eventName: name, requestParameters: asked });
  const reading = readCall(record);
  if (reading.kind !== 'call') throw new Error(`${name} was read as ${reading.kind}`);
  const { call } = reading;
  return changesOf(call).flatMap((change) => {
    if (change.kind !== 'resource-policy') return [];
    const known = { call: { ...call, change }, change, governance: governance({ sharing }), state: undefined };
    return assessSharing({ ...known, before: () => before, now: call.time });
  });
}
