import { applyOrganizationCall } from '../core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../core/account/organization/before-organization-call.ts';
import { UNKNOWN_ORGANIZATION } from '../core/account/organization/organization.ts';
import type { Call } from '../core/activity/call.ts';
import type { WatchedChange } from '../core/activity/changes.ts';
import { organizationCallOf } from '../core/activity/organization-call-of.ts';
import { assessOrganization } from '../core/governance/assess-organization.ts';
import type { Finding } from '../core/governance/finding.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { tellOfChange, type TellDeps } from './tell-of-change.ts';

/** Assesses what a call of Organizations let go; a call that the model does not have is told of. */
export async function assessOrganizationCall(
  call: Call,
  change: WatchedChange,
  deps: TellDeps,
): Promise<readonly Finding[]> {
  const organizationCall = organizationCallOf(call, change);
  if (organizationCall === undefined) return tellOfChange(call, change, deps);
  const before = withWhatCallTells(UNKNOWN_ORGANIZATION, organizationCall);
  const pair = { before, after: applyOrganizationCall(before, organizationCall) };
  const { governance, clock } = deps;
  const state = await stateKnownOfActor(call, deps);
  return assessOrganization({ call, organizationCall, pair, governance, state, now: clock.now() });
}
