import type { AccountState } from '../../../../lib/core/account/state.ts';
import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { assessSharing, ownGranteesOfCall } from '../../../../lib/core/governance/sharing/assess-sharing.ts';
import { granteesIn } from '../../../../lib/core/governance/sharing/known-grantees.ts';
import type { PrincipalClass } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { allow } from '../accounts.ts';
import { governance, principalClass } from '../cases.ts';
import { readPolicy } from './shared-resources.ts';
import { ORGANIZATION, type SharingCase, TRUSTED } from './shared-resources.ts';

/** What is known besides the call. */
export interface World {
  /** The policy of the resource before it. */
  readonly before?: JsonValue;
  /** Buckets that had a policy before. */
  readonly ownBuckets?: readonly string[];
  /** Accounts of the organization with which it may be shared. */
  readonly members?: readonly string[];
  readonly classes?: readonly PrincipalClass[];
  readonly state?: AccountState;
}

/** Whoever is of no class may hold anything: what is found is about sharing, or about the classes of a test. */
const unclassified = principalClass({
  name: 'unclassified',
  kind: 'unclassified',
  match: { names: [], paths: [], tags: [], trust: [], permissionSets: [] },
  standard: { name: 'anything', policies: [readPolicy('anything', allow('*'))] },
});

const sharing = { accounts: [TRUSTED], organizations: [ORGANIZATION] };

/** What is found in a call on a resource, as a replay assesses it. */
export function findingsOf(
  { service, name, asked }: Omit<SharingCase, 'about'>,
  { before, ownBuckets = [], members = [], classes, state }: World = {},
): readonly Finding[] {
  const record = recordOf({ eventSource: `${service}.amazonaws.com`, eventName: name, requestParameters: asked });
  const reading = readCall(record);
  if (reading.kind !== 'call') throw new Error(`${name} was read as ${reading.kind}`);
  const { call } = reading;
  return changesOf(call).flatMap((change) => {
    if (change.kind !== 'resource-policy') return [];
    const standards = governance({ sharing, unclassified, ...(classes === undefined ? {} : { classes }) });
    const grantees = granteesIn(ownGranteesOfCall(call, change), state, standards);
    const known = { call: { ...call, change }, change, governance: standards, state };
    return assessSharing({
      ...known,
      before: (resource) => {
        const policy = ownBuckets.includes(resource) ? {} : before;
        return policy === undefined ? undefined : { policy, extent: 'whole' };
      },
      grantees,
      members,
      now: call.time,
    });
  });
}
