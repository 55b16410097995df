import { applyOrganizationCall } from '../core/account/organization/apply-organization-call.ts';
import { beforeOrganizationCall } from '../core/account/organization/before-organization-call.ts';
import { UNKNOWN_ORGANIZATION } from '../core/account/organization/organization.ts';
import type { Call } from '../core/activity/call.ts';
import type { WatchedChange } from '../core/activity/changes.ts';
import { organizationCallOf } from '../core/activity/organization-call-of.ts';
import { assessOrganization } from '../core/governance/assess-organization.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { OrganizationReader } from '../ports/organization-reader.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { tellOfChange, type TellDeps } from './tell-of-change.ts';

export interface AssessOrganizationDeps extends TellDeps {
  /** Absent where the organization cannot be read: what a call let go is then undetermined. */
  readonly organization?: OrganizationReader;
}

/**
 * Assesses what a call of Organizations let go; a call that the model does not have is told of. The organization is read once,
 * whether or not it shows the call by then: what the call did to it is taken back, and done again.
 */
export async function assessOrganizationCall(
  call: Call,
  change: WatchedChange,
  deps: AssessOrganizationDeps,
): Promise<readonly Finding[]> {
  const organizationCall = organizationCallOf(call, change);
  if (organizationCall === undefined) return tellOfChange(call, change, deps);
  if (call.error !== undefined) return [];
  const read = (await deps.organization?.organization()) ?? UNKNOWN_ORGANIZATION;
  const before = beforeOrganizationCall(read, organizationCall);
  const pair = { before, after: applyOrganizationCall(before, organizationCall) };
  const { governance, clock } = deps;
  const state = await stateKnownOfActor(call, deps);
  return assessOrganization({ call, organizationCall, pair, governance, state, now: clock.now() });
}
